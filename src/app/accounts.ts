/** Joins the parts of accounts: registration, log-in, passwords, addresses and their limits. No logic. */
import { createAccountLetters } from '../accounts/account-letters.js';
import { createAuthenticate } from '../accounts/authenticate.js';
import { createChangePassword } from '../accounts/change-password.js';
import { createEmailConfirmation } from '../accounts/confirm-email.js';
import { createFactorStore } from '../accounts/factor-store.js';
import { createFirstAdmin } from '../accounts/first-admin.js';
import { createPasskeyStore } from '../accounts/passkey-store.js';
import { createPasskeys } from '../accounts/passkeys.js';
import { createPasswords, type PasswordOptions } from '../accounts/password.js';
import { createStrengthCheck } from '../accounts/password-strength.js';
import { createRateLimitStore } from '../accounts/rate-limit-store.js';
import { createEnrol, createRegister } from '../accounts/register.js';
import { createPasswordReset } from '../accounts/reset-password.js';
import { createSecondFactor } from '../accounts/second-factor.js';
import { createSecretBox } from '../accounts/secret-box.js';
import { createSecurityNotice } from '../accounts/security-notice.js';
import { createThrottle } from '../accounts/throttle.js';
import { createTokenStore } from '../accounts/token-store.js';
import type { Config } from '../config/load-config.js';
import type { Db } from '../db/db.js';
import { type Clock, DAY, HOUR, MINUTE, SECOND } from '../lib/clock.js';
import type { SendLetter } from '../lib/mail.js';
import type { Stores } from './stores.js';

type Parts = {
  db: Db;
  stores: Stores;
  clock: Clock;
  config: Pick<Config, 'SITE_NAME' | 'DEFAULT_LANGUAGE' | 'requiresEmail' | 'sessionSecret'>;
  baseUrl: () => string;
  sendLetter: SendLetter;
};

export function createAccounts(given: Parts, options?: PasswordOptions) {
  const { db, config, clock, sendLetter } = given;
  const { users } = given.stores;
  const passwords = createPasswords(options);
  const rateLimitStore = createRateLimitStore(db);
  const strength = createStrengthCheck();
  const letters = createAccountLetters({
    siteName: config.SITE_NAME,
    baseUrl: given.baseUrl,
    defaultLanguage: config.DEFAULT_LANGUAGE,
  });
  const notice = createSecurityNotice({ letters, sendLetter });
  const tokens = createTokenStore(db);
  const authenticate = createAuthenticate({ users, passwords, throttle: createThrottle(rateLimitStore) });
  const parts = { db, users, passwords, strength, clock, letters, notice, sendLetter, tokens, authenticate };
  const passkeyStore = createPasskeyStore(db);
  const factors = createFactorStore(db);
  const emails = createEmailConfirmation(parts);
  return {
    passwords,
    strength,
    rateLimitStore,
    tokens,
    accountLetters: letters,
    securityNotice: notice,
    authenticate,
    emails,
    register: createRegister({ ...parts, emails, rule: { isRequired: config.requiresEmail } }),
    enrol: createEnrol(parts),
    passwordReset: createPasswordReset({
      ...parts,
      mailLimit: rateLimitStore.limiter({ name: 'reset-mail', points: 3, seconds: HOUR / SECOND }),
    }),
    firstAdmin: createFirstAdmin(parts),
    changePassword: createChangePassword(parts),
    passkeys: createPasskeys({
      ...parts,
      store: passkeyStore,
      baseUrl: given.baseUrl,
      siteName: config.SITE_NAME,
    }),
    passkeyStore,
    factors,
    secondFactor: createSecondFactor({
      ...parts,
      factors,
      box: createSecretBox(config.sessionSecret),
      tries: rateLimitStore.limiter({ name: 'second-step', points: 5, seconds: (15 * MINUTE) / SECOND }),
      triesOfDay: rateLimitStore.limiter({ name: 'second-step-day', points: 20, seconds: DAY / SECOND }),
      wrong: rateLimitStore.limiter({ name: 'second-step-wrong', points: 4, seconds: DAY / SECOND }),
      told: rateLimitStore.limiter({ name: 'second-step-told', points: 1, seconds: DAY / SECOND }),
      siteName: config.SITE_NAME,
    }),
  };
}
