/** SQL of the public log of moderation: append-only but for the mark that an action was undone. */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';

export type LogSubject = 'thread' | 'article' | 'item' | 'post' | 'feed' | 'user' | 'rule' | 'similar' | 'site';

/** `action` and `subject` are keys of `t.moderationActions` and `t.moderationSubjects`; `details` is what an undo needs. */
export type LogEntry = {
  actorId: number;
  action: string;
  subject: LogSubject;
  subjectId: number;
  /** The subject as it was called then: it may be gone or renamed when the log is read. */
  title: string;
  reason: string;
  details: Record<string, unknown>;
  at: number;
};

export type LoggedAction = LogEntry & { id: number; undoneAt: number | null; undoneBy: number | null };

type LogRow = Omit<LoggedAction, 'details'> & { details: string };

const columns = {
  id: 'id',
  actorId: 'actor_id',
  action: 'action',
  subject: 'subject',
  subjectId: 'subject_id',
  title: 'title',
  reason: 'reason',
  details: 'details',
  at: 'created_at',
  undoneAt: 'undone_at',
  undoneBy: 'undone_by',
};

export function createLogStore(db: Db) {
  return {
    /** In the transaction of what it records: neither stands without the other. Returns the row's id. */
    async insert(trx: Knex.Transaction, entry: LogEntry): Promise<number> {
      const [row] = await trx('moderation_log')
        .insert({
          actor_id: entry.actorId,
          action: entry.action,
          subject: entry.subject,
          subject_id: entry.subjectId,
          title: entry.title.slice(0, 500),
          reason: entry.reason.slice(0, 500),
          details: JSON.stringify(entry.details),
          created_at: entry.at,
        })
        .returning('id');
      return row.id;
    },

    /** Locked until the transaction ends, so that nothing is undone twice. */
    async findForUndo(trx: Knex.Transaction, id: number): Promise<LoggedAction | undefined> {
      const row = await trx('moderation_log').where('id', id).forUpdate().first<LogRow>(columns);
      return row && toAction(row);
    },

    async markUndone(trx: Knex.Transaction, id: number, undone: { by: number; at: number }): Promise<void> {
      await trx('moderation_log').where('id', id).update({ undone_by: undone.by, undone_at: undone.at });
    },

    /** Newest first, from below `before` on. */
    async list(before: number | null, limit: number): Promise<LoggedAction[]> {
      const rows = db.read('moderation_log').orderBy('id', 'desc').limit(limit).select<LogRow[]>(columns);
      if (before !== null) rows.where('id', '<', before);
      return (await rows).map(toAction);
    },
  };
}

export type LogStore = ReturnType<typeof createLogStore>;

function toAction(row: LogRow): LoggedAction {
  return { ...row, details: JSON.parse(row.details) as Record<string, unknown> };
}
