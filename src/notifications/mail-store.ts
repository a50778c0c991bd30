/** SQL of the mail queue. A row that was sent or given up keeps no content: letters carry links that let people in. */
import type { Knex } from 'knex';
import type { Db, Executor } from '../db/db.js';
import type { Mail } from '../lib/mail.js';

export type MailState = 'waiting' | 'sent' | 'failed';
export type NewMail = Mail & { key: string | null; messageId: string; createdAt: number };
export type QueuedMail = Mail & { id: number; messageId: string; createdAt: number; attempts: number };
export type MailTrouble = { id: number; subject: string; attempts: number; lastError: string; at: number };
export type MailCounts = { waiting: number; sent: number; failed: number };

type MailRow = {
  id: number;
  message_id: string;
  to_name: string;
  to_address: string;
  subject: string;
  text: string;
  html: string;
  headers: string;
  attempts: number;
  created_at: number;
};

export type MailStore = ReturnType<typeof createMailStore>;

const WAITING = { state: 'waiting' };

export function createMailStore(db: Db) {
  const queue = (on: Executor = db.write) => on('mail_queue');
  const due = (now: number, on: Executor) => queue(on).where(WAITING).where('due_at', '<=', now);
  const end = (id: number, state: MailState, at: number, more: { last_error?: string } = {}) =>
    queue()
      .where({ id, ...WAITING })
      .update({ state, ended_at: at, text: '', html: '', headers: '{}', ...more });

  return {
    /** False when a mail with this key is there already. */
    insert: async (mail: NewMail, on?: Executor): Promise<boolean> => insertMail(queue(on), mail),

    hasDue: async (now: number): Promise<boolean> => (await due(now, db.read).first('id')) !== undefined,

    /** Ours until `until`: a second process that asks meanwhile does not get them. Counts as an attempt. */
    claim: async (now: number, until: number, limit: number): Promise<QueuedMail[]> => {
      const ids = due(now, db.write).orderBy('due_at').orderBy('id').limit(limit).select('id');
      const rows: MailRow[] = await due(now, db.write)
        .whereIn('id', ids)
        .update({ due_at: until, attempts: db.write.raw('attempts + 1') })
        .returning('*');
      return rows.map(toMail).sort((left, right) => left.id - right.id);
    },

    markSent: (id: number, at: number) => end(id, 'sent', at),
    markFailed: (id: number, at: number, error: string) => end(id, 'failed', at, { last_error: error.slice(0, 500) }),

    postpone: async (id: number, until: number, error: string): Promise<void> => {
      await queue()
        .where({ id, ...WAITING })
        .update({ due_at: until, last_error: error.slice(0, 500) });
    },

    /** Waiting in all; sent and given up since then. */
    count: async (since: number): Promise<MailCounts> => {
      const rows: { state: MailState; count: string | number }[] = await queue(db.read)
        .where((query) => query.where(WAITING).orWhere('ended_at', '>=', since))
        .groupBy('state')
        .select('state')
        .count({ count: '*' });
      const of = (state: MailState) => Number(rows.find((row) => row.state === state)?.count ?? 0);
      return { waiting: of('waiting'), sent: of('sent'), failed: of('failed') };
    },

    /** What could not be sent, or not yet; newest first. To whom is nobody's business. */
    listTroubles: async (limit: number): Promise<MailTrouble[]> =>
      queue(db.read).whereNotNull('last_error').whereNot('state', 'sent').orderBy('id', 'desc').limit(limit).select({
        id: 'id',
        subject: 'subject',
        attempts: 'attempts',
        lastError: 'last_error',
        at: 'created_at',
      }),

    deleteEnded: async (before: number): Promise<number> => queue().where('ended_at', '<', before).del(),
  };
}

async function insertMail(queue: Knex.QueryBuilder, mail: NewMail): Promise<boolean> {
  const rows = await queue
    .insert({
      mail_key: mail.key,
      message_id: mail.messageId,
      to_name: mail.to.name,
      to_address: mail.to.address,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      headers: JSON.stringify(mail.headers ?? {}),
      state: 'waiting',
      due_at: mail.createdAt,
      created_at: mail.createdAt,
    })
    .onConflict('mail_key')
    .ignore()
    .returning('id');
  return rows.length > 0;
}

function toMail(row: MailRow): QueuedMail {
  return {
    id: row.id,
    messageId: row.message_id,
    to: { name: row.to_name, address: row.to_address },
    subject: row.subject,
    text: row.text,
    html: row.html,
    headers: JSON.parse(row.headers) as Record<string, string>,
    attempts: row.attempts,
    createdAt: row.created_at,
  };
}
