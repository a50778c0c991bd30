/** The accounts floor over a test database, with hashes that cost next to nothing. */
import { createAuthenticate } from '../../src/accounts/authenticate.js';
import { createChangePassword } from '../../src/accounts/change-password.js';
import { nameKey } from '../../src/accounts/name.js';
import { createPasswords, type Passwords } from '../../src/accounts/password.js';
import { createStrengthCheck } from '../../src/accounts/password-strength.js';
import { createRateLimitStore } from '../../src/accounts/rate-limit-store.js';
import { createRegister } from '../../src/accounts/register.js';
import { createThrottle } from '../../src/accounts/throttle.js';
import type { User } from '../../src/accounts/user.js';
import { createUserStore, type NewUser } from '../../src/accounts/user-store.js';
import type { Db } from '../../src/db/db.js';
import { systemClock } from '../../src/lib/clock.js';

export const cheapCost = { memoryCost: 8, timeCost: 1, parallelism: 1 };
export const goodPassword = 'sunny-otter-lake-42';

export type TestAccounts = ReturnType<typeof testAccounts>;

/** `verified` holds every password that was really compared: the hashes that were paid for. */
export function testAccounts(db: Db) {
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
  const register = createRegister({ users, passwords, strength, clock: systemClock });
  const changePassword = createChangePassword({ users, passwords, authenticate, strength });
  return { users, passwords, verified, strength, rateLimits, authenticate, register, changePassword };
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
