/** Step of an import: a feed that offers a hub is to be subscribed to, where hubs can reach this site. */
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { Knex } from 'knex';
import { type AddressPolicy, isAllowed, isPublicAddress, portOf } from '../lib/address-guard.js';
import type { Clock } from '../lib/clock.js';
import type { Feed } from './feed.js';
import type { Attempt } from './settle-attempt.js';
import type { SubscriptionStore } from './subscription-store.js';

export type WantPushParts = {
  hubSubscriptions: Pick<SubscriptionStore, 'want'>;
  baseUrl: () => string;
  policy: AddressPolicy;
  clock: Clock;
};

const TOKEN_BYTES = 24;

export function createWantPush({ hubSubscriptions, baseUrl, policy, clock }: WantPushParts) {
  return async function wantPush(trx: Knex.Transaction, feed: Feed, { fetched, drafted }: Attempt): Promise<void> {
    if (fetched?.kind !== 'fresh' || !drafted) return;
    const hubUrl = drafted.hints?.hub ?? fetched.hub;
    if (!hubUrl || !isReachable(baseUrl(), policy)) return;
    const topicUrl = drafted.hints?.self ?? fetched.self ?? fetched.finalUrl;
    const random = () => randomBytes(TOKEN_BYTES).toString('hex');
    await hubSubscriptions.want(trx, { feedId: feed.id, hubUrl, topicUrl, token: random(), secret: random() }, clock());
  };
}

export type WantPush = ReturnType<typeof createWantPush>;

/** A hub somewhere in the world must be able to open our address; hosts that the operator allows are near enough. */
function isReachable(base: string, policy: AddressPolicy): boolean {
  const url = new URL(base);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isAllowed(policy, url.hostname, portOf(url))) return true;
  if (url.protocol !== 'https:' || host === 'localhost' || host.endsWith('.localhost')) return false;
  return isIP(host) ? isPublicAddress(host) : host.includes('.');
}
