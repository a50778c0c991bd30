/**
 * A thread that moderators have hidden is shown to them alone, one that its author withdrew to them and the author; one
 * that was merged leads to its heir instead.
 */
import { can } from '../../accounts/can.js';
import type { User } from '../../accounts/user.js';
import { refusalOf, type ThreadSummary } from '../../news/thread.js';

type Hideable = Pick<ThreadSummary, 'hiddenAt' | 'withdrawnAt' | 'starterId' | 'mergedInto'>;

export function refuseHidden(thread: Hideable, viewer: User | null): void {
  const refusal = refusalOf(thread);
  if (refusal && isHiddenFrom(thread, viewer)) throw refusal;
}

export function isHiddenFrom(thread: Hideable, viewer: User | null): boolean {
  if (thread.hiddenAt === null) return false;
  const isOwn = thread.withdrawnAt !== null && viewer !== null && viewer.id === thread.starterId;
  return (!isOwn && !can(viewer, 'thread.hide')) || thread.mergedInto !== null;
}
