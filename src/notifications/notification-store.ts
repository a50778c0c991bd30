/** SQL of notifications. */
import type { Knex } from 'knex';
import { chunksOf } from '../db/chunks.js';
import type { Db } from '../db/db.js';
import type { FollowKind } from '../forum/follow.js';
import type { NewNotification, NotificationRow } from './notification.js';
import type { NotificationKind } from './settings.js';

type Row = Omit<NotificationRow, 'because'> & { becauseKind: FollowKind | null; becauseTarget: string | null };

/** Beyond it the header says "99+". */
const COUNTED = 100;
/** Of one member, before others have theirs. */
const PUSHES_IN_A_TURN = 10;

export function createNotificationStore(db: Db) {
  const rows = (): Knex.QueryBuilder<object, Row[]> =>
    db
      .read('notifications as n')
      .leftJoin('threads', 'threads.id', 'n.thread_id')
      // Where it is to be read now.
      .leftJoin('threads as story', 'story.id', db.read.raw('coalesce(threads.merged_into, threads.id)'))
      .leftJoin('users', 'users.id', 'n.actor_id')
      .leftJoin('posts', 'posts.id', 'n.post_id')
      .select({
        id: 'n.id',
        userId: 'n.user_id',
        kind: 'n.kind',
        threadId: 'n.thread_id',
        postId: 'n.post_id',
        actorId: 'n.actor_id',
        becauseKind: 'n.because_kind',
        becauseTarget: 'n.because_target',
        detail: 'n.detail',
        createdAt: 'n.created_at',
        readAt: 'n.read_at',
        mail: 'n.mail',
        isPushDue: 'n.is_push_due',
        // What was deleted or hidden is named and quoted nowhere.
        threadTitle: db.read.raw('case when story.hidden_at is null then threads.title end'),
        isThreadHidden: db.read.raw('story.hidden_at is not null'),
        actorName: 'users.name',
        postHtml: db.read.raw('case when posts.deleted_at is null and story.hidden_at is null then posts.html end'),
      });

  return {
    /** Whoever was told of the event already is not told again. */
    async insert(trx: Knex.Transaction, notifications: readonly NewNotification[]): Promise<void> {
      for (const chunk of chunksOf(notifications)) {
        await trx('notifications').insert(chunk.map(toRow)).onConflict(['user_id', 'event']).ignore();
      }
    },

    /** Who is mentioned no longer hears no more of it, unless they have read it; who is again finds it again, unmailed. */
    async withdrawMentions(
      trx: Knex.Transaction,
      event: string,
      { except, at }: { except: readonly number[]; at: number },
    ): Promise<void> {
      const mentions = () => trx('notifications').where({ event, kind: 'mention' }).whereNull('read_at');
      await mentions()
        .whereNotIn('user_id', [...except])
        .whereNull('withdrawn_at')
        .update({ withdrawn_at: at, mail: null, is_push_due: false });
      await mentions()
        .whereIn('user_id', [...except])
        .update({ withdrawn_at: null });
    },

    /** Who has not read yet that this mentioned them. */
    async listMentioned(event: string): Promise<number[]> {
      const unread = db.read('notifications').where({ event, kind: 'mention' });
      return unread.whereNull('read_at').whereNull('withdrawn_at').orderBy('user_id').pluck('user_id');
    },

    /** What was told as a mention is told for a weaker reason; whoever was mailed already is not mailed again. */
    async weakenMentions(trx: Knex.Transaction, weaker: readonly NewNotification[]): Promise<void> {
      for (const { userId, event, kind, because, mail, isPushDue } of weaker) {
        await trx('notifications')
          .where({ user_id: userId, event, kind: 'mention' })
          .whereNull('read_at')
          .whereNull('withdrawn_at')
          .update({
            kind,
            because_kind: because?.kind ?? null,
            because_target: because?.target ?? null,
            mail: trx.raw('case when mail is null then null else ? end', [mail]),
            is_push_due: trx.raw('is_push_due and ?', [isPushDue]),
          });
      }
    },

    async find(id: number): Promise<NotificationRow | undefined> {
      const row: Row | undefined = await rows().where('n.id', id).first();
      return row && fromRow(row);
    },

    /** Newest first, from below `before` on. */
    async list(
      userId: number,
      query: { isUnreadOnly: boolean; before: number | null; limit: number },
    ): Promise<NotificationRow[]> {
      const found = rows()
        .where('n.user_id', userId)
        .whereNull('n.withdrawn_at')
        .orderBy('n.id', 'desc')
        .limit(query.limit);
      if (query.isUnreadOnly) found.whereNull('n.read_at');
      if (query.before !== null) found.where('n.id', '<', query.before);
      return (await found).map(fromRow);
    },

    /** At most `COUNTED`: an index answers it, however many wait. */
    async countUnread(userId: number): Promise<number> {
      const unread = db.read('notifications').where('user_id', userId).whereNull('read_at').whereNull('withdrawn_at');
      const some = unread.limit(COUNTED).select('id');
      const [row] = await db.read.count({ n: '*' }).from(some.as('some'));
      return Number((row as { n: number } | undefined)?.n ?? 0);
    },

    /** All up to this one; what is no longer unread need not be mailed any more. */
    async markRead(userId: number, upTo: number, at: number): Promise<void> {
      await db
        .write('notifications')
        .where('user_id', userId)
        .where('id', '<=', upTo)
        .whereNull('read_at')
        // Withdrawn, it was seen by nobody: it may come back.
        .whereNull('withdrawn_at')
        .update({ read_at: at, mail: null, is_push_due: false });
    },

    /** Members with letters due: something at once, or a bundle whose oldest part came before `bundledBefore`. */
    async listMailDue(bundledBefore: number, limit: number): Promise<number[]> {
      return db
        .read('notifications')
        .where('mail', 'now')
        .orWhere((query) => query.where('mail', 'bundle').where('created_at', '<=', bundledBefore))
        .distinct('user_id')
        .orderBy('user_id')
        .limit(limit)
        .pluck('user_id');
    },

    /** Taken by this transaction: what it mails, no other does. Oldest first. */
    async takeMail(trx: Knex.Transaction, userId: number, limit: number): Promise<NotificationRow[]> {
      const ids = trx('notifications')
        .where('user_id', userId)
        .whereNotNull('mail')
        .orderBy('id')
        .limit(limit)
        .select('id');
      const taken = await trx('notifications')
        .whereIn('id', ids)
        .whereNotNull('mail')
        .update({ mail: null })
        .returning('id');
      if (taken.length === 0) return [];
      const found: Row[] = await rows()
        .transacting(trx)
        .whereIn(
          'n.id',
          taken.map((row) => row.id),
        )
        .orderBy('n.id');
      return found.map(fromRow);
    },

    /** In turns: the first of each member, then the second of each, and so on, so that nobody's many come before others' few. */
    async listPushDue(limit: number, exceptUserIds: readonly number[]): Promise<NotificationRow[]> {
      const turn = db.read.raw('row_number() over (partition by user_id order by id) as turn');
      const due = db
        .read('notifications')
        .where('is_push_due', true)
        .whereNotIn('user_id', [...exceptUserIds]);
      const found = rows()
        .join(due.select('id', turn).as('due'), 'due.id', 'n.id')
        .where('due.turn', '<=', PUSHES_IN_A_TURN);
      return (await found.orderBy('due.turn').orderBy('n.id').limit(limit)).map(fromRow);
    },

    async clearPushDue(ids: readonly number[]): Promise<void> {
      await db
        .write('notifications')
        .whereIn('id', [...ids])
        .update({ is_push_due: false });
    },

    async deleteBefore(time: number): Promise<void> {
      await db.write('notifications').where('created_at', '<', time).delete();
    },
  };
}

export type NotificationStore = ReturnType<typeof createNotificationStore>;

function fromRow({ becauseKind, becauseTarget, ...row }: Row): NotificationRow {
  return {
    ...row,
    kind: row.kind as NotificationKind,
    isPushDue: Boolean(row.isPushDue),
    isThreadHidden: Boolean(row.isThreadHidden),
    because: becauseKind === null ? null : { kind: becauseKind, target: becauseTarget ?? '' },
  };
}

function toRow(notification: NewNotification) {
  return {
    user_id: notification.userId,
    event: notification.event,
    kind: notification.kind,
    thread_id: notification.threadId,
    post_id: notification.postId,
    actor_id: notification.actorId,
    because_kind: notification.because?.kind ?? null,
    because_target: notification.because?.target ?? null,
    detail: notification.detail,
    created_at: notification.createdAt,
    mail: notification.mail,
    is_push_due: notification.isPushDue,
  };
}
