/** Use cases: how long articles are kept, and the words of the topic. Each leaves a row in the log, and a way back. */
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { Retention } from '../feeds/retention.js';
import type { RetentionStore } from '../feeds/retention-store.js';
import type { TopicStore } from '../feeds/topic-store.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type ManageUpkeepParts = {
  db: Db;
  retentions: Pick<RetentionStore, 'find' | 'save'>;
  topicRows: Pick<TopicStore, 'list' | 'upsert' | 'delete'>;
  moderationLog: Pick<LogStore, 'insert'>;
  clock: Clock;
};

type Subject = { id: number; title: string } | null;

export function createManageUpkeep(parts: ManageUpkeepParts) {
  const { db, retentions, topicRows, clock } = parts;

  function log(trx: Knex.Transaction, actor: User, action: string, feed: Subject, details: Record<string, unknown>) {
    const subject = feed ? ('feed' as const) : ('site' as const);
    const named = { subject, subjectId: feed?.id ?? 0, title: feed?.title ?? '' };
    return parts.moderationLog.insert(trx, { actorId: actor.id, action, ...named, reason: '', details, at: clock() });
  }

  /** `feed` null: for the site; `retention` null: the source follows the site again. */
  async function setRetention(actor: User, feed: Subject, retention: Retention | null): Promise<void> {
    checkManager(actor);
    await db.transact(async (trx) => {
      const before = await retentions.find(feed?.id ?? null, trx);
      await retentions.save(trx, feed?.id ?? null, retention);
      await log(trx, actor, 'retention-set', feed, { before });
    });
  }

  /** `words` null: back to the shipped list. */
  async function setTopic(actor: User, language: string, words: string | null): Promise<void> {
    checkManager(actor);
    const before = (await topicRows.list()).find((list) => list.language === language)?.words ?? null;
    if (before === words) return;
    await db.transact(async (trx) => {
      await saveTopic(trx, language, words);
      await log(trx, actor, 'topic-edit', null, { language, before });
    });
  }

  function saveTopic(trx: Knex.Transaction, language: string, words: string | null): Promise<void> {
    return words === null ? topicRows.delete(trx, language) : topicRows.upsert(trx, { language, words, at: clock() });
  }

  const undoers: Undoers = {
    'retention-set': (trx, { subject, subjectId, details }) =>
      retentions.save(trx, subject === 'feed' ? subjectId : null, details.before as Retention | null),
    'topic-edit': (trx, { details }) => saveTopic(trx, String(details.language), details.before as string | null),
  };

  return { setRetention, setTopic, undoers };
}

export type ManageUpkeep = Omit<ReturnType<typeof createManageUpkeep>, 'undoers'>;

function checkManager(actor: User): void {
  if (!can(actor, 'rule.manage')) throw new AppError('forbidden', { status: 403 });
}
