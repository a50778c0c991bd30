/**
 * Demo content through the same pipeline as any feed, then members and their discussions. Loading twice changes nothing.
 * Removing takes the demo's sources, articles, members and posts, and whatever was said in the demo's threads.
 */
import type { Knex } from 'knex';
import { nameKey } from '../accounts/name.js';
import type { User } from '../accounts/user.js';
import type { UserStore } from '../accounts/user-store.js';
import type { Db } from '../db/db.js';
import type { Feed } from '../feeds/feed.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { ImportFeed } from '../feeds/import-feed.js';
import type { ImportCounts } from '../feeds/import-report.js';
import { noCounts } from '../feeds/import-report.js';
import type { FollowStore } from '../forum/follow-store.js';
import type { PostDraft } from '../forum/post.js';
import type { PostStore } from '../forum/post-store.js';
import { CLEANER_VERSION } from '../lib/html.js';
import { renderMarkdown } from '../lib/markdown.js';
import { canonicalUrl, urlKey } from '../lib/url.js';
import type { ArticleStore } from '../news/article-store.js';
import type { CategoryStore } from '../news/category-store.js';
import { type DemoFeed, type DemoPeople, readDemoDocument, readDemoFeeds, readDemoPeople } from './demo-files.js';
import type { ModerateDemo } from './demo-moderation.js';
import type { DemoStore } from './demo-store.js';

export type DemoParts = {
  db: Db;
  demoStore: DemoStore;
  categories: Pick<CategoryStore, 'list'>;
  feeds: Pick<FeedStore, 'findByUrl' | 'insert'>;
  articles: Pick<ArticleStore, 'listThreadsByUrlKey'>;
  users: Pick<UserStore, 'findByNameKey' | 'insert'>;
  posts: Pick<PostStore, 'findRepeat' | 'insert'>;
  importFeed: Pick<ImportFeed, 'importDocument'>;
  /** Missing where nobody follows anything. */
  follows?: Pick<FollowStore, 'insert'>;
  clock: () => number;
  /** Missing where nobody moderates. */
  moderate?: ModerateDemo;
};

export type DemoLoaded = ImportCounts & { members: number; posts: number };

/** `at` is the post's place in its discussion, `ids` what the posts of that discussion have become so far. */
type WrittenPost = { draft: PostDraft; at: number; replyTo: number | undefined; ids: Map<number, number> };

export function createDemo(parts: DemoParts) {
  async function load(): Promise<DemoLoaded> {
    const counts = { ...noCounts };
    const people = await readDemoPeople();
    const members = await loadMembers(people.members);
    const demos = await readDemoFeeds();
    for (const demo of demos) if (!(await parts.feeds.findByUrl(demo.url))) await insertFeed(demo);
    // Rules first: some of the news are to meet them.
    await parts.moderate?.makeRules(members);
    for (const demo of demos) addTo(counts, await loadFeed(demo));
    await parts.moderate?.joinStories(members);
    await parts.moderate?.turnDown(members);
    const memberIds = new Map([...members].map(([name, { id }]) => [name, id]));
    return { ...counts, members: memberIds.size, posts: await loadDiscussions(people.discussions, memberIds) };
  }

  async function loadFeed(demo: DemoFeed): Promise<ImportCounts> {
    const feed = (await parts.feeds.findByUrl(demo.url)) ?? (await insertFeed(demo));
    const counts = { ...noCounts };
    for (const file of demo.files) {
      const bytes = await readDemoDocument(file);
      const report = await parts.importFeed.importDocument(feed, { bytes, baseUrl: demo.siteUrl, fileName: file });
      addTo(counts, report.counts);
    }
    return counts;
  }

  async function insertFeed(demo: DemoFeed): Promise<Feed> {
    const categories = await parts.categories.list();
    const category = categories.find((each) => each.slug === demo.category) ?? categories[0];
    if (!category) throw new Error('the demo needs the categories');
    return parts.feeds.insert({ ...demo, categoryId: category.id, isDemo: true, isFetched: false }, parts.clock());
  }

  async function loadMembers(members: DemoPeople['members']): Promise<Map<string, User>> {
    const ids = new Map<string, User>();
    for (const member of members) {
      const key = nameKey(member.name);
      const known = await parts.users.findByNameKey(key);
      const user = known ?? (await insertMember(member, key));
      if (user?.isDemo) ids.set(member.name, user);
    }
    return ids;
  }

  /** Without a password: nobody can log in as a demo member. */
  async function insertMember(member: DemoPeople['members'][number], key: string): Promise<User | null> {
    const inserted = await parts.users.insert({
      name: member.name,
      nameKey: key,
      email: null,
      emailKey: null,
      passwordHash: null,
      role: member.role,
      language: member.locale,
      gender: member.gender ?? null,
      birthday: member.birthday ?? null,
      place: member.place ?? null,
      about: member.about ?? null,
      isDemo: true,
      createdAt: Date.parse(member.joined),
    });
    return inserted.ok ? inserted.user : null;
  }

  /** Post ids are numbers that members see: they grow with time over all discussions, so all go in together. */
  async function loadDiscussions(
    discussions: DemoPeople['discussions'],
    memberIds: Map<string, number>,
  ): Promise<number> {
    const keys = discussions.map((discussion) => urlKey(canonicalUrl(discussion.article) ?? discussion.article));
    const threadIds = await parts.articles.listThreadsByUrlKey(keys);
    const written = discussions.flatMap(({ posts }, at) => {
      const threadId = threadIds.get(keys[at] ?? '');
      return threadId === undefined ? [] : toWritten(posts, threadId, memberIds);
    });
    for (const [at, { followers }] of discussions.entries()) {
      await follow(followers, threadIds.get(keys[at] ?? ''), memberIds);
    }
    written.sort((one, other) => one.draft.createdAt - other.draft.createdAt);
    return parts.db.transact((trx) => insertPosts(trx, written));
  }

  async function follow(
    names: readonly string[],
    threadId: number | undefined,
    memberIds: ReadonlyMap<string, number>,
  ) {
    for (const name of names) {
      const userId = memberIds.get(name);
      if (userId === undefined || threadId === undefined) continue;
      const target = { kind: 'thread', target: String(threadId) } as const;
      await parts.follows?.insert({ ...target, userId, isAutomatic: false, createdAt: parts.clock() });
    }
  }

  async function insertPosts(trx: Knex.Transaction, written: readonly WrittenPost[]): Promise<number> {
    let count = 0;
    for (const { draft, at, replyTo, ids } of written) {
      const replyToId = replyTo === undefined ? null : (ids.get(replyTo) ?? null);
      const known = await parts.posts.findRepeat({ ...draft, replyToId }, 0, trx);
      ids.set(at, known?.id ?? (await parts.posts.insert(trx, { ...draft, replyToId })));
      if (!known) count++;
    }
    return count;
  }

  return {
    load,
    countOthersPosts: () => parts.demoStore.countOthersPosts(),
    remove: () => parts.demoStore.deleteDemo(),
  };
}

export type Demo = ReturnType<typeof createDemo>;

function addTo(sum: ImportCounts, more: ImportCounts): void {
  for (const key of Object.keys(more) as (keyof ImportCounts)[]) sum[key] += more[key];
}

/** Those of members that are the demo's own: a person may have the name already. */
function toWritten(
  posts: DemoPeople['discussions'][number]['posts'],
  threadId: number,
  memberIds: ReadonlyMap<string, number>,
): WrittenPost[] {
  const ids = new Map<number, number>();
  return posts.flatMap(({ by, at: time, text: markdown, replyTo }, at) => {
    const userId = memberIds.get(by);
    if (userId === undefined) return [];
    const html = renderMarkdown(markdown, { emoji: true });
    const createdAt = Date.parse(time);
    const draft = { threadId, userId, replyToId: null, markdown, html, cleanerVersion: CLEANER_VERSION, createdAt };
    return [{ draft, at, replyTo, ids }];
  });
}
