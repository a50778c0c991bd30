/** Joins the parts of accounts: registration, log-in, passwords and their limits. No logic. */
import { createAuthenticate } from '../accounts/authenticate.js';
import { createChangePassword } from '../accounts/change-password.js';
import { createFirstAdmin } from '../accounts/first-admin.js';
import { createPasswords, type PasswordOptions } from '../accounts/password.js';
import { createStrengthCheck } from '../accounts/password-strength.js';
import { createRateLimitStore } from '../accounts/rate-limit-store.js';
import { createRegister } from '../accounts/register.js';
import { createThrottle } from '../accounts/throttle.js';
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import type { Stores } from './stores.js';

export function createAccounts(db: Db, stores: Stores, clock: Clock, options?: PasswordOptions) {
  const { users } = stores;
  const passwords = createPasswords(options);
  const rateLimitStore = createRateLimitStore(db);
  const authenticate = createAuthenticate({ users, passwords, throttle: createThrottle(rateLimitStore) });
  const strength = createStrengthCheck();
  return {
    passwords,
    strength,
    rateLimitStore,
    authenticate,
    register: createRegister({ users, passwords, strength, clock }),
    firstAdmin: createFirstAdmin({ users, passwords, clock }),
    changePassword: createChangePassword({ users, passwords, authenticate, strength }),
  };
}
