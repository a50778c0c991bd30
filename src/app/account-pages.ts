/** Joins the pages of accounts: handlers and their limits. No logic. */
import { HOUR, SECOND } from '../lib/clock.js';
import { createAccountHandlers } from '../web/accounts/account.js';
import { createLogInHandlers } from '../web/accounts/log-in.js';
import { createLogOut } from '../web/accounts/log-out.js';
import { createOwnDataHandlers } from '../web/accounts/own-data.js';
import { createPasskeyHandlers } from '../web/accounts/passkeys.js';
import { createRegisterHandlers } from '../web/accounts/register.js';
import { createResetHandlers } from '../web/accounts/reset-password.js';
import { createSecondFactorHandlers } from '../web/accounts/second-factor.js';
import { createSecondStep, createSecondStepHandlers } from '../web/accounts/second-step.js';
import { createSecurityHandlers } from '../web/accounts/security.js';
import { createSessionHandlers } from '../web/accounts/sessions.js';
import { createVerifyHandlers } from '../web/accounts/verify-email.js';
import type { Authentication } from '../web/authentication.js';
import type { Services } from './services.js';

export type AccountPages = ReturnType<typeof createAccountPages>;

export function createAccountPages(services: Services, authentication: Authentication) {
  const { config, rateLimitStore } = services;
  const hourly = (name: string, points: number) => rateLimitStore.limiter({ name, points, seconds: HOUR / SECOND });
  const parts = {
    ...services,
    authentication,
    isOpen: config.REGISTRATION,
    isEmailRequired: config.requiresEmail,
    // An office shares a network; a mailbox gets no more than its owner can have asked for.
    mailPace: hourly('mail-network', 20),
    emailPace: hourly('mail-member', 5),
    passkeyPace: hourly('passkey-network', 50),
    exportPace: hourly('export', 5),
    siteName: config.SITE_NAME,
  };
  const steps = createSecondStep(parts);
  return {
    ...createRegisterHandlers(parts),
    ...createLogInHandlers({ authentication, secondStep: steps, hasPasskeys: services.passkeys.isPossible }),
    ...createSecondStepHandlers({ ...parts, steps }),
    ...createSecondFactorHandlers(parts),
    ...createPasskeyHandlers(parts),
    ...createOwnDataHandlers(parts),
    ...createSessionHandlers(parts),
    ...createAccountHandlers(parts),
    ...createSecurityHandlers(parts),
    ...createVerifyHandlers(parts),
    ...createResetHandlers(parts),
    logOut: createLogOut(parts),
  };
}
