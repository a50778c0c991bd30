/** Use case: a moderator switches a whole group of sources off or on; what was switched can be switched back. */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { FeedGroupStore } from '../feeds/feed-group-store.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { LoggedAction, LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type SwitchGroupParts = {
  db: Db;
  clock: Clock;
  feedGroups: Pick<FeedGroupStore, 'switchGroup' | 'switchFeeds'>;
  moderationLog: Pick<LogStore, 'insert'>;
};

export function createSwitchGroup(parts: SwitchGroupParts) {
  /** How many sources changed; a group that is so already leaves no row in the log. */
  async function switchGroup(actor: User | null, name: string, isOn: boolean): Promise<number> {
    if (!actor || !can(actor, 'feed.manage')) throw new AppError('forbidden', { status: 403 });
    const at = parts.clock();
    return parts.db.transact(async (trx) => {
      const feedIds = await parts.feedGroups.switchGroup(trx, name, !isOn, at);
      if (feedIds.length === 0) return 0;
      await parts.moderationLog.insert(trx, {
        actorId: actor.id,
        action: isOn ? 'group-on' : 'group-off',
        ...{ subject: 'site', subjectId: 0, title: name, reason: '', details: { feedIds }, at },
      });
      return feedIds.length;
    });
  }

  const undoers: Undoers = {
    'group-on': (trx, action, now) => parts.feedGroups.switchFeeds(trx, idsOf(action), true, now),
    'group-off': (trx, action, now) => parts.feedGroups.switchFeeds(trx, idsOf(action), false, now),
  };
  return { switchGroup, undoers };
}

export type SwitchGroup = ReturnType<typeof createSwitchGroup>['switchGroup'];

function idsOf({ details }: LoggedAction): number[] {
  return Array.isArray(details.feedIds) ? details.feedIds.filter((id) => Number.isSafeInteger(id)) : [];
}
