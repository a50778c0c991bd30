/**
 * Use case: an old forum becomes stories of ours, topic by topic: articles as any import stores them, then in one transaction
 * members, posts and old links.
 * Invariants: a topic is done when its link is there, so a run that is killed anywhere goes on with the next one and nothing
 * is doubled; a broken row is counted and never stops the run; an old number that is free stays the post's number.
 */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';
import type { ArchiveClient } from '../feeds/archives/archive-client.js';
import type { KunenaStaging, StagedMessage, StagedTopic } from '../feeds/archives/kunena-staging-store.js';
import type { DraftedTopic, TopicPost, TopicsRead } from '../feeds/archives/kunena-topics.js';
import type { Feed } from '../feeds/feed.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { ImportFeed } from '../feeds/import-feed.js';
import { type ImportReport, noCounts } from '../feeds/import-report.js';
import { groupBy } from '../lib/group-by.js';
import { CLEANER_VERSION } from '../lib/html.js';
import { nameCandidates } from './archive-names.js';
import type { ArchivedPost, ArchiveStore, NewMember, OldLink, ThreadGain } from './archive-store.js';

export type ImportTopicsParts = {
  db: Db;
  feeds: Pick<FeedStore, 'lock'>;
  importFeed: Pick<ImportFeed, 'importDrafted'>;
  archiveReader: Pick<ArchiveClient, 'topics'>;
  archives: ArchiveStore;
};

export type TopicsRun = {
  feed: Feed;
  staging: Pick<KunenaStaging, 'listTopics' | 'listMessages'>;
  /** Old account whose topics are news without an author. */
  bot: number | null;
  keepsNumbers: boolean;
  isStopping: () => boolean;
  /** After each batch: how many topics were looked at, and what became of its articles and posts. */
  onBatch: (batch: TopicsBatch) => void;
};

export type TopicsBatch = Pick<ImportReport, 'counts' | 'reasons'> & { topics: number; posts: number; members: number };
type Placed = { topic: DraftedTopic; threadId: number };

/** `read` is null when all of them are here already. */
type ReadBatch = { topics: StagedTopic[]; last: number; known: number; read: TopicsRead | null };

const TOPICS = 250;

export function createImportTopics(parts: ImportTopicsParts) {
  async function importTopics(run: TopicsRun): Promise<void> {
    const moved: StagedTopic[] = [];
    let reading: Promise<ReadBatch | null> = readFrom(run, 0);
    for (let batch = await reading; batch && !run.isStopping(); batch = await reading) {
      // The worker reads the next batch while this one is stored.
      reading = readFrom(run, batch.last);
      reading.catch(() => {});
      moved.push(...batch.topics.filter((topic) => topic.movedId > 0));
      run.onBatch({ ...(await storeBatch(run, batch)), topics: batch.topics.length });
    }
    await reading;
    await linkMoved(run, moved);
  }

  async function readFrom(run: TopicsRun, after: number): Promise<ReadBatch | null> {
    const topics = await run.staging.listTopics(after, TOPICS);
    const last = topics.at(-1);
    if (!last) return null;
    const ids = topics.map((topic) => topic.id);
    const known = await parts.archives.listOldIds(run.feed.id, 'topic', ids);
    const open = topics.filter((topic) => !known.has(topic.id));
    return { topics, last: last.id, known: known.size, read: open.length === 0 ? null : await readTopics(run, open) };
  }

  async function storeBatch(run: TopicsRun, { read, known }: ReadBatch): Promise<Omit<TopicsBatch, 'topics'>> {
    if (!read) return { counts: { ...noCounts, same: known }, reasons: {}, posts: 0, members: 0 };
    const report = await parts.importFeed.importDrafted(run.feed, read.drafted);
    const threads = await parts.archives.listThreadsOf(run.feed.id, read.drafted.drafts);
    const placed = read.topics.flatMap((topic, at): Placed[] => {
      const threadId = threads[at];
      return threadId === undefined ? [] : [{ topic, threadId }];
    });
    const stored = await parts.db.transact((trx) => storePlaced(trx, run, placed));
    return {
      counts: { ...report.counts, same: report.counts.same + known },
      reasons: sum(read.reasons, report.reasons),
      ...stored,
    };
  }

  async function readTopics(run: TopicsRun, topics: readonly StagedTopic[]) {
    const messages = new Map<number, StagedMessage[]>(topics.map((topic) => [topic.id, []]));
    for (const message of await run.staging.listMessages(topics.map((topic) => topic.id))) {
      messages.get(message.topicId)?.push(message);
    }
    const withMessages = topics.map((topic) => ({ topic, messages: messages.get(topic.id) ?? [] }));
    return parts.archiveReader.topics({ topics: withMessages, bot: run.bot, title: run.feed.title });
  }

  /** Makes the accounts that are missing. */
  async function findMembers(trx: Knex.Transaction, feed: Feed, posts: readonly TopicPost[]) {
    const first = new Map<string, TopicPost>();
    for (const post of posts) if (!first.has(post.memberKey)) first.set(post.memberKey, post);
    const ids = await parts.archives.listMembers(feed.id, [...first.keys()], trx);
    const made = await makeMembers(
      trx,
      [...first.values()].filter((post) => !ids.has(post.memberKey)),
    );
    await parts.archives.linkMembers(trx, feed.id, made);
    return { ids: new Map([...ids, ...made]), made: made.size };
  }

  /** In rounds: whoever finds the name taken, also by another of the same round, asks for the next best in the next. */
  async function makeMembers(trx: Knex.Transaction, posts: readonly TopicPost[]): Promise<Map<string, number>> {
    const made = new Map<string, number>();
    let nameless = posts.map((post) => ({ post, names: nameCandidates(post.name, post.oldId) }));
    while (nameless.length > 0) {
      const wanted = new Map<string, NewMember & { memberKey: string }>();
      for (const { post, names } of nameless) {
        const next = names.next();
        if (next.done) throw new Error(`no free name for the old member "${post.name}"`);
        const { name, key: nameKey } = next.value;
        if (!wanted.has(nameKey)) wanted.set(nameKey, { name, nameKey, createdAt: post.at, memberKey: post.memberKey });
      }
      for (const [key, id] of await parts.archives.insertMembers(trx, [...wanted.values()])) {
        const member = wanted.get(key);
        if (member) made.set(member.memberKey, id);
      }
      nameless = nameless.filter(({ post }) => !made.has(post.memberKey));
    }
    return made;
  }

  async function storePlaced(
    trx: Knex.Transaction,
    run: TopicsRun,
    all: readonly Placed[],
  ): Promise<Pick<TopicsBatch, 'posts' | 'members'>> {
    await parts.feeds.lock(trx, run.feed.id);
    // Another import of the same forum may have been faster.
    const oldIds = all.map(({ topic }) => topic.oldId);
    const known = await parts.archives.listOldIds(run.feed.id, 'topic', oldIds, trx);
    // What groups the news may have made it part of another story meanwhile.
    const heirs = await parts.archives.lockThreads(
      trx,
      all.map(({ threadId }) => threadId),
    );
    const placed = all
      .filter(({ topic }) => !known.has(topic.oldId))
      .map(({ topic, threadId }) => ({ topic, threadId: heirs.get(threadId) ?? threadId }));
    const written = placed.flatMap(({ topic }) => topic.posts);
    const members = await findMembers(trx, run.feed, written);
    const numbers = written.map((post) => post.oldId);
    const taken = run.keepsNumbers ? await parts.archives.listTakenPostIds(trx, numbers) : new Set(numbers);
    const posts = await storePosts(trx, placed, { memberIds: members.ids, taken });
    const links = placed.flatMap(({ topic, threadId }): OldLink[] => [
      { kind: 'topic', oldId: topic.oldId, threadId, postId: null },
      { kind: 'post', oldId: topic.firstPostId, threadId, postId: null },
    ]);
    links.push(...posts.map(({ oldId, threadId, id }): OldLink => ({ kind: 'post', oldId, threadId, postId: id })));
    await parts.archives.insertOldLinks(trx, run.feed.id, links);
    return { posts: written.length, members: members.made };
  }

  async function storePosts(
    trx: Knex.Transaction,
    placed: readonly Placed[],
    known: { memberIds: ReadonlyMap<string, number>; taken: ReadonlySet<number> },
  ): Promise<(ArchivedPost & { id: number })[]> {
    const posts = placed.flatMap((each) => toPosts(each, known));
    const ids = await parts.archives.insertPosts(trx, posts);
    const gainOfMember = new Map<number, number>();
    for (const { userId } of posts) gainOfMember.set(userId, (gainOfMember.get(userId) ?? 0) + 1);
    await parts.archives.addToMembers(trx, gainOfMember);
    await parts.archives.addToThreads(trx, gainsOf(posts));
    return posts.map((post, at) => ({ ...post, id: ids[at] ?? 0 }));
  }

  /** A topic that was moved leads to where it went. */
  async function linkMoved({ feed }: TopicsRun, moved: readonly StagedTopic[]): Promise<void> {
    for (const { id, movedId } of moved) {
      const target = await parts.archives.findOldLink('topic', movedId);
      if (!target) continue;
      const link: OldLink = { kind: 'topic', oldId: id, threadId: target.threadId, postId: null };
      await parts.db.transact((trx) => parts.archives.insertOldLinks(trx, feed.id, [link]));
    }
  }

  return importTopics;
}

export type ImportTopics = ReturnType<typeof createImportTopics>;

/** Numbers are the order of a discussion: a topic keeps all of its own or none. */
function toPosts(
  { topic, threadId }: Placed,
  { memberIds, taken }: { memberIds: ReadonlyMap<string, number>; taken: ReadonlySet<number> },
): ArchivedPost[] {
  const keeps = !topic.posts.some((post) => taken.has(post.oldId));
  const inOrder = topic.posts.toSorted((one, other) => one.oldId - other.oldId);
  const kept = new Set(keeps ? inOrder.map((post) => post.oldId) : []);
  return inOrder.map((post) => toArchived(post, threadId, memberIds, kept));
}

/** Two topics may have become one thread. */
function gainsOf(posts: readonly ArchivedPost[]): ThreadGain[] {
  return [...groupBy(posts, (post) => post.threadId)].map(([threadId, own]) => ({
    threadId,
    posts: own.length,
    lastPostAt: own.reduce((latest, post) => Math.max(latest, post.createdAt), 0),
  }));
}

function toArchived(
  post: TopicPost,
  threadId: number,
  memberIds: ReadonlyMap<string, number>,
  kept: ReadonlySet<number>,
): ArchivedPost {
  const { replyToOldId: answered } = post;
  return {
    id: kept.has(post.oldId) ? post.oldId : null,
    oldId: post.oldId,
    threadId,
    userId: memberIds.get(post.memberKey) ?? 0,
    // Only what stands above can be answered, and only kept numbers are known beforehand.
    replyToId: answered !== null && kept.has(answered) && answered < post.oldId ? answered : null,
    markdown: post.markdown,
    html: post.html,
    cleanerVersion: CLEANER_VERSION,
    createdAt: post.at,
  };
}

function sum(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const total = { ...one };
  for (const [key, value] of Object.entries(other)) total[key] = (total[key] ?? 0) + value;
  return total;
}
