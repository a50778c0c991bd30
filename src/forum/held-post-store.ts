/** SQL of posts that wait for a moderator. They have no number and are seen by their author and moderators only. */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';

export type HeldPost = {
  id: number;
  threadId: number;
  userId: number;
  replyToId: number | null;
  markdown: string;
  createdAt: number;
  /** null: waiting. */
  verdict: 'approved' | 'rejected' | null;
  decidedAt: number | null;
  reason: string | null;
};

export type HeldDraft = Pick<HeldPost, 'threadId' | 'userId' | 'replyToId' | 'markdown' | 'createdAt'>;
export type Verdict = {
  verdict: 'approved' | 'rejected';
  by: number;
  at: number;
  reason: string;
  postId: number | null;
};

const columns = {
  id: 'id',
  threadId: 'thread_id',
  userId: 'user_id',
  replyToId: 'reply_to_id',
  markdown: 'markdown',
  createdAt: 'created_at',
  verdict: 'verdict',
  decidedAt: 'decided_at',
  reason: 'reason',
};

export function createHeldPostStore(db: Db) {
  return {
    async insert(trx: Knex.Transaction, draft: HeldDraft): Promise<number> {
      const [row] = await trx('held_posts')
        .insert({
          thread_id: draft.threadId,
          user_id: draft.userId,
          reply_to_id: draft.replyToId,
          markdown: draft.markdown,
          created_at: draft.createdAt,
        })
        .returning('id');
      return row.id;
    },

    async listWaitingOf(trx: Knex.Transaction, userId: number, limit: number): Promise<HeldPost[]> {
      const rows = trx('held_posts').where('user_id', userId).whereNull('verdict').orderBy('id').limit(limit);
      return rows.select<HeldPost[]>(columns);
    },

    /** What an author still has to see in a thread: waiting, or turned away since then. */
    async listOfAuthor(userId: number, threadId: number, since: number): Promise<HeldPost[]> {
      return db
        .read('held_posts')
        .where({ user_id: userId, thread_id: threadId })
        .where((open) => open.whereNull('verdict').orWhere({ verdict: 'rejected' }))
        .where('created_at', '>=', since)
        .orderBy('id')
        .limit(20)
        .select<HeldPost[]>(columns);
    },

    /** The oldest wait longest and come first. */
    async listWaiting(after: number, limit: number): Promise<(HeldPost & { threadTitle: string })[]> {
      return db
        .read('held_posts')
        .join('threads', 'threads.id', 'held_posts.thread_id')
        .whereNull('held_posts.verdict')
        .where('held_posts.id', '>', after)
        .orderBy('held_posts.id')
        .limit(limit)
        .select({
          ...Object.fromEntries(Object.entries(columns).map(([key, column]) => [key, `held_posts.${column}`])),
          threadTitle: 'threads.title',
        });
    },

    /** Locked until the transaction ends, so that nothing is decided twice. */
    async findForDecision(trx: Knex.Transaction, id: number): Promise<HeldPost | undefined> {
      return trx('held_posts').where('id', id).forUpdate().first<HeldPost>(columns);
    },

    async find(id: number): Promise<HeldPost | undefined> {
      return db.read('held_posts').where('id', id).first<HeldPost>(columns);
    },

    async decide(trx: Knex.Transaction, id: number, { verdict, by, at, reason, postId }: Verdict): Promise<void> {
      const decision = { verdict, decided_by: by, decided_at: at, reason, post_id: postId };
      await trx('held_posts').where('id', id).update(decision);
    },
  };
}

export type HeldPostStore = ReturnType<typeof createHeldPostStore>;
