/** What the forum tells of a moderator's act on a post; the log of moderation stands on a higher floor and is handed in. */
import type { Knex } from 'knex';
import type { PostText } from './post-text-store.js';

export type PostModeration = {
  action: 'post-edit' | 'post-redact' | 'post-delete' | 'post-restore';
  actorId: number;
  post: Pick<PostText, 'id' | 'threadId' | 'userId'>;
  reason: string;
  at: number;
};

/** In the transaction of the act. */
export type RecordModeration = (trx: Knex.Transaction, act: PostModeration) => Promise<unknown>;
