/**
 * A member leaves. Asked for with the password, done after a week: until then the account works, says so on every page,
 * and is kept by a button or by the link of a letter.
 * Invariants: afterwards nothing leads from the posts that stay to a person, nobody can log in, and the name is free again;
 * the row stays, because posts, votes and the log of moderation refer to it. Done in one transaction, once.
 */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';
import type { Format } from '../i18n/format.js';
import { isLanguage, type Language } from '../i18n/language.js';
import { textsFor } from '../i18n/texts.js';
import { type Clock, DAY } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { SendLetter } from '../lib/mail.js';
import type { AccountLetters } from './account-letters.js';
import type { FactorStore } from './factor-store.js';
import type { PasskeyStore } from './passkey-store.js';
import type { SessionStore } from './session-store.js';
import { newToken, tokenHash } from './token.js';
import type { TokenStore } from './token-store.js';
import type { User } from './user.js';
import type { DeleteMode, UserStore } from './user-store.js';

export const GRACE = 7 * DAY;
const BATCH = 50;

/** Areas erase what is theirs, in the same transaction. */
export type EraseOwnData = (trx: Knex.Transaction, userId: number, mode: DeleteMode) => Promise<void>;

type Parts = {
  db: Db;
  users: Pick<UserStore, 'find' | 'updateLeaving' | 'listLeaving' | 'isLastAdmin' | 'anonymise'>;
  tokens: Pick<TokenStore, 'insert' | 'find' | 'take' | 'deleteOf'>;
  factors: Pick<FactorStore, 'deleteAll'>;
  passkeyStore: Pick<PasskeyStore, 'deleteAll'>;
  sessionRows: Pick<SessionStore, 'deleteOthers'>;
  letters: Pick<AccountLetters, 'leaving'>;
  sendLetter: SendLetter;
  formatFor: (language: Language) => Format;
  defaultLanguage: Language;
  clock: Clock;
};

export type AccountDeletion = ReturnType<typeof createAccountDeletion>;

export function createAccountDeletion(parts: Parts) {
  const { db, users, tokens, clock } = parts;

  async function request(user: User, mode: DeleteMode): Promise<number> {
    const dueAt = clock() + GRACE;
    const { token, hash } = newToken();
    await db.transact(async (trx) => {
      if (await users.isLastAdmin(trx, user.id)) throw new AppError('last-admin', { status: 422 });
      await users.updateLeaving(user.id, { dueAt, mode }, trx);
      await tokens.deleteOf(trx, user.id, 'keep-account');
      await tokens.insert(trx, { kind: 'keep-account', userId: user.id, email: null, hash, expiresAt: dueAt });
      if (user.email === null) return;
      const language = isLanguage(user.language) ? user.language : parts.defaultLanguage;
      const letter = parts.letters.leaving(user, { token, date: parts.formatFor(language).date(dueAt) });
      await parts.sendLetter({ name: user.name, address: user.email }, letter, { trx });
    });
    return dueAt;
  }

  async function keep(userId: number): Promise<void> {
    await db.transact(async (trx) => {
      await users.updateLeaving(userId, null, trx);
      await tokens.deleteOf(trx, userId, 'keep-account');
    });
  }

  async function findByLink(token: unknown): Promise<User | null> {
    const hash = tokenHash(token);
    const found = hash === null ? undefined : await tokens.find('keep-account', hash, clock());
    return (found?.userId ? await users.find(found.userId) : undefined) ?? null;
  }

  async function keepByLink(token: unknown): Promise<void> {
    const user = await findByLink(token);
    if (!user) throw new AppError('link-expired', { status: 422 });
    await keep(user.id);
  }

  /** The week is over. An account that is kept in the same moment stays: the row is asked again. */
  async function deleteDue(erase: readonly EraseOwnData[], isStopping: () => boolean = () => false): Promise<number> {
    let deleted = 0;
    for (const { id, mode } of await users.listLeaving(clock(), BATCH)) {
      if (isStopping()) break;
      const name = textsFor(parts.defaultLanguage).ownData.formerMember(id);
      const isGone = await db.transact(async (trx) => {
        // The others may have lost their role in that week: then the account waits until there is another administrator.
        if (await users.isLastAdmin(trx, id)) return false;
        if (!(await users.anonymise(trx, id, { name, at: clock() }))) return false;
        for (const eraseOwn of erase) await eraseOwn(trx, id, mode);
        await tokens.deleteOf(trx, id);
        await parts.factors.deleteAll(trx, id);
        await parts.passkeyStore.deleteAll(trx, id);
        return true;
      });
      if (!isGone) continue;
      await parts.sessionRows.deleteOthers(id, null);
      deleted++;
    }
    return deleted;
  }

  return { request, keep, findByLink, keepByLink, deleteDue };
}
