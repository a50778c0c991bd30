/**
 * SQL of old forums: their members, their posts with the old numbers, and what their links lead to now. All that a batch of
 * topics brings goes into one transaction, and its rows in `old_links` say that it is here.
 */
import type { Knex } from 'knex';
import { chunksOf, inChunks } from '../db/chunks.js';
import type { Db, Executor } from '../db/db.js';
import { groupBy } from '../lib/group-by.js';
import type { ArticleDraft } from '../news/article.js';
import { textKey, treePath } from './post.js';

export type OldLinkKind = 'topic' | 'post';
export type OldLink = { kind: OldLinkKind; oldId: number; threadId: number; postId: number | null };

export type ArchivedPost = {
  /** Its old number where that is free, else null. */
  id: number | null;
  oldId: number;
  threadId: number;
  userId: number;
  replyToId: number | null;
  markdown: string;
  html: string;
  cleanerVersion: number;
  createdAt: number;
};

export type NewMember = { name: string; nameKey: string; createdAt: number };
/** What its posts add to a thread. */
export type ThreadGain = { threadId: number; posts: number; lastPostAt: number };

export function createArchiveStore(db: Db) {
  return {
    /** The old numbers of this kind that are here already. */
    async listOldIds(feedId: number, kind: OldLinkKind, oldIds: readonly number[], on: Executor = db.read) {
      const rows = await inChunks<number, { old_id: number }>(oldIds, (chunk) =>
        on('old_links').where({ feed_id: feedId, kind }).whereIn('old_id', chunk).select('old_id'),
      );
      return new Set(rows.map((row) => row.old_id));
    },

    /** Where a link of an old forum leads; of several forums the one that was imported first. */
    async findOldLink(
      kind: OldLinkKind,
      oldId: number,
    ): Promise<{ threadId: number; postId: number | null } | undefined> {
      return db
        .read('old_links')
        .where({ kind, old_id: oldId })
        .orderBy('id')
        .first({ threadId: 'thread_id', postId: 'post_id' });
    },

    async insertOldLinks(trx: Knex.Transaction, feedId: number, links: readonly OldLink[]): Promise<void> {
      for (const chunk of chunksOf(links)) {
        await trx('old_links')
          .insert(
            chunk.map(({ kind, oldId, threadId, postId }) => ({
              feed_id: feedId,
              kind,
              old_id: oldId,
              thread_id: threadId,
              post_id: postId,
            })),
          )
          .onConflict(['feed_id', 'kind', 'old_id'])
          .ignore();
      }
    },

    /** In the order of the drafts; undefined where nothing was stored. */
    async listThreadsOf(feedId: number, drafts: readonly ArticleDraft[]): Promise<(number | undefined)[]> {
      const lookup = (column: string, keys: (string | null)[], isOwn: boolean) =>
        inChunks<string, { key: string; threadId: number }>(
          keys.filter((key) => key !== null),
          (chunk) => {
            const rows = db.read('articles').whereIn(column, chunk).select({ key: column, threadId: 'thread_id' });
            return isOwn ? rows.where('feed_id', feedId) : rows;
          },
        );
      const [guids, urls] = await Promise.all([
        lookup(
          'guid_key',
          drafts.map((draft) => draft.guidKey),
          true,
        ),
        lookup(
          'url_key',
          drafts.map((draft) => draft.urlKey),
          false,
        ),
      ]);
      const byGuid = new Map(guids.map(({ key, threadId }) => [key, threadId]));
      const byUrl = new Map(urls.map(({ key, threadId }) => [key, threadId]));
      return drafts.map(({ guidKey, urlKey }) => byGuid.get(guidKey ?? '') ?? byUrl.get(urlKey ?? ''));
    },

    /**
     * Locked, so that none of them becomes part of another before the posts stand in it. Answers the heirs of those that
     * have become part of another already; of these only the heirs are locked, as by whoever merges.
     */
    async lockThreads(trx: Knex.Transaction, ids: readonly number[]): Promise<Map<number, number>> {
      const heirs = await listHeirs(trx('threads'), ids);
      const standing = (id: number) => heirs.get(id) ?? id;
      let open = [...new Set(ids.map(standing))].sort((one, other) => one - other);
      while (open.length > 0) {
        // One may have been merged while its lock was waited for.
        const later = await listHeirs(trx('threads').orderBy('id').forUpdate(), open);
        for (const id of ids) heirs.set(id, later.get(standing(id)) ?? standing(id));
        open = [...later.values()];
      }
      return heirs;
    },

    async listMembers(feedId: number, keys: readonly string[], on: Executor = db.read): Promise<Map<string, number>> {
      const rows = await inChunks<string, { old_key: string; user_id: number }>(keys, (chunk) =>
        on('archive_members').where('feed_id', feedId).whereIn('old_key', chunk).select('old_key', 'user_id'),
      );
      return new Map(rows.map((row) => [row.old_key, row.user_id]));
    },

    /** Without a password: nobody can log in as them. Answers the ids of those whose names were free, by key. */
    async insertMembers(trx: Knex.Transaction, members: readonly NewMember[]): Promise<Map<string, number>> {
      const ids = new Map<string, number>();
      for (const chunk of chunksOf(members)) {
        const rows: { id: number; name_key: string }[] = await trx('users')
          .insert(
            chunk.map(({ name, nameKey, createdAt }) => ({
              ...{ name, name_key: nameKey, role: 'member', is_imported: true, created_at: createdAt },
            })),
          )
          .onConflict('name_key')
          .ignore()
          .returning(['id', 'name_key']);
        for (const { id, name_key: key } of rows) ids.set(key, id);
      }
      return ids;
    },

    async linkMembers(trx: Knex.Transaction, feedId: number, links: ReadonlyMap<string, number>): Promise<void> {
      for (const chunk of chunksOf([...links])) {
        await trx('archive_members').insert(
          chunk.map(([oldKey, userId]) => ({ feed_id: feedId, old_key: oldKey, user_id: userId })),
        );
      }
    },

    async listTakenPostIds(trx: Knex.Transaction, ids: readonly number[]): Promise<Set<number>> {
      const rows = await inChunks<number, { id: number }>(ids, (chunk) =>
        trx('posts').whereIn('id', chunk).select('id'),
      );
      return new Set(rows.map((row) => row.id));
    },

    /** An answered post stands before its answers. Returns the ids in the order of the posts. */
    async insertPosts(trx: Knex.Transaction, posts: readonly ArchivedPost[]): Promise<number[]> {
      const kept = posts.flatMap((post) => (post.id === null ? [] : { ...post, id: post.id }));
      const paths = new Map<number, string>();
      for (const { id, replyToId } of kept) paths.set(id, treePath(paths.get(replyToId ?? 0) ?? '', id));
      for (const chunk of chunksOf(kept)) {
        await trx('posts').insert(
          chunk.map((post) => ({ ...postRow(post), id: post.id, tree_path: paths.get(post.id) ?? '' })),
        );
      }
      const ids = new Map(kept.map((post) => [post.oldId, post.id]));
      for (const post of posts) {
        if (post.id !== null) continue;
        const [row] = await trx('posts').insert(postRow(post)).returning('id');
        await trx('posts')
          .where('id', row.id)
          .update({ tree_path: treePath('', row.id) });
        ids.set(post.oldId, row.id);
      }
      return posts.map((post) => ids.get(post.oldId) ?? 0);
    },

    /** A thread stands once among them. */
    async addToThreads(trx: Knex.Transaction, gains: readonly ThreadGain[]): Promise<void> {
      const later = (column: string) =>
        `${column} = case when coalesce(threads.${column}, 0) < gain.at then gain.at else threads.${column} end`;
      for (const chunk of chunksOf(gains)) {
        const row = '(cast(? as integer), cast(? as integer), cast(? as bigint))';
        await trx.raw(
          `with gain(thread_id, posts, at) as (values ${chunk.map(() => row).join(', ')})
           update threads set reply_count = threads.reply_count + gain.posts, ${later('last_post_at')}, ${later('active_at')}
           from gain where threads.id = gain.thread_id`,
          chunk.flatMap(({ threadId, posts, lastPostAt }) => [threadId, posts, lastPostAt]),
        );
      }
    },

    /** Few of a batch wrote differently many posts: one statement for each number of them. */
    async addToMembers(trx: Knex.Transaction, gains: ReadonlyMap<number, number>): Promise<void> {
      for (const [posts, members] of groupBy([...gains], ([, gain]) => gain)) {
        for (const chunk of chunksOf(members)) {
          const ids = chunk.map(([userId]) => userId);
          await trx('users').whereIn('id', ids).increment('post_count', posts);
        }
      }
    },

    /** From now on new posts get numbers above this one: old numbers keep their meaning. */
    async reservePostIds(upTo: number): Promise<void> {
      if (db.dialect === 'postgres') {
        const sequence = "pg_get_serial_sequence('posts', 'id')";
        await db.write.raw(`select setval(${sequence}, greatest(nextval(${sequence}), ?::bigint))`, [upTo]);
        return;
      }
      await db.transact(async (trx) => {
        const counter = trx('sqlite_sequence').where('name', 'posts');
        const row = await counter.clone().first('seq');
        if (!row) await trx('sqlite_sequence').insert({ name: 'posts', seq: upTo });
        else if (row.seq < upTo) await counter.update({ seq: upTo });
      });
    },
  };
}

export type ArchiveStore = ReturnType<typeof createArchiveStore>;

async function listHeirs(threads: Knex.QueryBuilder, ids: readonly number[]): Promise<Map<number, number>> {
  const rows = await inChunks<number, { id: number; heir: number | null }>(ids, (chunk) =>
    threads.clone().whereIn('id', chunk).select({ id: 'id', heir: 'merged_into' }),
  );
  return new Map(rows.flatMap(({ id, heir }) => (heir === null ? [] : [[id, heir]])));
}

function postRow(post: ArchivedPost) {
  return {
    thread_id: post.threadId,
    user_id: post.userId,
    reply_to_id: post.replyToId,
    markdown: post.markdown,
    html: post.html,
    cleaner_version: post.cleanerVersion,
    text_key: textKey(post.markdown),
    created_at: post.createdAt,
  };
}
