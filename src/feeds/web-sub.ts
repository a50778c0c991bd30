/**
 * WebSub (W3C Recommendation, 2018), the subscriber's side: asks hubs, answers their questions, imports what they push.
 * Enters: due subscriptions, a hub's question, a hub's document. Leaves: requests to hubs, the challenge, an import.
 * Invariants: only what we asked for is confirmed; a document without the right signature is dropped without a word (so the
 * standard wants it); one push per source at a time; polling never stops, it only slows down.
 */
import { webcrypto } from 'node:crypto';
import { type Clock, DAY, HOUR, MINUTE, SECOND } from '../lib/clock.js';
import type { HttpGet } from '../lib/http-get.js';
import type { FeedStore } from './feed-store.js';
import type { HostQueue } from './host-queue.js';
import type { ImportFeed } from './import-feed.js';
import type { Subscription, SubscriptionStore } from './subscription-store.js';

export type PushParts = {
  hubSubscriptions: Omit<SubscriptionStore, 'want'>;
  feeds: Pick<FeedStore, 'find'>;
  importFeed: Pick<ImportFeed, 'importPushed'>;
  httpGet: HttpGet;
  hosts: Pick<HostQueue, 'run'>;
  baseUrl: () => string;
  clock: Clock;
};

/** As the hub sends it. */
export type HubQuestion = { mode: string; topic: string; challenge: string; leaseSeconds: number; reason: string };
export type Pushed = { body: Uint8Array; signature: string; httpCharset: string | null };
/** `busy`: the hub may try again soon. */
export type PushVerdict = 'accepted' | 'unknown' | 'busy';

const WANTED_LEASE = 10 * DAY;
const LEASE = { least: HOUR, most: 30 * DAY };
// A hub that was asked and does not come back is asked again.
const ANSWER_WITHIN = HOUR;
const DENIED_FOR = 7 * DAY;
const BATCH = 50;
const MAX_UNDER_WAY = 8;
/** As `want-push.ts` makes them. */
const TOKEN = /^[0-9a-f]{48}$/;

export function createWebSub(parts: PushParts) {
  const underWay = new Set<number>();

  /** Asks for what is wanted and renews what runs out. Leaves how many hubs were asked. */
  async function requestDue(): Promise<number> {
    const due = await parts.hubSubscriptions.listDue(parts.clock(), BATCH);
    await Promise.all(due.map((subscription) => parts.hosts.run(subscription.hubUrl, () => request(subscription))));
    return due.length;
  }

  async function request(subscription: Subscription): Promise<void> {
    const { feedId, hubUrl, topicUrl, token, secret, state, failureCount } = subscription;
    const form = {
      'hub.mode': 'subscribe',
      'hub.topic': topicUrl,
      'hub.callback': `${parts.baseUrl()}/websub/${token}`,
      'hub.secret': secret,
      'hub.lease_seconds': String(WANTED_LEASE / SECOND),
    };
    // Before the hub is asked: its question may come back sooner than its answer.
    if (state !== 'active') await parts.hubSubscriptions.update(feedId, { state: 'asked' });
    await parts.hubSubscriptions.update(feedId, { nextRequestAt: parts.clock() + ANSWER_WITHIN });
    const answer = await parts.httpGet(hubUrl, {
      post: { body: Buffer.from(new URLSearchParams(form).toString()) },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      maxBytes: 100_000,
    });
    if (answer.kind === 'response' && answer.status >= 200 && answer.status < 300) return;
    const detail = answer.kind === 'failed' ? `${answer.reason}: ${answer.detail}` : `HTTP ${answer.status}`;
    const wait = Math.min(DAY, 10 * MINUTE * 2 ** Math.min(failureCount, 8));
    await parts.hubSubscriptions.update(feedId, {
      failureCount: failureCount + 1,
      nextRequestAt: parts.clock() + wait,
      detail: detail.slice(0, 300),
    });
  }

  /** Anything else is asked of no database. */
  const find = async (token: string) => (TOKEN.test(token) ? parts.hubSubscriptions.findByToken(token) : undefined);

  /** The challenge to send back, '' when there is nothing to send, null when we know nothing of it. */
  async function answerHub(token: string, question: HubQuestion): Promise<string | null> {
    const subscription = await find(token);
    if (!subscription || question.topic !== subscription.topicUrl) return null;
    if (question.mode === 'denied') {
      await parts.hubSubscriptions.deny(subscription.feedId, question.reason, parts.clock() + DENIED_FOR);
      return '';
    }
    const isAsked = subscription.state === 'asked' || subscription.state === 'active';
    if (question.mode !== 'subscribe' || !isAsked || question.challenge === '') return null;
    const asked = Number.isFinite(question.leaseSeconds) ? question.leaseSeconds * SECOND : WANTED_LEASE;
    const lease = Math.min(Math.max(asked, LEASE.least), LEASE.most);
    const now = parts.clock();
    await parts.hubSubscriptions.activate(subscription.feedId, now + lease, now + Math.round(lease * 0.8));
    return question.challenge;
  }

  const verdictOn = (subscription: Subscription | undefined): PushVerdict => {
    if (subscription?.state !== 'active') return 'unknown';
    return underWay.has(subscription.feedId) || underWay.size >= MAX_UNDER_WAY ? 'busy' : 'accepted';
  };

  /** Whether a document would be taken now, asked before it is read from the network. */
  const expects = async (token: string): Promise<PushVerdict> => verdictOn(await find(token));

  /** Ends when the document is accepted; `imported` when it is stored. */
  async function receive(token: string, pushed: Pushed): Promise<{ verdict: PushVerdict; imported: Promise<void> }> {
    const subscription = await find(token);
    const verdict = verdictOn(subscription);
    if (!subscription || verdict !== 'accepted') return { verdict, imported: Promise.resolve() };
    const { feedId, secret } = subscription;
    underWay.add(feedId);
    const imported = (async () => {
      if (await isSigned(pushed, secret)) await importPush(subscription, pushed);
    })().finally(() => underWay.delete(feedId));
    return { verdict: 'accepted', imported };
  }

  async function importPush({ feedId, topicUrl }: Subscription, { body, httpCharset }: Pushed): Promise<void> {
    const feed = await parts.feeds.find(feedId);
    if (!feed || feed.isPaused) return;
    await parts.hubSubscriptions.update(feedId, { lastPushAt: parts.clock() });
    await parts.importFeed.importPushed(feed, { bytes: body, httpCharset, baseUrl: topicUrl });
  }

  return { requestDue, answerHub, expects, receive };
}

export type WebSub = ReturnType<typeof createWebSub>;

const HASHES: Record<string, string> = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };

/** HMAC of the body, on another thread and in constant time. */
async function isSigned({ body, signature }: Pushed, secret: string): Promise<boolean> {
  const [, method = '', digest = ''] = /^(sha\d+)=([0-9a-f]{40,128})$/i.exec(signature) ?? [];
  const hash = HASHES[method.toLowerCase()];
  if (!hash) return false;
  const algorithm = { name: 'HMAC', hash };
  const key = await webcrypto.subtle.importKey('raw', Buffer.from(secret), algorithm, false, ['verify']);
  return webcrypto.subtle.verify('HMAC', key, Buffer.from(digest, 'hex'), body);
}
