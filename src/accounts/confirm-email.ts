/**
 * An address becomes a member's by a link that was sent there: at registration and at every change.
 * Invariants: whoever asks cannot tell whether the address is somebody's already, only its owner is told, by mail. An
 * address that was confirmed before stays in force until the new one is, and is told of the change.
 */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';
import type { Language } from '../i18n/language.js';
import { type Clock, HOUR } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { SendLetter } from '../lib/mail.js';
import type { AccountLetters } from './account-letters.js';
import { emailKey } from './email.js';
import { newToken, tokenHash } from './token.js';
import type { TokenStore } from './token-store.js';
import { violatedColumn } from './unique-violation.js';
import type { User } from './user.js';
import type { UserStore } from './user-store.js';

const VALID_FOR = 24 * HOUR;

type Parts = {
  db: Db;
  users: Pick<UserStore, 'find' | 'findByEmailKey' | 'updatePendingEmail' | 'confirmEmail'>;
  tokens: Pick<TokenStore, 'insert' | 'find' | 'take' | 'deleteOf' | 'deleteOtherAddresses'>;
  letters: Pick<AccountLetters, 'confirmAddress' | 'addressInUse' | 'addressChanged'>;
  sendLetter: SendLetter;
  clock: Clock;
};

export type EmailRequest = { user: Pick<User, 'id' | 'name'>; email: string; language: Language };
export type EmailConfirmation = ReturnType<typeof createEmailConfirmation>;

export function createEmailConfirmation(parts: Parts) {
  const { db, users, tokens, letters, clock } = parts;

  /** Sends the link. With `trx`, together with the registration that asks for it. */
  async function request(asked: EmailRequest, trx?: Knex.Transaction): Promise<void> {
    const work = (within: Knex.Transaction) => write(within, asked);
    await (trx ? work(trx) : db.transact(work));
  }

  async function write(trx: Knex.Transaction, { user, email, language }: EmailRequest) {
    const owner = await users.findByEmailKey(emailKey(email), trx);
    const isTaken = owner !== undefined && owner.id !== user.id;
    const { token, hash } = newToken();
    await users.updatePendingEmail(user.id, email, trx);
    await tokens.deleteOtherAddresses(trx, user.id, email);
    // A token that nobody is told confirms nothing; it is written so that both cases are the same work.
    const expiresAt = clock() + VALID_FOR;
    await tokens.insert(trx, { kind: 'email', userId: user.id, email, hash, expiresAt });
    const letter = isTaken
      ? letters.addressInUse(language, user.name)
      : letters.confirmAddress(language, { name: user.name, token, hours: VALID_FOR / HOUR });
    await parts.sendLetter({ name: user.name, address: email }, letter, { trx });
  }

  /** What the link is about, for the page with the button; null when it is no longer good. */
  async function find(token: unknown): Promise<{ email: string; name: string } | null> {
    const hash = tokenHash(token);
    const found = hash === null ? undefined : await tokens.find('email', hash, clock());
    const user = found?.userId ? await users.find(found.userId) : undefined;
    return found?.email && user ? { email: found.email, name: user.name } : null;
  }

  async function confirm(token: unknown): Promise<User> {
    const hash = tokenHash(token);
    const confirmed = hash === null ? null : await db.transact((trx) => take(trx, hash)).catch(nullIfTaken);
    if (!confirmed) throw new AppError('link-expired', { status: 422 });
    return confirmed;
  }

  async function take(trx: Knex.Transaction, hash: string): Promise<User | null> {
    const found = await tokens.take(trx, 'email', hash, clock());
    const user = found?.userId ? await users.find(found.userId, trx) : undefined;
    if (!found?.email || !user || user.deletedAt !== null) return null;
    const email = found.email;
    if (!(await users.confirmEmail(user.id, { email, emailKey: emailKey(email) }, trx))) return null;
    await tokens.deleteOf(trx, user.id, 'email');
    if (user.email !== null && emailKey(user.email) !== emailKey(email)) {
      const letter = letters.addressChanged(user);
      await parts.sendLetter({ name: user.name, address: user.email }, letter, { trx });
    }
    return { ...user, email, pendingEmail: null, isUnverified: false };
  }

  return { request, find, confirm };
}

/** Two accounts may wait for one address; of two links opened in the same moment the database lets one through. */
function nullIfTaken(error: unknown): null {
  if (violatedColumn(error) === 'email_key') return null;
  throw error;
}
