/**
 * The second step of logging in: a code of an app (TOTP, RFC 6238) or one of ten recovery codes.
 * Invariants: secrets are locked, recovery codes hashed; no code is good twice; tries are counted in the database, so a
 * restart gives nobody new ones. Who manages the site can switch the step off for somebody (command line) but sees nothing.
 */
import { Secret, TOTP } from 'otpauth';
import type { Db } from '../db/db.js';
import { type Clock, HOUR, SECOND } from '../lib/clock.js';
import type { FactorStore } from './factor-store.js';
import type { Limiter } from './rate-limit-store.js';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.js';
import type { SecretBox } from './secret-box.js';
import type { SecurityNotice } from './security-notice.js';
import type { User } from './user.js';

const PERIOD = 30;
// A clock may be half a minute off, and typing takes time.
const WINDOW = 1;
const PENDING_FOR = HOUR;

export type CodeCheck = { ok: true } | { ok: false; code: 'code-wrong' } | TooMany;
type TooMany = { ok: false; code: 'too-many-requests'; seconds: number };
export type SecondFactor = ReturnType<typeof createSecondFactor>;

type Parts = {
  db: Db;
  factors: FactorStore;
  box: SecretBox;
  notice: SecurityNotice;
  /** By member: whoever gets here knows the password, so no stranger can use it up. */
  tries: Pick<Limiter, 'consume' | 'reset'>;
  /** Counted beside them for a whole day, so that patience brings nobody through all codes. */
  triesOfDay: Pick<Limiter, 'consume' | 'reset'>;
  /** Wrong codes until the owner is told, and how often that is. */
  wrong: Pick<Limiter, 'consume' | 'reset'>;
  told: Pick<Limiter, 'consume'>;
  siteName: string;
  clock: Clock;
};

type Person = Pick<User, 'id' | 'name' | 'email' | 'language'>;

export function createSecondFactor(parts: Parts) {
  const { factors, box, clock } = parts;
  const contextOf = (userId: number) => `totp:${userId}`;

  function generator(user: Person, secret: string): TOTP {
    return new TOTP({ issuer: parts.siteName, label: user.name, period: PERIOD, secret: Secret.fromBase32(secret) });
  }

  /** The step that the code belongs to; null when it fits none of those about now. */
  function stepOf(user: Person, secret: string, code: string): number | null {
    const digits = code.replace(/\s/g, '');
    if (!/^\d{6}$/.test(digits)) return null;
    const delta = generator(user, secret).validate({ token: digits, timestamp: clock(), window: WINDOW });
    return delta === null ? null : Math.floor(clock() / SECOND / PERIOD) + delta;
  }

  async function isOn(userId: number): Promise<boolean> {
    return ((await factors.findTotp(userId))?.confirmedAt ?? null) !== null;
  }

  /** A secret that waits for its first code; it is forgotten after an hour. */
  async function findPending(user: Person): Promise<{ secret: string; uri: string } | null> {
    const record = await factors.findTotp(user.id);
    if (!record || record.confirmedAt !== null || clock() - record.createdAt > PENDING_FOR) return null;
    const secret = box.open(record.secret, contextOf(user.id));
    return secret === null ? null : { secret, uri: generator(user, secret).toString() };
  }

  async function start(user: Person): Promise<void> {
    const secret = new Secret({ size: 20 }).base32;
    await factors.upsertPending(user.id, box.lock(secret, contextOf(user.id)), clock());
  }

  /** Switches the step on and returns the recovery codes: the only time that anybody sees them. */
  async function confirm(
    user: Person,
    code: string,
  ): Promise<{ ok: true; codes: string[] } | Exclude<CodeCheck, { ok: true }>> {
    const verdict = await parts.tries.consume(String(user.id));
    if (!verdict.ok) return { ok: false, code: 'too-many-requests', seconds: verdict.seconds };
    const pending = await findPending(user);
    const step = pending && stepOf(user, pending.secret, code);
    if (step === null || !(await factors.takeStep(user.id, step))) return { ok: false, code: 'code-wrong' };
    const codes = newRecoveryCodes();
    await parts.db.transact(async (trx) => {
      await factors.confirm(trx, user.id, clock());
      await factors.replaceCodes(trx, user.id, hashesOf(codes));
      await parts.notice(user, 'totp-on', trx);
    });
    await parts.tries.reset(String(user.id));
    return { ok: true, codes };
  }

  /** At login. */
  async function check(user: Person, code: string): Promise<CodeCheck> {
    const key = String(user.id);
    for (const limit of [parts.tries, parts.triesOfDay]) {
      const verdict = await limit.consume(key);
      if (!verdict.ok) return { ok: false, code: 'too-many-requests', seconds: verdict.seconds };
    }
    const isRight = (await isTotp(user, code)) || (await isRecovery(user, code));
    if (!isRight) {
      await tellOwner(user);
      return { ok: false, code: 'code-wrong' };
    }
    for (const limit of [parts.tries, parts.triesOfDay, parts.wrong]) await limit.reset(key);
    return { ok: true };
  }

  /** Somebody knows the password and guesses at the code. */
  async function tellOwner(user: Person): Promise<void> {
    const key = String(user.id);
    if ((await parts.wrong.consume(key)).ok || !(await parts.told.consume(key)).ok) return;
    await parts.notice(user, 'codes-guessed');
  }

  async function isTotp(user: Person, code: string): Promise<boolean> {
    const record = await factors.findTotp(user.id);
    const secret = record && record.confirmedAt !== null ? box.open(record.secret, contextOf(user.id)) : null;
    const step = secret === null ? null : stepOf(user, secret, code);
    return step !== null && (await factors.takeStep(user.id, step));
  }

  async function isRecovery(user: Person, code: string): Promise<boolean> {
    const hash = recoveryCodeHash(code);
    if (hash === null || !(await factors.takeCode(user.id, hash, clock()))) return false;
    await parts.notice(user, 'recovery-used');
    return true;
  }

  async function renewCodes(user: Person): Promise<string[]> {
    const codes = newRecoveryCodes();
    await parts.db.transact(async (trx) => {
      await factors.replaceCodes(trx, user.id, hashesOf(codes));
      await parts.notice(user, 'recovery-renewed', trx);
    });
    return codes;
  }

  async function switchOff(user: Person): Promise<void> {
    await parts.db.transact(async (trx) => {
      await factors.deleteAll(trx, user.id);
      await parts.notice(user, 'totp-off', trx);
    });
  }

  return { isOn, findPending, start, confirm, check, renewCodes, switchOff, countCodes: factors.countCodes };
}

function hashesOf(codes: readonly string[]): string[] {
  return codes.map((code) => recoveryCodeHash(code) ?? '');
}
