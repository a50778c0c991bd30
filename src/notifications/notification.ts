/** One thing that one member is told. */
import type { FollowTarget } from '../forum/follow.js';
import type { NotificationKind } from './settings.js';

export type NewNotification = {
  userId: number;
  /** Names what happened: two rows of one member never share it. */
  event: string;
  kind: NotificationKind;
  threadId: number | null;
  postId: number | null;
  actorId: number | null;
  /** The follow that brought it. */
  because: FollowTarget | null;
  /** What a moderator did: the action and the reason, as JSON. */
  detail: string;
  createdAt: number;
  mail: 'now' | 'bundle' | null;
  isPushDue: boolean;
};

export type Notification = Omit<NewNotification, 'event'> & { id: number; readAt: number | null };

/** With the words that pages, letters and feeds show. */
export type NotificationRow = Notification & {
  /** null for a thread that is gone or hidden. */
  threadTitle: string | null;
  isThreadHidden: boolean;
  actorName: string | null;
  /** Plain beginning of the post is made of it by whoever shows it; empty for deleted posts. */
  postHtml: string | null;
};

/** Nobody is called to what was hidden meanwhile; what a moderator decided about the own post is told all the same. */
export function isWorthCalling({ kind, isThreadHidden }: Pick<NotificationRow, 'kind' | 'isThreadHidden'>): boolean {
  return kind === 'moderation' || !isThreadHidden;
}
