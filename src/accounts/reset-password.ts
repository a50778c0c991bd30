/**
 * A new password for somebody who forgot it: a link to the confirmed address, then a form.
 * Invariants: the answer says nothing of whether there is such an account, and the work is the same (a token is written in
 * either case); a new password ends all sessions (password.ts) and all other links. The second step stays as it was.
 */
import type { Db } from '../db/db.js';
import { type Clock, HOUR } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { SendLetter } from '../lib/mail.js';
import type { AccountLetters } from './account-letters.js';
import { emailKey } from './email.js';
import { nameKey } from './name.js';
import type { Passwords } from './password.js';
import type { PasswordProblem, StrengthCheck } from './password-strength.js';
import type { Limiter } from './rate-limit-store.js';
import type { SecurityNotice } from './security-notice.js';
import { newToken, tokenHash } from './token.js';
import type { TokenStore } from './token-store.js';
import type { User } from './user.js';
import type { UserStore } from './user-store.js';

const VALID_FOR = HOUR;

type Parts = {
  db: Db;
  users: Pick<UserStore, 'find' | 'findByNameKey' | 'findByEmailKey' | 'updatePassword'>;
  tokens: Pick<TokenStore, 'insert' | 'find' | 'take' | 'deleteOf'>;
  passwords: Pick<Passwords, 'hash'>;
  strength: StrengthCheck;
  letters: Pick<AccountLetters, 'resetPassword'>;
  sendLetter: SendLetter;
  notice: SecurityNotice;
  /** By what was typed: nobody's mailbox can be flooded. */
  mailLimit: Pick<Limiter, 'consume'>;
  clock: Clock;
};

export type PasswordReset = ReturnType<typeof createPasswordReset>;
export type ResetOutcome = { ok: true; user: User } | { ok: false; problem: PasswordProblem };

export function createPasswordReset(parts: Parts) {
  const { db, users, tokens, clock } = parts;

  /** `login` is a name or an address. Says nothing: whoever asks is told the same in any case. */
  async function request(login: string): Promise<void> {
    const key = login.includes('@') ? emailKey(login) : nameKey(login);
    if (!(await parts.mailLimit.consume(key.slice(0, 200))).ok) return;
    const found = await (login.includes('@') ? users.findByEmailKey(key) : users.findByNameKey(key));
    const user = found?.email && found.deletedAt === null ? found : null;
    await issue(user);
  }

  /** The link itself, for an administrator who hands it over: no mail is sent. */
  async function createLink(user: User): Promise<{ path: string; hours: number }> {
    const { token, hash } = newToken();
    await db.transact((trx) => tokens.insert(trx, record(user.id, hash)));
    return { path: `/reset/${token}`, hours: VALID_FOR / HOUR };
  }

  async function issue(user: User | null): Promise<void> {
    const { token, hash } = newToken();
    await db.transact(async (trx) => {
      await tokens.insert(trx, record(user?.id ?? null, hash));
      if (!user?.email) return;
      const letter = parts.letters.resetPassword(user, { token, hours: VALID_FOR / HOUR });
      await parts.sendLetter({ name: user.name, address: user.email }, letter, { trx });
    });
  }

  function record(userId: number | null, hash: string) {
    return { kind: 'reset', userId, email: null, hash, expiresAt: clock() + VALID_FOR } as const;
  }

  async function find(token: unknown): Promise<User | null> {
    const hash = tokenHash(token);
    const found = hash === null ? undefined : await tokens.find('reset', hash, clock());
    const user = found?.userId ? await users.find(found.userId) : undefined;
    return user && user.deletedAt === null ? user : null;
  }

  async function complete(token: unknown, password: string): Promise<ResetOutcome> {
    const hash = tokenHash(token);
    const user = await find(token);
    if (!user || hash === null) throw new AppError('link-expired', { status: 422 });
    const problem = parts.strength(password, [user.name, user.email ?? '']);
    if (problem) return { ok: false, problem };
    const passwordHash = await parts.passwords.hash(password);
    await db.transact(async (trx) => {
      if (!(await tokens.take(trx, 'reset', hash, clock()))) throw new AppError('link-expired', { status: 422 });
      await tokens.deleteOf(trx, user.id, 'reset');
      await users.updatePassword(user.id, passwordHash, trx);
      await parts.notice(user, 'password-reset', trx);
    });
    return { ok: true, user };
  }

  return { request, createLink, find, complete };
}
