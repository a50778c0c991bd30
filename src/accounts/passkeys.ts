/**
 * Passkeys (WebAuthn): added by a member, and good for logging in without name and password. The device itself asks for
 * a finger, face or PIN, so a passkey stands for both steps.
 * Invariants: a challenge is ours, fresh and used once (the caller keeps it in the session); an answer counts only for our
 * own address; what a device sends is untrusted until the library has verified it.
 */
import { isIP } from 'node:net';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import { collapse } from '../lib/text.js';
import type { Passkey, PasskeyStore } from './passkey-store.js';
import type { SecurityNotice } from './security-notice.js';
import type { User } from './user.js';
import type { UserStore } from './user-store.js';

export const PASSKEYS_MAX = 20;
export const PASSKEY_NAME_MAX = 60;
/** Base64url of at most 1023 bytes (WebAuthn, section 4). */
const CREDENTIAL_ID = /^[\w-]{1,1364}$/;

export type Passkeys = ReturnType<typeof createPasskeys>;
export type PasskeyRefusal = 'passkey-failed' | 'passkey-known' | 'passkeys-full';

/** Read when a passkey first appears: it brings X.509 and more, an eighth of the whole program's time to start. */
const webauthn = () => import('@simplewebauthn/server');

type Parts = {
  db: Db;
  store: PasskeyStore;
  users: Pick<UserStore, 'find'>;
  notice: SecurityNotice;
  baseUrl: () => string;
  siteName: string;
  clock: Clock;
};
type Person = Pick<User, 'id' | 'name' | 'email' | 'language'>;

export function createPasskeys(parts: Parts) {
  const { store, clock } = parts;
  const origin = () => new URL(parts.baseUrl()).origin;
  const host = () => new URL(parts.baseUrl()).hostname;

  /** WebAuthn knows no bare addresses, only names. */
  const isPossible = () => isIP(host().replace(/^\[|\]$/g, '')) === 0;

  async function addOptions(user: Person) {
    const known = await store.listByUser(user.id, PASSKEYS_MAX);
    return (await webauthn()).generateRegistrationOptions({
      rpName: parts.siteName,
      rpID: host(),
      userName: user.name,
      userDisplayName: user.name,
      userID: Buffer.from(`member:${user.id}`),
      attestationType: 'none',
      excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  }

  async function add(
    user: Person,
    answer: { response: unknown; challenge: string; name: string },
  ): Promise<{ ok: true } | { ok: false; code: PasskeyRefusal }> {
    if ((await store.count(user.id)) >= PASSKEYS_MAX) return { ok: false, code: 'passkeys-full' };
    const credential = await verifiedCredential(answer.response, answer.challenge);
    if (!credential) return { ok: false, code: 'passkey-failed' };
    const isNew = await parts.db.transact(async (trx) => {
      const inserted = await store.insert(trx, {
        userId: user.id,
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString('base64url'),
        counter: credential.counter,
        transports: (credential.transports ?? []).filter((name) => /^[a-z-]{1,20}$/.test(name)).slice(0, 6),
        name: collapse(answer.name).slice(0, PASSKEY_NAME_MAX),
        createdAt: clock(),
      });
      if (inserted) await parts.notice(user, 'passkey-added', trx);
      return inserted;
    });
    return isNew ? { ok: true } : { ok: false, code: 'passkey-known' };
  }

  async function verifiedCredential(response: unknown, expectedChallenge: string) {
    const { verifyRegistrationResponse } = await webauthn();
    const verified = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge,
      expectedOrigin: origin(),
      expectedRPID: host(),
    }).catch(() => null);
    return verified?.verified ? verified.registrationInfo.credential : null;
  }

  async function logInOptions() {
    const { generateAuthenticationOptions } = await webauthn();
    return generateAuthenticationOptions({ rpID: host(), userVerification: 'required' });
  }

  /** The member whose passkey signed; null for everything else. */
  async function logIn(response: unknown, challenge: string): Promise<User | null> {
    const id = (response as { id?: unknown } | null)?.id;
    const passkey = typeof id === 'string' && CREDENTIAL_ID.test(id) ? await store.findByCredential(id) : undefined;
    if (!passkey) return null;
    const counter = await verifiedCounter(passkey, response, challenge);
    if (counter === null) return null;
    const user = await parts.users.find(passkey.userId);
    if (!user || user.deletedAt !== null) return null;
    const isFirst = await store.markUsed(passkey.id, { before: passkey.counter, after: counter }, clock());
    return isFirst ? user : null;
  }

  async function verifiedCounter(
    passkey: Passkey,
    response: unknown,
    expectedChallenge: string,
  ): Promise<number | null> {
    const { verifyAuthenticationResponse } = await webauthn();
    const verified = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge,
      expectedOrigin: origin(),
      expectedRPID: host(),
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    }).catch(() => null);
    return verified?.verified ? verified.authenticationInfo.newCounter : null;
  }

  async function remove(user: Person, id: number): Promise<boolean> {
    return parts.db.transact(async (trx) => {
      const isGone = await store.delete(trx, user.id, id);
      if (isGone) await parts.notice(user, 'passkey-removed', trx);
      return isGone;
    });
  }

  const list = (userId: number) => store.listByUser(userId, PASSKEYS_MAX);
  return { isPossible, addOptions, add, logInOptions, logIn, remove, list, count: store.count };
}
