/** A row of `posts` as a `Post`. The text of a deleted post stays behind. */
import { trustStoredHtml } from '../lib/safe-html.js';
import { depthOf, type Post } from './post.js';

export type PostRow = Omit<Post, 'html' | 'deleted' | 'depth'> & {
  html: string;
  deletedAt: number | null;
  deletedBy: number | null;
  deleteReason: string | null;
  treePath: string;
};

export const postColumns = {
  id: 'id',
  threadId: 'thread_id',
  userId: 'user_id',
  replyToId: 'reply_to_id',
  html: 'html',
  createdAt: 'created_at',
  editedAt: 'edited_at',
  deletedAt: 'deleted_at',
  deletedBy: 'deleted_by',
  deleteReason: 'delete_reason',
  upCount: 'up_count',
  downCount: 'down_count',
  treePath: 'tree_path',
};

export function postFromRow({ html, deletedAt, deletedBy, deleteReason, treePath, ...row }: PostRow): Post {
  const deleted = deletedAt === null ? null : { at: deletedAt, by: deletedBy, reason: deleteReason ?? '' };
  return { ...row, html: trustStoredHtml(deleted ? '' : html), deleted, depth: depthOf(treePath) };
}
