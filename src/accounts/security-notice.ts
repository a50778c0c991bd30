/** A member hears by mail of everything that changes who can get into the account. Without a confirmed address nothing is sent. */
import type { Knex } from 'knex';
import type { SendLetter } from '../lib/mail.js';
import type { AccountLetters, SecurityEvent } from './account-letters.js';
import type { User } from './user.js';

export type SecurityNotice = (
  user: Pick<User, 'name' | 'email' | 'language'>,
  event: SecurityEvent,
  trx?: Knex.Transaction,
) => Promise<void>;

type Parts = { letters: Pick<AccountLetters, 'securityEvent'>; sendLetter: SendLetter };

export function createSecurityNotice({ letters, sendLetter }: Parts): SecurityNotice {
  return async (user, event, trx) => {
    if (user.email === null) return;
    const to = { name: user.name, address: user.email };
    await sendLetter(to, letters.securityEvent(user, event), trx ? { trx } : {});
  };
}
