/** What tells members of events, over a database, with what happens as one-liners. */
import type { Db } from '../../src/db/db.js';
import type { Follow } from '../../src/forum/follow.js';
import { createFollowStore } from '../../src/forum/follow-store.js';
import { createMuteStore } from '../../src/forum/mute-store.js';
import { createPostStore } from '../../src/forum/post-store.js';
import { createThreadStore } from '../../src/news/thread-store.js';
import { createEventStore } from '../../src/notifications/event-store.js';
import { createFanOut } from '../../src/notifications/fan-out.js';
import { createNotificationStore } from '../../src/notifications/notification-store.js';
import { createRecordPostEvent } from '../../src/notifications/record-post-event.js';
import { createSettingsStore } from '../../src/notifications/settings-store.js';
import { addPost, NOW } from '../support/news-builders.js';

type Found = { title: string; ids: number[] };

export function setUp(db: Db, found: Found = { title: '', ids: [] }) {
  const stores = {
    events: createEventStore(db),
    notifications: createNotificationStore(db),
    follows: createFollowStore(db),
    mutes: createMuteStore(db),
    settings: createSettingsStore(db),
    posts: createPostStore(db),
    threads: createThreadStore(db),
  };
  const findMatches = async (target: string) => (target.startsWith(found.title) ? found.ids : []);
  const record = createRecordPostEvent(stores);
  const clock = { now: NOW };
  const index = { upTo: Number.MAX_SAFE_INTEGER };
  const fanOut = createFanOut({
    ...stores,
    db,
    startMatching: () => findMatches,
    indexedUpTo: () => index.upTo,
    clock: () => clock.now,
  });
  return {
    ...stores,
    fanOut,
    index,
    clock,
    async write(threadId: number, authorId: number, replyToId: number | null = null, mentionedIds: number[] = []) {
      const postId = await addPost(db, { threadId, userId: authorId, replyToId });
      const event = { kind: 'written' as const, postId, threadId, authorId, replyToId, mentionedIds, at: NOW + postId };
      await db.transact((trx) => record(trx, event));
      return postId;
    },
    edit: (postId: number, threadId: number, authorId: number, mentionedIds: number[]) => {
      const event = { kind: 'edited' as const, postId, threadId, authorId, mentionedIds, at: NOW + 100_000 };
      return db.transact((trx) => record(trx, event));
    },
    follow: (userId: number, kind: Follow['kind'], target: string) =>
      stores.follows.insert({ userId, kind, target, isAutomatic: false, createdAt: 0 }),
    kindsOf: async (userId: number) =>
      (await stores.notifications.list(userId, { isUnreadOnly: false, before: null, limit: 50 })).map(
        ({ kind }) => kind,
      ),
  };
}
