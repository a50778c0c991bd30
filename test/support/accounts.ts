/** The accounts floor over a test database, with hashes that cost next to nothing. */
import { createAccountLetters } from '../../src/accounts/account-letters.js';
import { createAuthenticate } from '../../src/accounts/authenticate.js';
import { createChangePassword } from '../../src/accounts/change-password.js';
import { createEmailConfirmation } from '../../src/accounts/confirm-email.js';
import { nameKey } from '../../src/accounts/name.js';
import { createPasswords, type Passwords } from '../../src/accounts/password.js';
import { createStrengthCheck } from '../../src/accounts/password-strength.js';
import { createRateLimitStore } from '../../src/accounts/rate-limit-store.js';
import { createEnrol, createRegister } from '../../src/accounts/register.js';
import { createPasswordReset } from '../../src/accounts/reset-password.js';
import { createSecurityNotice } from '../../src/accounts/security-notice.js';
import { createSessionStore } from '../../src/accounts/session-store.js';
import { createThrottle } from '../../src/accounts/throttle.js';
import { createTokenStore } from '../../src/accounts/token-store.js';
import type { User } from '../../src/accounts/user.js';
import { createUserStore, type NewUser } from '../../src/accounts/user-store.js';
import type { Db } from '../../src/db/db.js';
import { type Clock, systemClock } from '../../src/lib/clock.js';
import type { Letter, MailAddress, SendLetter } from '../../src/lib/mail.js';

export const cheapCost = { memoryCost: 8, timeCost: 1, parallelism: 1 };
export const goodPassword = 'sunny-otter-lake-42';

export type TestAccounts = ReturnType<typeof testAccounts>;

/** `verified` holds every password that was really compared: the hashes that were paid for. */
export type SentLetter = { to: MailAddress; letter: Letter };
type Wishes = { requiresEmail?: boolean; clock?: Clock };

export function testAccounts(db: Db, { requiresEmail = false, clock = systemClock }: Wishes = {}) {
  const users = createUserStore(db);
  const plain = createPasswords({ cost: cheapCost });
  const verified: string[] = [];
  const passwords: Passwords = {
    hash: plain.hash,
    verify: (stored, password) => {
      verified.push(password);
      return plain.verify(stored, password);
    },
  };
  const strength = createStrengthCheck();
  const rateLimits = createRateLimitStore(db);
  const authenticate = createAuthenticate({ users, passwords, throttle: createThrottle(rateLimits) });
  const sent: SentLetter[] = [];
  const sendLetter: SendLetter = async (to, letter) => void sent.push({ to, letter });
  const letters = createAccountLetters({
    siteName: 'Hustings',
    baseUrl: () => 'https://hustings.example',
    defaultLanguage: 'en',
  });
  const notice = createSecurityNotice({ letters, sendLetter });
  const tokens = createTokenStore(db);
  const parts = { db, users, passwords, strength, authenticate, letters, sendLetter, notice, tokens, clock };
  const emails = createEmailConfirmation(parts);
  return {
    ...parts,
    sessionRows: createSessionStore(db),
    verified,
    rateLimits,
    emails,
    sent,
    register: createRegister({ ...parts, emails, rule: { isRequired: requiresEmail } }),
    enrol: createEnrol(parts),
    changePassword: createChangePassword(parts),
    passwordReset: createPasswordReset({
      ...parts,
      mailLimit: rateLimits.limiter({ name: 'reset-mail', points: 3, seconds: 3600 }),
    }),
  };
}

export function newUser(name: string, more: Partial<NewUser> = {}): NewUser {
  const base = { name, nameKey: nameKey(name), email: null, emailKey: null, passwordHash: null };
  return { ...base, role: 'member', language: null, createdAt: 1_700_000_000_000, ...more };
}

/** A member who can log in with `goodPassword`. */
export async function addMember(accounts: TestAccounts, name: string, email: string | null = null): Promise<User> {
  const passwordHash = await accounts.passwords.hash(goodPassword);
  const outcome = await accounts.users.insert(
    newUser(name, { email, emailKey: email?.toLowerCase() ?? null, passwordHash }),
  );
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.user;
}
