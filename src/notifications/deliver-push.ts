/**
 * Notifications to browsers. Runs as a leased job. Endpoints are addresses that strangers gave, so requests go through the
 * guarded fetcher like every other. A push that fails is not tried again: the notification stands on the site.
 */
import webPush from 'web-push';
import type { UserStore } from '../accounts/user-store.js';
import { chunksOf } from '../db/chunks.js';
import type { Language } from '../i18n/language.js';
import { textsFor } from '../i18n/texts.js';
import { DAY, SECOND } from '../lib/clock.js';
import type { HttpGet } from '../lib/http-get.js';
import type { Log } from '../lib/log.js';
import { type LoadNames, languageOfMember } from './deliver-mail.js';
import { describeNotification } from './describe.js';
import type { NotificationRow } from './notification.js';
import type { NotificationStore } from './notification-store.js';
import type { PushKeys } from './push-keys.js';
import type { PushStore, PushSubscription } from './push-store.js';

export type DeliverPushParts = {
  notifications: Pick<NotificationStore, 'listPushDue' | 'clearPushDue'>;
  subscriptions: Pick<PushStore, 'list' | 'delete'>;
  users: Pick<UserStore, 'listByIds'>;
  loadNames: LoadNames;
  httpGet: HttpGet;
  keys: () => PushKeys;
  baseUrl: () => string;
  defaultLanguage: Language;
  log: Log;
};

type Vapid = { subject: string } & PushKeys;

const BATCH = 100;
const AT_ONCE = 8;
// A reader who is offline for longer sees it on the site.
const LIFE = DAY / SECOND;
const PATIENCE = 10 * SECOND;

export function createDeliverPush(parts: DeliverPushParts) {
  return async function deliverPush(shouldStop: () => boolean = () => false): Promise<number> {
    let count = 0;
    while (!shouldStop()) {
      const due = await parts.notifications.listPushDue(BATCH);
      count += await deliverBatch(parts, due);
      await parts.notifications.clearPushDue(due.map((row) => row.id));
      if (due.length < BATCH) break;
    }
    return count;
  };
}

async function deliverBatch(parts: DeliverPushParts, due: readonly NotificationRow[]): Promise<number> {
  const subscriptions =
    due.length === 0 ? [] : await parts.subscriptions.list([...new Set(due.map((row) => row.userId))]);
  if (subscriptions.length === 0) return 0;
  const users = await parts.users.listByIds(subscriptions.map((each) => each.userId));
  const languages = new Map(users.map((user) => [user.id, languageOfMember(user, parts.defaultLanguage)]));
  const called = new Set(subscriptions.map(({ userId }) => userId));
  const payloads = await loadPayloads(
    parts,
    due.filter(({ userId }) => called.has(userId)),
    (userId) => languages.get(userId) ?? parts.defaultLanguage,
  );
  // The site's own troubles with them end the run here, and cost nobody a subscription.
  const vapid = { subject: contactOf(parts.baseUrl()), ...parts.keys() };
  const pushes = payloads.flatMap(({ userId, payload }) =>
    subscriptions.filter((each) => each.userId === userId).map((subscription) => ({ subscription, payload })),
  );
  for (const some of chunksOf(pushes, AT_ONCE)) {
    await Promise.all(some.map(({ subscription, payload }) => push(parts, vapid, subscription, payload)));
  }
  return pushes.length;
}

/** One for each notification; names are loaded once for each language. */
async function loadPayloads(
  parts: DeliverPushParts,
  rows: readonly NotificationRow[],
  languageOf: (userId: number) => Language,
): Promise<{ userId: number; payload: string }[]> {
  const payloads: { userId: number; payload: string }[] = [];
  for (const language of new Set(rows.map(({ userId }) => languageOf(userId)))) {
    const own = rows.filter(({ userId }) => languageOf(userId) === language);
    const nameOf = await parts.loadNames(
      own.flatMap(({ because }) => because ?? []),
      language,
    );
    for (const row of own) {
      const { what, path, excerpt, why } = describeNotification(row, textsFor(language), nameOf);
      const shown = { title: what, body: excerpt || why, url: path, tag: `n${row.id}`, lang: language };
      payloads.push({ userId: row.userId, payload: JSON.stringify(shown) });
    }
  }
  return payloads;
}

async function push(
  parts: DeliverPushParts,
  vapid: Vapid,
  subscription: PushSubscription,
  payload: string,
): Promise<void> {
  const { id, endpoint } = subscription;
  const request = requestOf(parts.log, vapid, subscription, payload);
  if (!request) return parts.subscriptions.delete(id);
  const { 'Content-Length': _length, ...headers } = request.headers as Record<string, string>;
  const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const post = { body: new Uint8Array(request.body ?? Buffer.alloc(0)) };
  const answer = await parts.httpGet(endpoint, { post, headers: plain, timeoutMs: PATIENCE, maxBytes: 10_000 });
  // The browser has taken the permission back, or is gone.
  if (answer.kind === 'response' && (answer.status === 404 || answer.status === 410))
    await parts.subscriptions.delete(id);
}

/** undefined: the browser's keys are no keys, and nothing can ever be sent there. */
function requestOf(log: Log, vapid: Vapid, { id, endpoint, p256dh, auth }: PushSubscription, payload: string) {
  try {
    const options = { vapidDetails: vapid, TTL: LIFE };
    return webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, options);
  } catch (error) {
    log.warn({ subscription: id, err: error }, 'push subscription dropped');
    return undefined;
  }
}

/** Push services ask whom to turn to. An https address will do; without one, a mailbox of the host. */
function contactOf(baseUrl: string): string {
  return baseUrl.startsWith('https://') ? baseUrl : `mailto:postmaster@${new URL(baseUrl).hostname}`;
}
