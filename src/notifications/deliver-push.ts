/**
 * Notifications to browsers. Runs as a leased job. Endpoints are addresses that strangers gave, so requests go through the
 * guarded fetcher like every other. A push that fails is not tried again: the notification stands on the site.
 */
import webPush from 'web-push';
import type { UserStore } from '../accounts/user-store.js';
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
  siteName: string;
  log: Log;
};

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
  const pushes = due.flatMap((row) =>
    subscriptions.filter(({ userId }) => userId === row.userId).map((subscription) => ({ row, subscription })),
  );
  for (let at = 0; at < pushes.length; at += AT_ONCE) {
    const some = pushes.slice(at, at + AT_ONCE).map(async ({ row, subscription }) => {
      const language = languages.get(row.userId) ?? parts.defaultLanguage;
      await push(parts, subscription, await payloadOf(parts, row, language));
    });
    await Promise.all(some);
  }
  return pushes.length;
}

async function payloadOf(parts: DeliverPushParts, row: NotificationRow, language: Language): Promise<string> {
  const nameOf = await parts.loadNames(row.because ? [row.because] : [], language);
  const { what, path, excerpt, why } = describeNotification(row, textsFor(language), nameOf);
  return JSON.stringify({ title: what, body: excerpt || why, url: path, tag: `n${row.id}`, lang: language });
}

async function push(parts: DeliverPushParts, subscription: PushSubscription, payload: string): Promise<void> {
  const { id, endpoint, p256dh, auth } = subscription;
  try {
    const details = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      vapidDetails: { subject: contactOf(parts.baseUrl()), ...parts.keys() },
      TTL: LIFE,
    });
    const { 'Content-Length': _length, ...headers } = details.headers as Record<string, string>;
    const plain = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const post = { body: new Uint8Array(details.body ?? Buffer.alloc(0)) };
    const answer = await parts.httpGet(endpoint, { post, headers: plain, timeoutMs: PATIENCE, maxBytes: 10_000 });
    // The browser has taken the permission back, or is gone.
    if (answer.kind === 'response' && (answer.status === 404 || answer.status === 410))
      await parts.subscriptions.delete(id);
  } catch (error) {
    // Keys that are no keys: nothing can ever be sent there.
    parts.log.warn({ subscription: id, err: error }, 'push subscription dropped');
    await parts.subscriptions.delete(id);
  }
}

/** Push services ask whom to turn to. An https address will do; without one, a mailbox of the host. */
function contactOf(baseUrl: string): string {
  return baseUrl.startsWith('https://') ? baseUrl : `mailto:postmaster@${new URL(baseUrl).hostname}`;
}
