/**
 * Notifications to browsers. Runs as a leased job. A push that fails is not tried again: the notification stands on the
 * site.
 * Invariants: each member has one request in flight at most, so nobody's slow browsers hold up anybody else; a
 * notification is settled as soon as its own requests have ended.
 */
import type { UserStore } from '../accounts/user-store.js';
import type { Language } from '../i18n/language.js';
import { textsFor } from '../i18n/texts.js';
import { MINUTE, SECOND } from '../lib/clock.js';
import { groupBy } from '../lib/group-by.js';
import { type LoadNames, languageOfMember } from './deliver-mail.js';
import { describeNotification } from './describe.js';
import { isWorthCalling, type NotificationRow } from './notification.js';
import type { NotificationStore } from './notification-store.js';
import type { PushKeys } from './push-keys.js';
import type { PushStore, PushSubscription } from './push-store.js';
import { createSendPush, type SendPush, type SendPushParts, type Vapid } from './send-push.js';

export type DeliverPushParts = SendPushParts & {
  notifications: Pick<NotificationStore, 'listPushDue' | 'clearPushDue'>;
  subscriptions: Pick<PushStore, 'list' | 'delete'>;
  users: Pick<UserStore, 'listByIds'>;
  loadNames: LoadNames;
  keys: () => PushKeys;
  baseUrl: () => string;
  defaultLanguage: Language;
};

type Payload = { id: number; payload: string };
type Delivery = { userId: number; subscriptions: PushSubscription[]; payloads: Payload[] };

const MEMBERS_AT_ONCE = 64;
const BATCH = 200;
/** A run ends well before its lease does; what is left is the next run's. */
const LONGEST_RUN = 5 * MINUTE;
/** How often to look for newcomers while others are being served. */
const LOOK_AGAIN = SECOND;

export function createDeliverPush(parts: DeliverPushParts, sendPush: SendPush = createSendPush(parts)) {
  return async function deliverPush(shouldStop: () => boolean = () => false): Promise<number> {
    const endsAt = parts.clock() + LONGEST_RUN;
    const isOver = () => shouldStop() || parts.clock() > endsAt;
    const service = startService(parts, sendPush, isOver);
    try {
      while (!isOver() && !service.hasFailed()) {
        const due = await parts.notifications.listPushDue(BATCH, [...service.served.keys()]);
        const deliveries = await prepare(parts, firstOf(due, MEMBERS_AT_ONCE - service.served.size));
        // The site's own troubles with them end the run here, and cost nobody a subscription.
        const vapid = { subject: contactOf(parts.baseUrl()), ...parts.keys() };
        for (const delivery of deliveries) service.serve(vapid, delivery);
        if (service.served.size === 0 && due.length === 0) break;
        await whileBusy(service.served);
      }
    } finally {
      await Promise.all(service.served.values());
    }
    return service.result();
  };
}

/** Whoever is being served, and what came of those who were; the first failure is the whole run's. */
function startService(parts: DeliverPushParts, sendPush: SendPush, isOver: () => boolean) {
  const served = new Map<number, Promise<void>>();
  let count = 0;
  let failure: unknown;

  function serve(vapid: Vapid, delivery: Delivery): void {
    const work = async () => {
      try {
        const sent = await deliverTo(parts, (each, text) => sendPush(vapid, each, text, isOver), delivery, isOver);
        count += sent;
      } catch (error) {
        failure ??= error;
      } finally {
        served.delete(delivery.userId);
      }
    };
    // Entered before it begins, so that it cannot end first.
    served.set(delivery.userId, Promise.resolve().then(work));
  }

  function result(): number {
    if (failure !== undefined) throw failure;
    return count;
  }
  return { served, serve, result, hasFailed: () => failure !== undefined };
}

/** Until half of the places are free, or it is time to look whether anybody new waits. */
async function whileBusy(served: ReadonlyMap<number, Promise<void>>): Promise<void> {
  const half = served.size / 2;
  let timer: NodeJS.Timeout | undefined;
  const pause = new Promise<'over'>((resolve) => {
    timer = setTimeout(() => resolve('over'), LOOK_AGAIN);
  });
  while (served.size > half) if ((await Promise.race([pause, ...served.values()])) === 'over') break;
  clearTimeout(timer);
}

/** The rows of as many members as there are places; they come in turns already. */
function firstOf(due: readonly NotificationRow[], places: number): Map<number, NotificationRow[]> {
  return new Map([...groupBy(due, ({ userId }) => userId)].slice(0, Math.max(places, 0)));
}

/** Whoever has no browser any more is done with at once, and so is what was hidden meanwhile. */
async function prepare(
  parts: DeliverPushParts,
  rowsOf: ReadonlyMap<number, readonly NotificationRow[]>,
): Promise<Delivery[]> {
  if (rowsOf.size === 0) return [];
  const subscriptionsOf = groupBy(await parts.subscriptions.list([...rowsOf.keys()]), ({ userId }) => userId);
  const rows = [...rowsOf.values()].flat();
  const isCalled = (row: NotificationRow) => subscriptionsOf.has(row.userId) && isWorthCalling(row);
  const [called, uncalled] = [rows.filter(isCalled), rows.filter((row) => !isCalled(row))];
  if (uncalled.length > 0) await parts.notifications.clearPushDue(uncalled.map(({ id }) => id));
  if (called.length === 0) return [];
  const users = await parts.users.listByIds([...subscriptionsOf.keys()]);
  const languages = new Map(users.map((user) => [user.id, languageOfMember(user, parts.defaultLanguage)]));
  const payloads = await loadPayloads(parts, called, (userId) => languages.get(userId) ?? parts.defaultLanguage);
  return [...subscriptionsOf].map(([userId, subscriptions]) => {
    const own = called.filter((row) => row.userId === userId);
    return { userId, subscriptions, payloads: own.map(({ id }) => ({ id, payload: payloads.get(id) ?? '' })) };
  });
}

/** What could not be ended in this run stays due. */
async function deliverTo(
  parts: DeliverPushParts,
  send: (subscription: PushSubscription, payload: string) => Promise<void>,
  { subscriptions, payloads }: Delivery,
  isOver: () => boolean,
): Promise<number> {
  let count = 0;
  for (const { id, payload } of payloads) {
    for (const subscription of subscriptions) await send(subscription, payload);
    if (isOver()) break;
    await parts.notifications.clearPushDue([id]);
    count += subscriptions.length;
  }
  return count;
}

/** By the notification's id; names are loaded once for each language. */
async function loadPayloads(
  parts: DeliverPushParts,
  rows: readonly NotificationRow[],
  languageOf: (userId: number) => Language,
): Promise<Map<number, string>> {
  const payloads = new Map<number, string>();
  for (const [language, own] of groupBy(rows, ({ userId }) => languageOf(userId))) {
    const nameOf = await parts.loadNames(
      own.flatMap(({ because }) => because ?? []),
      language,
    );
    for (const row of own) {
      const { what, path, excerpt, why } = describeNotification(row, textsFor(language), nameOf);
      const shown = { title: what, body: excerpt || why, url: path, tag: `n${row.id}`, lang: language };
      payloads.set(row.id, JSON.stringify(shown));
    }
  }
  return payloads;
}

/** Push services ask whom to turn to. An https address will do; without one, a mailbox of the host. */
function contactOf(baseUrl: string): string {
  return baseUrl.startsWith('https://') ? baseUrl : `mailto:postmaster@${new URL(baseUrl).hostname}`;
}
