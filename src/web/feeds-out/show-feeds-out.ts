/** Feeds of everything that has a list: the site, a category, a tag, a source, a thread's replies, a search. */

import type { Request, Response } from 'express';
import { networkOf } from '../../accounts/network.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import { type HydrateParts, hydratePosts } from '../../forum/hydrate.js';
import type { PostStore } from '../../forum/post-store.js';
import { WorkerFailure } from '../../lib/call-client.js';
import { AppError, notFound } from '../../lib/errors.js';
import { escapeHtml } from '../../lib/text.js';
import { tagKey } from '../../news/tag.js';
import { refusalOf, type ThreadSummary } from '../../news/thread.js';
import type { ThreadStore } from '../../news/thread-store.js';
import type { SearchClient } from '../../search/client.js';
import { asksNothing, parseSearch } from '../news/search-query.js';
import { categoryLink } from '../news/thread-rows.js';
import { type Handler, idParam, textQuery } from '../route.js';
import type { Sections, SectionsNow } from '../sections.js';
import { urls, withQuery } from '../urls.js';
import { type OutFormat, type OutItem, outFormats, outTypes, writeFeed } from './feed-document.js';

const ITEMS = 50;

export type FeedsOutParts = {
  threads: ThreadStore;
  feeds: Pick<FeedStore, 'get' | 'list'>;
  posts: Pick<PostStore, 'listNewest' | 'listByIds'>;
  users: HydrateParts['users'];
  votes: HydrateParts['votes'];
  index: Pick<SearchClient, 'search'>;
  sections: Sections;
  siteName: string;
  baseUrl: () => string;
};

/** `path` is the page's own; the feed's address is derived from the request. */
type Content = { title: string; description: string; path: string; items: OutItem[] };

export function createSiteFeed(parts: FeedsOutParts): Handler {
  return async (req, res) => {
    const { threads } = await parts.threads.list({ order: 'newest', limit: ITEMS });
    const items = await threadItems(parts, threads, res);
    await send(parts, req, res, {
      title: parts.siteName,
      description: res.locals.t.site.tagline,
      path: urls.home,
      items,
    });
  };
}

export function createCategoryFeed(parts: FeedsOutParts): Handler {
  return async (req, res) => {
    const { bySlug } = await parts.sections.current();
    const category = bySlug.get(String(req.params.slug));
    if (!category) throw notFound('category');
    const { threads } = await parts.threads.list({ order: 'newest', categoryId: category.id, limit: ITEMS });
    const { name, url } = categoryLink(category, res.locals.language);
    const title = `${parts.siteName}: ${name}`;
    const items = await threadItems(parts, threads, res);
    await send(parts, req, res, { title, description: res.locals.t.pages.categoryDescription(name), path: url, items });
  };
}

export function createTagFeed(parts: FeedsOutParts): Handler {
  return async (req, res) => {
    const tag = tagKey(String(req.params.tag));
    const { threads } = await parts.threads.listOfTag(tag, { limit: ITEMS });
    const items = await threadItems(parts, threads, res);
    const description = res.locals.t.pages.tagDescription(tag);
    await send(parts, req, res, { title: `${parts.siteName}: #${tag}`, description, path: urls.tag(tag), items });
  };
}

export function createSourceFeed(parts: FeedsOutParts): Handler {
  return async (req, res) => {
    const id = idParam(req);
    if (id === null) throw notFound('feed');
    const feed = await parts.feeds.get(id);
    if (feed.mergedInto !== null) throw notFound('feed');
    const { threads } = await parts.threads.listOfFeed(id, { limit: ITEMS });
    const stories = await threadItems(parts, threads, res);
    // Two reports of one story are two items: readers tell items apart by their addresses.
    const items = stories.map((item, at) => ({ ...item, url: `${item.url}#article-${threads[at]?.cursorId}` }));
    const description = res.locals.t.pages.feedDescription(feed.title);
    await send(parts, req, res, { title: `${parts.siteName}: ${feed.title}`, description, path: urls.feed(id), items });
  };
}

/** A thread's feed carries its replies, newest first. */
export function createThreadFeed(parts: FeedsOutParts): Handler {
  return async (req, res) => {
    const id = idParam(req);
    if (id === null) throw notFound('thread');
    const thread = await parts.threads.get(id);
    const refusal = refusalOf(thread);
    if (refusal) throw refusal;
    const posts = await hydratePosts(parts, await parts.posts.listNewest(id, ITEMS));
    const items = posts.map((post) => ({
      url: absolute(parts, urls.post(post.id)),
      title: res.locals.t.pages.replyBy(post.author.name, thread.title),
      // Links to members are paths; a feed is read elsewhere.
      html: post.html.replaceAll('href="/', `href="${parts.baseUrl()}/`),
      author: post.author.name,
      category: null,
      publishedAt: post.createdAt,
      language: '',
    }));
    await send(parts, req, res, { title: thread.title, description: thread.lead, path: urls.thread(id), items });
  };
}

export function createSearchFeed(parts: FeedsOutParts): Handler {
  return async (req, res) => {
    const query = textQuery(req, 'q', 200).trim();
    const sections = await parts.sections.current();
    const feeds = /source:/i.test(query) ? await parts.feeds.list() : [];
    const parsed = parseSearch(query, textQuery(req, 'category', 40), sections, feeds);
    const { words, filters } = parsed;
    const question = { text: words, filters, sort: 'newest', offset: 0, limit: ITEMS } as const;
    const { hits } = asksNothing(parsed)
      ? { hits: [] }
      : await parts.index.search(question, networkOf(req.ip)).catch((error: unknown) => {
          throw error instanceof WorkerFailure ? new AppError('search-unavailable', { status: 503 }) : error;
        });
    const threads = await parts.threads.listByIds(hits.map((hit) => hit.id));
    const items = await threadItems(parts, threads, res);
    const title = `${parts.siteName}: ${res.locals.t.pages.searchFor(query)}`;
    const path = withQuery(urls.search, { q: query });
    await send(parts, req, res, { title, description: res.locals.t.pages.searchDescription, path, items });
  };
}

async function threadItems(parts: FeedsOutParts, threads: ThreadSummary[], res: Response): Promise<OutItem[]> {
  const sections: SectionsNow = await parts.sections.current();
  return threads.map((thread) => ({
    url: absolute(parts, urls.thread(thread.id)),
    title: thread.title,
    html: `<p>${escapeHtml(thread.lead)}</p>`,
    author: thread.feedTitle,
    category: categoryLink(sections.byId.get(thread.categoryId), res.locals.language).name || null,
    publishedAt: thread.publishedAt,
    language: thread.language,
  }));
}

async function send(parts: FeedsOutParts, req: Request, res: Response, content: Content): Promise<void> {
  const format = formatOf(req);
  const document = writeFeed(
    {
      title: content.title,
      description: content.description,
      siteUrl: absolute(parts, content.path),
      selfUrl: absolute(parts, req.originalUrl),
      language: res.locals.language,
      items: content.items,
    },
    format,
  );
  res.type(outTypes[format]).send(document);
}

function formatOf(req: Request): OutFormat {
  const format = outFormats.find((name) => name === req.params.format);
  if (!format) throw notFound('feed format');
  return format;
}

function absolute(parts: Pick<FeedsOutParts, 'baseUrl'>, path: string): string {
  return `${parts.baseUrl()}${path}`;
}
