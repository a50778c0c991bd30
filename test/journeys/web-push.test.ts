/**
 * Web push in Chromium: the button, the site's call at the push service, the service worker that shows it, the way to the
 * post, the end of it, and a refusal. Stand-ins, because a headless Chromium has neither a push service nor a place for
 * notifications: `PushManager.subscribe` answers with an endpoint of our own, and in the worker what would be shown and
 * opened is written down. The message reaches the worker by Chromium itself.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, CDPSession, Worker } from 'playwright-core';
import { textsFor } from '../../src/i18n/texts.js';
import { launchBrowser } from '../support/browser.js';
import { press, untilSaid } from '../support/member-steps.js';
import { type PushMessage, type PushService, startPushService } from '../support/push-service.js';
import { startTestSite, type TestSite, until } from '../support/test-site.js';
import { openPage, type WatchedPage } from '../support/watched-page.js';

const t = textsFor('ru');
const settings = '/account/notifications';

let service: PushService;
let site: TestSite;
let browser: Browser;

before(async () => {
  service = await startPushService();
  site = await startTestSite({ content: 'demo', env: { FETCH_ALLOW_HOSTS: service.host } });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await site?.close();
  service?.close();
});

test('a browser is added, called when somebody replies, shows it, opens the post, and is let go', async () => {
  const { given, open } = service.subscribe('/push/of-a-member');
  const { page, user } = await settingsPage('Созываемая', [answerSubscribing, given]);
  const [worker] = await Promise.all([
    page.context().waitForEvent('serviceworker'),
    press(page, t.notifications.pushAdd),
  ]);
  await untilSaid(page, t.notices['push-added']);
  const [kept = assert.fail()] = await site.services.pushSubscriptions.list([user.id]);
  assert.deepEqual({ endpoint: kept.endpoint, p256dh: kept.p256dh, auth: kept.auth }, given);
  assert.match((await page.locator('.own-list').textContent()) ?? '', /Chrome/);
  const asked = await page.evaluate(() => sessionStorage.getItem('asked'));
  const { publicKey } = site.services.pushKeys();
  assert.deepEqual(JSON.parse(asked ?? ''), { userVisibleOnly: true, applicationServerKey: publicKey });

  const postId = await beAnswered(user.id);
  // Its job comes every few seconds; doing it twice changes nothing.
  await site.services.fanOut.run();
  await until('the push service is called', async () => service.sentTo('/push/of-a-member').length > 0);
  const [request = assert.fail()] = service.sentTo('/push/of-a-member');
  assert.ok(request.headers.authorization?.endsWith(`k=${publicKey}`), 'signed with the key the browser was given');
  const message = open(request.body);
  assert.equal(message.url, `/posts/${postId}`);

  await worker.evaluate(writeDown);
  await deliver(page, message);
  await until('it is shown', async () => (await written(worker)).shown.length > 0);
  const { title, options } = (await written(worker)).shown[0] ?? assert.fail();
  assert.match(title, /^Отвечающий отвечает вам: «/);
  assert.equal(options.body, 'Отвечаю, страница 9.');
  assert.equal(options.lang, 'ru');

  await worker.evaluate(click);
  await until('it is opened', async () => (await written(worker)).opened.length > 0);
  const { opened, closed } = await written(worker);
  assert.equal(closed, 1);
  await page.goto(opened[0] ?? '');
  await page.locator(`#post-${postId}`, { hasText: 'страница 9' }).waitFor();

  await page.goto(settings);
  await press(page, t.notifications.pushRemove);
  await untilSaid(page, t.notices['push-removed']);
  assert.deepEqual(await site.services.pushSubscriptions.list([user.id]), []);
  assert.equal(await page.locator('.own-list').count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a browser that refuses is not kept, and the page says whose decision it was', async () => {
  const { page, user } = await settingsPage('Отказавшая');
  const alert = page.getByRole('alert');
  assert.equal(await alert.count(), 0, 'nothing is said before it was asked');
  assert.equal(await page.getByText(t.notifications.pushNeeds).isVisible(), false);
  // No stand-in: Chromium itself refuses, as it does when its reader has answered "block".
  await page.context().grantPermissions([]);
  assert.equal(await page.evaluate('Notification.permission'), 'denied');
  await press(page, t.notifications.pushAdd);
  await alert.filter({ hasText: t.notifications.pushRefused }).waitFor();
  assert.equal(await alert.count(), 1);
  assert.equal(new URL(page.url()).pathname, settings);
  assert.deepEqual(await site.services.pushSubscriptions.list([user.id]), []);
  await page.context().close();
});

test('a push service that cannot be reached is not called a refusal, and may be tried again', async () => {
  const { page, user } = await settingsPage('Оторванная', [failOnce, service.subscribe('/push/later').given]);
  await press(page, t.notifications.pushAdd);
  await page.getByRole('alert').filter({ hasText: t.notifications.pushFailed }).waitFor();
  assert.equal(await page.getByRole('alert').count(), 1);
  await press(page, t.notifications.pushAdd);
  await untilSaid(page, t.notices['push-added']);
  assert.equal((await site.services.pushSubscriptions.list([user.id])).length, 1);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a browser that is subscribed under a key which the site has lost is subscribed anew', async () => {
  const { page, user } = await settingsPage('Давняя', [holdOldKey, service.subscribe('/push/anew').given]);
  await press(page, t.notifications.pushAdd);
  await untilSaid(page, t.notices['push-added']);
  const [kept] = await site.services.pushSubscriptions.list([user.id]);
  assert.match(kept?.endpoint ?? '', /anew$/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('without the script no button promises what cannot be: the page says what it needs', async () => {
  const member = await site.visitorAs('member', { name: 'Бесскриптовая' });
  const page = await openPage(browser, site, { visitor: member, script: false });
  await page.goto(settings);
  await page.getByText(t.notifications.pushNeeds).waitFor();
  assert.equal(await page.getByRole('button', { name: t.notifications.pushAdd }).isVisible(), false);
  await page.context().close();
});

type Given = { endpoint: string; p256dh: string; auth: string };

/** A member on the page of settings, whose browser answers as `standIn` says. */
async function settingsPage(name: string, standIn?: [(given: Given) => void, Given]) {
  const visitor = await site.visitorAs('member', { name });
  const page = await openPage(browser, site, { visitor });
  if (standIn) await page.addInitScript(...standIn);
  await page.goto(settings);
  return { page, user: visitor.user };
}

async function beAnswered(userId: number): Promise<number> {
  const threadId = (await site.services.threads.list({ order: 'newest', limit: 1 })).threads[0]?.id ?? 0;
  const reader = (await site.services.users.find(userId)) ?? assert.fail();
  const author = await site.addUser('member', { name: 'Отвечающий' });
  const own = await site.services.writePost(reader, { threadId, markdown: 'Какая страница?', replyToId: null });
  const answer = { threadId, markdown: 'Отвечаю, страница 9.', replyToId: own.postId };
  return (await site.services.writePost(author, answer)).postId;
}

/** As the browser's own push service would, once it has opened the message. */
async function deliver(page: WatchedPage, message: PushMessage): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const registrationId = await registrationOf(client);
  const data = JSON.stringify(message);
  await client.send('ServiceWorker.deliverPushMessage', { origin: site.url, registrationId, data });
  await client.detach();
}

async function registrationOf(client: CDPSession): Promise<string> {
  const ids: string[] = [];
  client.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    ids.push(...registrations.map(({ registrationId }) => registrationId));
  });
  await client.send('ServiceWorker.enable');
  await until('the worker is known', async () => ids.length > 0);
  return ids[0] ?? '';
}

type Shown = { title: string; options: { body: string; lang: string; data: unknown } };
type Written = { shown: Shown[]; opened: string[]; closed: number };

const written = (worker: Worker) => worker.evaluate('globalThis.written') as Promise<Written>;

/** Runs inside the page. */
function answerSubscribing({ endpoint, p256dh, auth }: Given): void {
  type Page = { PushManager: { prototype: object }; sessionStorage: { setItem: (name: string, text: string) => void } };
  const { PushManager, sessionStorage } = globalThis as unknown as Page;
  const subscribe = async (options: object) => {
    sessionStorage.setItem('asked', JSON.stringify(options));
    return { toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
  };
  Object.assign(PushManager.prototype, { subscribe });
}

/** Runs inside the page, in a browser that was allowed to notify but is offline at first. */
function failOnce({ endpoint, p256dh, auth }: Given): void {
  type Page = { PushManager: { prototype: object }; Notification: object };
  const { PushManager, Notification } = globalThis as unknown as Page;
  Object.defineProperty(Notification, 'permission', { value: 'granted' });
  let tries = 0;
  const subscribe = async () => {
    tries++;
    if (tries === 1) throw new DOMException('Registration failed - push service error', 'AbortError');
    return { toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
  };
  Object.assign(PushManager.prototype, { subscribe });
}

/** Runs inside the page: as the Push API wants it, another key is taken only once the old subscription is ended. */
function holdOldKey({ endpoint, p256dh, auth }: Given): void {
  const { PushManager } = globalThis as unknown as { PushManager: { prototype: object } };
  let isHeld = true;
  const unsubscribe = async () => {
    isHeld = false;
    return true;
  };
  const subscribe = async () => {
    if (isHeld) throw new DOMException('A subscription with a different key exists', 'InvalidStateError');
    return { toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
  };
  Object.assign(PushManager.prototype, { subscribe, getSubscription: async () => ({ unsubscribe }) });
}

/** Runs inside the worker. */
function writeDown(): void {
  type Scope = { registration: object; clients: object; written: Written };
  const scope = globalThis as unknown as Scope;
  const kept: Written = { shown: [], opened: [], closed: 0 };
  scope.written = kept;
  Object.assign(scope.registration, {
    showNotification: async (title: string, options: Shown['options']) => void kept.shown.push({ title, options }),
  });
  Object.assign(scope.clients, { openWindow: async (url: string) => void kept.opened.push(url) });
}

/** Runs inside the worker: the reader presses the notification. */
function click(): void {
  type Scope = {
    written: Written;
    ExtendableEvent: new (name: string) => Event;
    dispatchEvent: (event: Event) => void;
  };
  const scope = globalThis as unknown as Scope;
  const notification = {
    data: scope.written.shown[0]?.options.data,
    close: () => {
      scope.written.closed++;
    },
  };
  scope.dispatchEvent(Object.assign(new scope.ExtendableEvent('notificationclick'), { notification }));
}
