/**
 * One push to one browser. Endpoints are addresses that strangers gave, so requests go through the guarded fetcher like
 * every other, few at a time to one host, and not at all to one that lately let us wait.
 */
import webPush from 'web-push';
import { type Clock, DAY, SECOND } from '../lib/clock.js';
import { errorText } from '../lib/errors.js';
import type { HttpGet, HttpGetOutcome } from '../lib/http-get.js';
import type { Log } from '../lib/log.js';
import { createHostTurns } from './host-turns.js';
import type { PushKeys } from './push-keys.js';
import { createPushRests } from './push-rests.js';
import type { PushStore, PushSubscription } from './push-store.js';

export type SendPushParts = {
  subscriptions: Pick<PushStore, 'delete'>;
  httpGet: HttpGet;
  clock: Clock;
  log: Log;
};

/** By what push services know the site, and whom they may turn to. */
export type Vapid = { subject: string } & PushKeys;

// A reader who is offline for longer sees it on the site.
const LIFE = DAY / SECOND;
const PATIENCE = 5 * SECOND;
const PER_HOST = 2;

export function createSendPush(parts: SendPushParts, patience: number = PATIENCE) {
  const takeTurn = createHostTurns(PER_HOST);
  const rests = createPushRests(parts.clock);

  return async function sendPush(
    vapid: Vapid,
    subscription: PushSubscription,
    payload: string,
    isOver: () => boolean,
  ): Promise<void> {
    const { id, endpoint } = subscription;
    if (rests.isResting(endpoint)) return;
    const request = requestOf(parts.log, vapid, subscription, payload);
    if (!request) return parts.subscriptions.delete(id);
    const options = { ...request, timeoutMs: patience, maxBytes: 10_000 };
    const answer = await takeTurn(endpoint, async () =>
      isOver() || rests.isResting(endpoint) ? undefined : parts.httpGet(endpoint, options),
    );
    if (!answer) return;
    if (isTimeout(answer)) rests.noteTimeout(endpoint);
    else rests.noteAnswer(endpoint);
    if (isGoodbye(answer)) await parts.subscriptions.delete(id);
  };
}

export type SendPush = ReturnType<typeof createSendPush>;

/** undefined: the browser's keys are no keys, and nothing can ever be sent there. */
function requestOf(log: Log, vapid: Vapid, { id, endpoint, p256dh, auth }: PushSubscription, payload: string) {
  try {
    const details = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      vapidDetails: vapid,
      TTL: LIFE,
    });
    const { 'Content-Length': _length, ...headers } = details.headers as Record<string, string>;
    const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
    const body = new Uint8Array(details.body ?? Buffer.alloc(0));
    return { post: { body }, headers: Object.fromEntries(named) as Record<string, string> };
  } catch (error) {
    log.warn({ subscription: id, reason: errorText(error) }, 'push subscription dropped');
    return undefined;
  }
}

function isTimeout(answer: HttpGetOutcome): boolean {
  return answer.kind === 'failed' && answer.reason === 'timeout';
}

/** The browser has taken the permission back, or is gone. */
function isGoodbye(answer: HttpGetOutcome): boolean {
  return answer.kind === 'response' && (answer.status === 404 || answer.status === 410);
}
