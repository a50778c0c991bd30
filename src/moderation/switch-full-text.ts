/** Use case: a moderator lets a source's articles be read in full on their own pages, or no longer. */
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { Feed } from '../feeds/feed.js';
import type { FullTextStore } from '../feeds/full-text/full-text-store.js';
import { type Clock, DAY } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type SwitchFullTextParts = {
  db: Db;
  clock: Clock;
  fullTexts: Pick<FullTextStore, 'updateSince'>;
  moderationLog: Pick<LogStore, 'insert'>;
};

/** What is fresh when it is switched on comes too; a whole archive does not. */
const REACHES_BACK = 2 * DAY;

export function createSwitchFullText(parts: SwitchFullTextParts) {
  const set = (trx: Knex.Transaction, feedId: number, isOn: boolean) =>
    parts.fullTexts.updateSince(feedId, isOn ? parts.clock() - REACHES_BACK : null, trx);

  async function switchFullText(actor: User | null, feed: Pick<Feed, 'id' | 'title'>, isOn: boolean): Promise<void> {
    if (!actor || !can(actor, 'feed.manage')) throw new AppError('forbidden', { status: 403 });
    await parts.db.transact(async (trx) => {
      await set(trx, feed.id, isOn);
      await parts.moderationLog.insert(trx, {
        actorId: actor.id,
        action: isOn ? 'full-text-on' : 'full-text-off',
        subject: 'feed',
        subjectId: feed.id,
        title: feed.title,
        reason: '',
        details: {},
        at: parts.clock(),
      });
    });
  }

  const undoers: Undoers = {
    'full-text-on': (trx, { subjectId }) => set(trx, subjectId, false),
    'full-text-off': (trx, { subjectId }) => set(trx, subjectId, true),
  };
  return { switchFullText, undoers };
}

export type SwitchFullText = ReturnType<typeof createSwitchFullText>['switchFullText'];
