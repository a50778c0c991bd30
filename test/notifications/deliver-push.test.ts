import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createHttpGet } from '../../src/lib/http-get.js';
import { createLog, type Log } from '../../src/lib/log.js';
import { createDeliverPush } from '../../src/notifications/deliver-push.js';
import type { NotificationRow } from '../../src/notifications/notification.js';
import { createPushKeys, type PushKeys } from '../../src/notifications/push-keys.js';
import type { PushSubscription } from '../../src/notifications/push-store.js';
import { type PushService, startPushService } from '../support/push-service.js';

let folder: string;
let service: PushService;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-push-'));
  service = await startPushService();
});
after(async () => {
  service.close();
  await rm(folder, { recursive: true, force: true });
});

function browser() {
  const { given, open } = service.subscribe('/push/1');
  const subscription: PushSubscription = { id: 3, userId: 7, ...given, device: '', createdAt: 0 };
  return { subscription, open };
}

const row = {
  id: 11,
  userId: 7,
  kind: 'reply',
  threadId: 4,
  postId: 5,
  because: null,
  detail: '',
  threadTitle: 'Тема',
  actorName: 'Анна',
  postHtml: '<p>Слова</p>',
} as NotificationRow;

type Kept = { row?: NotificationRow; subscriptions?: PushSubscription[]; keys?: () => PushKeys; log?: Log };

async function deliver(subscription: PushSubscription, allowHosts: string[], kept: Kept = {}) {
  const deleted: number[] = [];
  let due = [kept.row ?? row];
  let named = 0;
  const httpGet = createHttpGet({ allowHosts, userAgent: 'test' });
  const run = createDeliverPush({
    notifications: {
      listPushDue: async (_limit, except) => due.filter(({ userId }) => !except.includes(userId)),
      clearPushDue: async (ids) => {
        due = due.filter(({ id }) => !ids.includes(id));
      },
    },
    subscriptions: {
      list: async () => kept.subscriptions ?? [subscription],
      delete: async (id) => void deleted.push(id),
    },
    users: { listByIds: async () => [] },
    loadNames: async () => {
      named++;
      return () => undefined;
    },
    httpGet,
    keys: kept.keys ?? createPushKeys(folder),
    baseUrl: () => 'https://site.example',
    defaultLanguage: 'ru',
    clock: () => 0,
    log: kept.log ?? createLog('silent'),
  });
  let count = 0;
  const failure: unknown = await run().then(
    (sent) => {
      count = sent;
    },
    (error: unknown) => error,
  );
  httpGet.close();
  return { outcome: { count, deleted, left: due.length }, deleted, failure, named };
}

describe('web push', () => {
  test('sends what only the browser can read, signed with the keys of the site', async () => {
    service.requests.length = 0;
    const { subscription, open } = browser();
    assert.deepEqual((await deliver(subscription, [service.host])).outcome, { count: 1, deleted: [], left: 0 });
    const [request] = service.requests;
    assert.ok(request);
    assert.deepEqual(open(request.body), {
      title: 'Анна отвечает вам: «Тема»',
      body: 'Слова',
      url: '/posts/5',
      tag: 'n11',
      lang: 'ru',
    });
    assert.match(request.headers.authorization ?? '', new RegExp(`^vapid t=.+k=${createPushKeys(folder)().publicKey}`));
    assert.equal(request.headers['content-encoding'], 'aes128gcm');
    assert.equal(request.headers.ttl, '86400');
    assert.equal((await stat(path.join(folder, 'push-keys.json'))).mode & 0o777, 0o600);
  });

  test('goes through the guard: no private host that was not named, no redirect', async () => {
    service.requests.length = 0;
    const { subscription } = browser();
    await deliver(subscription, []);
    assert.equal(service.requests.length, 0);
    service.answerWith(302);
    await deliver(subscription, [service.host]);
    assert.deepEqual(
      service.requests.map((request) => request.path),
      ['/push/1'],
    );
    service.answerWith(201);
  });

  test('calls nobody to what was hidden meanwhile, now or later', async () => {
    service.requests.length = 0;
    const hidden = { ...row, threadTitle: null, isThreadHidden: true };
    const { outcome } = await deliver(browser().subscription, [service.host], { row: hidden });
    assert.deepEqual([outcome, service.requests.length], [{ count: 0, deleted: [], left: 0 }, 0]);
  });

  test('forgets a browser that is gone, or whose keys are none', async () => {
    service.answerWith(410);
    assert.deepEqual((await deliver(browser().subscription, [service.host])).deleted, [3]);
    service.answerWith(201);
    const broken = { ...browser().subscription, p256dh: 'B'.repeat(87) };
    const said: unknown[] = [];
    const log = { warn: (...words: unknown[]) => void said.push(words) } as unknown as Log;
    assert.deepEqual((await deliver(broken, [service.host], { log })).deleted, [3]);
    assert.deepEqual(
      said,
      [[{ subscription: 3, reason: 'Public key is not valid for specified curve' }, 'push subscription dropped']],
      'one line, without a stack',
    );
    service.answerWith(500);
    assert.deepEqual((await deliver(browser().subscription, [service.host])).deleted, [], 'a failure is no goodbye');
    service.answerWith(201);
  });

  test('keeps every subscription when the keys of the site cannot be read', async () => {
    service.requests.length = 0;
    const keys = () => {
      throw new Error('push-keys.json');
    };
    const { outcome, failure } = await deliver(browser().subscription, [service.host], { keys });
    assert.match(String(failure), /push-keys/);
    assert.deepEqual(outcome, { count: 0, deleted: [], left: 1 });
    assert.equal(service.requests.length, 0);
  });

  test('asks for names once, however many browsers a member has', async () => {
    service.requests.length = 0;
    const subscriptions = [1, 2, 3].map((id) => ({ ...browser().subscription, id }));
    const { outcome, named } = await deliver(browser().subscription, [service.host], { subscriptions });
    assert.equal(outcome.count, 3);
    assert.equal(service.requests.length, 3);
    assert.equal(named, 1);
  });
});
