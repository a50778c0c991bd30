/** Called in the transaction that stores a post: the news of it is written down, and its author follows the thread. */
import type { FollowStore } from '../forum/follow-store.js';
import type { RecordPostEvent } from '../forum/post-event.js';
import type { EventStore } from './event-store.js';
import type { SettingsStore } from './settings-store.js';

export type RecordParts = {
  events: Pick<EventStore, 'insert'>;
  follows: Pick<FollowStore, 'insert' | 'isDeclined'>;
  settings: Pick<SettingsStore, 'load'>;
};

export function createRecordPostEvent({ events, follows, settings }: RecordParts): RecordPostEvent {
  return async (trx, event) => {
    await events.insert(trx, event);
    if (event.kind === 'edited') return;
    const { authorId: userId, threadId, at } = event;
    if (!(await settings.load(userId, trx)).followsReplies) return;
    if (await follows.isDeclined(trx, userId, threadId)) return;
    await follows.insert({ userId, kind: 'thread', target: String(threadId), isAutomatic: true, createdAt: at }, trx);
  };
}
