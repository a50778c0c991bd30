import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNotificationStore } from '../../src/notifications/notification-store.js';
import { createPushStore, MOST_DEVICES } from '../../src/notifications/push-store.js';
import { addUser } from '../support/forum-builders.js';
import { NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('what browsers are to be told', (db) => {
  test('comes in turns of the members, a few of each, and not of those who are being served', async () => {
    const store = createNotificationStore(db());
    const [many, few, other] = [await addUser(db()), await addUser(db()), await addUser(db())];
    const base = { kind: 'reply' as const, threadId: null, postId: null, actorId: null, because: null, detail: '' };
    const rows = [...Array<number>(12).fill(many), few, few, other].map((userId, at) => ({
      ...base,
      userId,
      event: `turns:${at}`,
      createdAt: NOW,
      mail: null,
      isPushDue: true,
    }));
    await db().transact((trx) => store.insert(trx, rows));
    const due = await store.listPushDue(100, []);
    assert.deepEqual(
      due.slice(0, 5).map(({ userId }) => userId),
      [many, few, other, many, few],
    );
    assert.equal(due.length, 10 + 2 + 1);
    assert.deepEqual(
      (await store.listPushDue(2, [many])).map(({ userId }) => userId),
      [few, other],
    );
    await store.clearPushDue(due.map(({ id }) => id));
    assert.equal((await store.listPushDue(100, [])).length, 2);
  });

  test('a member has five browsers at most: the newest', async () => {
    const store = createPushStore(db());
    const userId = await addUser(db());
    const add = (n: number) =>
      store.upsert({ userId, endpoint: `https://p.example/${n}`, p256dh: '', auth: '', device: '', createdAt: n });
    for (let n = 1; n <= 7; n++) await add(n);
    assert.equal(MOST_DEVICES, 5);
    assert.deepEqual(
      (await store.list([userId])).map(({ createdAt }) => createdAt),
      [3, 4, 5, 6, 7],
    );
  });
});
