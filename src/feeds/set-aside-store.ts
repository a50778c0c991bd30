/** SQL of entries that are known and not published. */
import type { Knex } from 'knex';
import { chunksOf, inChunks } from '../db/chunks.js';
import type { Db, Executor } from '../db/db.js';
import type { ArticleDraft, KnownArticle } from '../news/article.js';
import type { Verdict } from './rule.js';
import type { Aside, AsideKind, HeldItem } from './set-aside.js';

const keyColumns = {
  id: 'id',
  kind: 'kind',
  feedId: 'feed_id',
  guidKey: 'guid_key',
  urlKey: 'url_key',
  identityKey: 'identity_key',
  contentHash: 'content_hash',
  editedAt: 'edited_at',
  publishedAt: 'published_at',
};

type HeldRow = Omit<HeldItem, 'draft' | 'verdict'> & { draft: string | null; verdict: string | null };

const heldColumns = {
  id: 'set_aside.id',
  kind: 'set_aside.kind',
  feedId: 'set_aside.feed_id',
  feedTitle: 'feeds.title',
  categoryId: 'feeds.category_id',
  title: 'set_aside.title',
  publishedAt: 'set_aside.published_at',
  draft: 'set_aside.draft',
  verdict: 'set_aside.verdict',
  threadId: 'set_aside.thread_id',
  articleId: 'set_aside.article_id',
  logId: 'set_aside.log_id',
  cleanerVersion: 'set_aside.cleaner_version',
  reason: 'set_aside.reason',
  createdAt: 'set_aside.created_at',
};

export type NewHeld = { draft: ArticleDraft; verdict: Verdict };

/** What is left of an article that goes. */
export type Tombstone = {
  kind: 'deleted' | 'expired';
  known: KnownArticle;
  title: string;
  /** The article's row, from which it can come back. */
  row: object | null;
  reason: string;
  logId: number | null;
};

export function createSetAsideStore(db: Db) {
  const items = (executor: Executor = db.read) =>
    executor('set_aside').join('feeds', 'feeds.id', 'set_aside.feed_id').select<HeldRow[]>(heldColumns);

  return {
    /**
     * All that any of these drafts could be. What a moderator took out of the site counts for every source that brings
     * the same address; what waits or has expired counts for its own.
     */
    async listKnown(feedId: number, drafts: readonly ArticleDraft[], executor: Executor = db.read): Promise<Aside[]> {
      const lookup = (column: string, keys: (string | null)[]) =>
        inChunks<string, Aside>([...new Set(keys.filter((key) => key !== null))], (chunk) => {
          const rows = executor('set_aside').whereIn(column, chunk).select<Aside[]>(keyColumns);
          return rows.where((where) => {
            where.where('feed_id', feedId);
            if (column === 'url_key') where.orWhereIn('kind', ['deleted', 'rejected']);
          });
        });
      const found = [
        ...(await lookup(
          'guid_key',
          drafts.map((draft) => draft.guidKey),
        )),
        ...(await lookup(
          'url_key',
          drafts.map((draft) => draft.urlKey),
        )),
        ...(await lookup(
          'identity_key',
          drafts.map((draft) => draft.identityKey),
        )),
      ];
      return [...new Map(found.map((row) => [row.id, { ...row, threadId: 0 }])).values()];
    },

    async insertHeld(
      trx: Knex.Transaction,
      held: readonly NewHeld[],
      context: { feedId: number; cleanerVersion: number; now: number },
    ): Promise<void> {
      const rows = held.map(({ draft, verdict }) => ({
        kind: 'held',
        feed_id: context.feedId,
        ...draftColumns(draft),
        verdict: JSON.stringify(verdict),
        cleaner_version: context.cleanerVersion,
        created_at: context.now,
      }));
      for (const chunk of chunksOf(rows, 50)) await trx('set_aside').insert(chunk);
    },

    /** The source changed an entry that still waits. */
    async updateDraft(trx: Knex.Transaction, id: number, draft: ArticleDraft, cleanerVersion: number): Promise<void> {
      const row = { ...draftColumns(draft), cleaner_version: cleanerVersion };
      await trx('set_aside').where({ id, kind: 'held' }).update(row);
    },

    async insertTombstones(trx: Knex.Transaction, stones: readonly Tombstone[], now: number): Promise<void> {
      const rows = stones.map(({ kind, known, title, row, reason, logId }) => ({
        kind,
        feed_id: known.feedId,
        guid_key: known.guidKey,
        url_key: known.urlKey,
        identity_key: known.identityKey,
        content_hash: known.contentHash,
        published_at: known.publishedAt,
        edited_at: known.editedAt,
        title,
        draft: row === null ? null : JSON.stringify(row),
        thread_id: known.threadId,
        article_id: known.id,
        log_id: logId,
        reason,
        created_at: now,
      }));
      for (const chunk of chunksOf(rows, 50)) await trx('set_aside').insert(chunk);
    },

    /** Newest first, from below `before` on. */
    async list(kind: AsideKind, page: { before: number | null; limit: number }): Promise<HeldItem[]> {
      const rows = items().where('kind', kind).orderBy('set_aside.id', 'desc').limit(page.limit);
      if (page.before !== null) rows.where('set_aside.id', '<', page.before);
      return (await rows).map(toItem);
    },

    async count(kind: AsideKind): Promise<number> {
      return Number((await db.read('set_aside').where({ kind }).count({ count: '*' }))[0]?.count ?? 0);
    },

    /** Locked until the transaction ends, so that nothing is decided twice. */
    async findForDecision(trx: Knex.Transaction, id: number): Promise<HeldItem | undefined> {
      const locked = await trx('set_aside').where('id', id).forUpdate().first('id');
      return locked && (await items(trx).where('set_aside.id', id).limit(1)).map(toItem)[0];
    },

    async updateKind(
      trx: Knex.Transaction,
      id: number,
      change: { kind: AsideKind; reason: string; logId: number | null },
    ): Promise<void> {
      await trx('set_aside').where('id', id).update({ kind: change.kind, reason: change.reason, log_id: change.logId });
    },

    async findDeleted(
      trx: Knex.Transaction,
      articleId: number,
    ): Promise<{ id: number; feedId: number; row: string | null } | undefined> {
      return trx('set_aside')
        .where({ article_id: articleId, kind: 'deleted' })
        .forUpdate()
        .first({ id: 'id', feedId: 'feed_id', row: 'draft' });
    },

    async delete(trx: Knex.Transaction, id: number): Promise<void> {
      await trx('set_aside').where('id', id).delete();
    },

    /** Whether a thread's address once led to something that was taken out. */
    async isThreadGone(threadId: number): Promise<boolean> {
      return (await db.read('set_aside').where('thread_id', threadId).limit(1).select('id')).length > 0;
    },

    async isArticleGone(articleId: number): Promise<boolean> {
      return (await db.read('set_aside').where('article_id', articleId).limit(1).select('id')).length > 0;
    },
  };
}

export type SetAsideStore = ReturnType<typeof createSetAsideStore>;

function draftColumns(draft: ArticleDraft) {
  return {
    guid_key: draft.guidKey,
    url_key: draft.urlKey,
    identity_key: draft.identityKey,
    content_hash: draft.contentHash,
    published_at: draft.publishedAt,
    edited_at: draft.editedAt,
    title: draft.title.slice(0, 500),
    draft: JSON.stringify(draft),
  };
}

function toItem(row: HeldRow): HeldItem {
  return {
    ...row,
    draft: row.draft === null ? null : (JSON.parse(row.draft) as HeldItem['draft']),
    verdict: row.verdict === null ? null : (JSON.parse(row.verdict) as Verdict),
  };
}
