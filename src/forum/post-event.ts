/** What is told of a post, in the transaction that stores it: neither the post nor the news of it can be lost alone. */
import type { Knex } from 'knex';

export type PostEvent = WrittenEvent | EditedEvent;

export type WrittenEvent = {
  kind: 'written';
  postId: number;
  threadId: number;
  authorId: number;
  replyToId: number | null;
  /** Members whose names stand in the text as @name, without the author. */
  mentionedIds: readonly number[];
  at: number;
};

/** The text was changed: who is named now, of all that it said before. */
export type EditedEvent = Omit<WrittenEvent, 'kind' | 'replyToId'> & { kind: 'edited' };

/** Must only insert rows: what follows from them happens after the commit, in a job. */
export type RecordPostEvent = (trx: Knex.Transaction, event: PostEvent) => Promise<void>;
