/** What the forum tells of a moderator's act on a post; the log of moderation stands on a higher floor and is handed in. */
import type { Knex } from 'knex';
import { AppError } from '../lib/errors.js';
import { collapse } from '../lib/text.js';
import type { PostText } from './post-text-store.js';

export type PostModeration = {
  action: 'post-edit' | 'post-delete' | 'post-restore';
  actorId: number;
  post: Pick<PostText, 'id' | 'threadId' | 'userId'>;
  /** The text as it was. */
  words: string;
  reason: string;
  at: number;
};

/** In the transaction of the act. */
export type RecordModeration = (trx: Knex.Transaction, act: PostModeration) => Promise<unknown>;

const LONGEST_REASON = 500;

/** One line; asked of everybody who acts on the words of others, because it is published. */
export function checkedReason(reason: string, isRequired: boolean): string {
  const words = collapse(reason);
  if (words === '' && isRequired) throw new AppError('reason-required', { status: 422 });
  if (words.length > LONGEST_REASON) throw new AppError('too-long', { status: 422, params: { max: LONGEST_REASON } });
  return words;
}
