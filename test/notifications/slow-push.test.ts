import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import webPush from 'web-push';
import { HOUR, MINUTE } from '../../src/lib/clock.js';
import { createHttpGet } from '../../src/lib/http-get.js';
import { createLog } from '../../src/lib/log.js';
import { createDeliverPush } from '../../src/notifications/deliver-push.js';
import type { NotificationRow } from '../../src/notifications/notification.js';
import type { PushSubscription } from '../../src/notifications/push-store.js';
import { createSendPush } from '../../src/notifications/send-push.js';
import { type PushService, startPushService } from '../support/push-service.js';
import { until } from '../support/test-site.js';

let quick: PushService;
let slow: PushService;
let httpGet: ReturnType<typeof createHttpGet>;
let now = 0;
const vapidKeys = webPush.generateVAPIDKeys();

before(async () => {
  [quick, slow] = [await startPushService(), await startPushService()];
  httpGet = createHttpGet({ allowHosts: [quick.host, slow.host], userAgent: 'test' });
});
after(() => {
  httpGet.close();
  quick.close();
  slow.close();
});
beforeEach(() => {
  quick.requests.length = 0;
  slow.requests.length = 0;
  slow.hold();
  now = 0;
});

let subscriptionCount = 0;
function browserOf(userId: number, service: PushService, path: string): PushSubscription {
  return { id: ++subscriptionCount, userId, ...service.subscribe(path).given, device: '', createdAt: 0 };
}

function rowOf(id: number, userId: number): NotificationRow {
  const told = { kind: 'reply', threadId: 4, postId: 5, because: null, detail: '', threadTitle: 'Тема' };
  return { id, userId, ...told, actorName: 'Анна', postHtml: '<p>Слова</p>' } as NotificationRow;
}

function setUp(subscriptions: PushSubscription[], rows: NotificationRow[], patience = MINUTE) {
  const due = [...rows];
  const parts = {
    notifications: {
      listPushDue: async (_limit: number, except: readonly number[]) =>
        due.filter(({ userId }) => !except.includes(userId)),
      clearPushDue: async (ids: readonly number[]) => {
        for (const id of ids)
          due.splice(
            due.findIndex((row) => row.id === id),
            1,
          );
      },
    },
    subscriptions: {
      list: async (userIds: readonly number[]) => subscriptions.filter(({ userId }) => userIds.includes(userId)),
      delete: async () => {},
    },
    users: { listByIds: async () => [] },
    loadNames: async () => () => undefined,
    httpGet,
    keys: () => vapidKeys,
    baseUrl: () => 'https://site.example',
    defaultLanguage: 'ru' as const,
    clock: () => now,
    log: createLog('silent'),
  };
  const deliver = createDeliverPush(parts, createSendPush(parts, patience));
  return { due, deliver, add: (row: NotificationRow) => void due.push(row) };
}

describe('slow push services', () => {
  test('hold up nobody else, neither who waits already nor who comes later', async () => {
    const crowd = [1, 2].flatMap((userId) => [1, 2, 3, 4, 5].map((n) => browserOf(userId, slow, `/${userId}-${n}`)));
    const rows = [1, 2, 3, 4, 5, 6].map((id) => rowOf(id, id % 2 === 0 ? 1 : 2));
    const others = [7, 8].map((userId) => browserOf(userId, quick, `/${userId}`));
    const { due, deliver, add } = setUp([...crowd, ...others], [...rows, rowOf(10, 7)]);
    const run = deliver();
    await until('the other member is called', async () => quick.sentTo('/7').length === 1);
    await until('and that is settled', async () => !due.some(({ id }) => id === 10));
    add(rowOf(11, 8));
    await until('a later one is called too', async () => quick.sentTo('/8').length === 1);
    assert.equal(slow.requests.length, 2, 'one of each member, and no answer yet');
    assert.equal(due.length, 6 + due.filter(({ id }) => id === 11).length, 'theirs are not settled');
    slow.letGo();
    assert.equal(await run, 32);
    assert.deepEqual(due, []);
  });

  test('are asked by two at a time, whoever they belong to', async () => {
    const members = [1, 2, 3, 4];
    const { deliver } = setUp(
      members.map((userId) => browserOf(userId, slow, `/${userId}`)),
      [...members.map((userId) => rowOf(userId, userId)), rowOf(9, 9)],
    );
    const run = deliver();
    await until('two ask', async () => slow.requests.length === 2);
    slow.letGo();
    await run;
    assert.equal(slow.requests.length, 4);
  });

  test('are left alone after they let us wait, for longer each time, until they answer', async () => {
    const { due, deliver, add } = setUp([browserOf(1, slow, '/1')], [rowOf(1, 1), rowOf(2, 1)], 50);
    await deliver();
    assert.equal(slow.requests.length, 1, 'what came next was not sent');
    assert.deepEqual(due, [], 'yet it is settled');
    now += MINUTE;
    add(rowOf(3, 1));
    await deliver();
    assert.equal(slow.requests.length, 2);
    now += MINUTE;
    add(rowOf(4, 1));
    await deliver();
    assert.equal(slow.requests.length, 2, 'two minutes the second time');
    slow.letGo();
    now += HOUR;
    add(rowOf(5, 1));
    add(rowOf(6, 1));
    await deliver();
    assert.equal(slow.requests.length, 4);
  });

  test('a run that is told to stop leaves what it could not send for the next', async () => {
    const { due, deliver } = setUp([browserOf(1, slow, '/1')], [rowOf(1, 1), rowOf(2, 1)]);
    let isStopping = false;
    const run = deliver(() => isStopping);
    await until('one is on its way', async () => slow.requests.length === 1);
    isStopping = true;
    slow.letGo();
    await run;
    assert.equal(slow.requests.length, 1);
    assert.ok(due.some(({ id }) => id === 2));
  });
});
