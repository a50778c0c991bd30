/** News for the stores' tests: categories, feeds, entries as a document brings them, and threads with chosen numbers. */
import type { Db } from '../../src/db/db.js';
import { type DraftedFeed, toDrafts } from '../../src/feeds/draft.js';
import type { Feed, FeedDraft } from '../../src/feeds/feed.js';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import type { ParsedEntry, ParsedFeed } from '../../src/feeds/parsed-feed.js';
import { createPostStore } from '../../src/forum/post-store.js';
import { trustStoredHtml } from '../../src/lib/safe-html.js';
import type { ArticleDraft } from '../../src/news/article.js';
import { insertArticles } from '../../src/news/article-write-store.js';
import { createCategoryStore } from '../../src/news/category-store.js';

/** Now, for everything that is stored in a test. */
export const NOW = Date.UTC(2026, 5, 1, 12);

let made = 0;

/** A feed of its own in the category `politics`. */
export async function addFeed(db: Db, more: Partial<FeedDraft> = {}): Promise<Feed> {
  const categories = createCategoryStore(db);
  await categories.insertMissing([
    { slug: 'politics', nameRu: 'Политика', nameEn: 'Politics', position: 1 },
    { slug: 'digital', nameRu: 'Цифра', nameEn: 'Digital', position: 2 },
  ]);
  const categoryId = (await categories.list()).find((category) => category.slug === 'politics')?.id ?? 0;
  const site = `https://source${++made}.example`;
  const draft = {
    url: `${site}/rss`,
    title: `Source ${made}`,
    siteUrl: site,
    language: 'ru',
    groupName: '',
    categoryId,
  };
  return createFeedStore(db).insert({ ...draft, ...more }, NOW);
}

/** An entry as the parser leaves it; its guid, address and text follow from the title unless they are given. */
export function entryOf(title: string, more: Partial<Omit<ParsedEntry, 'contentHtml'>> = {}): ParsedEntry {
  const text = more.text ?? `О чём говорится: ${title}.`;
  return {
    title,
    url: `https://news.example/${encodeURIComponent(title)}`,
    guid: `guid of ${title}`,
    published: '2026-05-30T10:00:00.000Z',
    updated: null,
    author: null,
    contentHtml: trustStoredHtml(text === '' ? '' : `<p>${text}</p>`),
    categories: [],
    enclosures: [],
    ...more,
    text,
  };
}

/** The document that lists these entries, as the parse worker hands it over. */
export function documentOf(entries: ParsedEntry[], more: Partial<ParsedFeed> = {}): DraftedFeed {
  const head = {
    format: 'rss',
    charset: 'utf-8',
    repairs: [],
    title: 'Feed',
    link: null,
    language: 'ru',
    ttlMinutes: null,
  };
  return toDrafts({ ...(head as Omit<ParsedFeed, 'entries'>), ...more, entries });
}

export function draftOf(title: string, more: Partial<Omit<ParsedEntry, 'contentHtml'>> = {}): ArticleDraft {
  const [draft] = documentOf([entryOf(title, more)]).drafts;
  if (!draft) throw new Error('one entry makes one draft');
  return draft;
}

/** Stores what is new without asking; returns the threads' ids in the order of the drafts. */
export function storeArticles(db: Db, feed: Feed, drafts: ArticleDraft[]): Promise<number[]> {
  const context = { feedId: feed.id, categoryId: feed.categoryId, cleanerVersion: 1, now: NOW };
  return db.transact((trx) => insertArticles(trx, context, drafts));
}

/** One thread of this title. */
export async function addThread(
  db: Db,
  feed: Feed,
  title: string,
  more: Parameters<typeof draftOf>[1] = {},
): Promise<number> {
  const [id] = await storeArticles(db, feed, [draftOf(title, more)]);
  if (id === undefined) throw new Error('one draft makes one thread');
  return id;
}

export type PostSeed = {
  threadId: number;
  userId: number;
  createdAt?: number;
  replyToId?: number | null;
  markdown?: string;
};

export function addPost(db: Db, seed: PostSeed): Promise<number> {
  const { threadId, userId, createdAt = NOW, replyToId = null, markdown = 'Согласен.' } = seed;
  const html = trustStoredHtml(`<p>${markdown}</p>`);
  const draft = { threadId, userId, replyToId, markdown, html, cleanerVersion: 1, createdAt };
  return db.transact((trx) => createPostStore(db).insert(trx, draft));
}
