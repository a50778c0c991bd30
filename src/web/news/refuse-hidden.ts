/** A thread that moderators have hidden is shown to them alone; one that was merged leads to its heir instead. */
import { can } from '../../accounts/can.js';
import type { User } from '../../accounts/user.js';
import { AppError } from '../../lib/errors.js';
import type { ThreadSummary } from '../../news/thread.js';

export function refuseHidden(
  { hiddenAt, mergedInto }: Pick<ThreadSummary, 'hiddenAt' | 'mergedInto'>,
  viewer: User | null,
): void {
  if (hiddenAt !== null && (!can(viewer, 'thread.hide') || mergedInto !== null))
    throw new AppError('thread-hidden', { status: 410 });
}
