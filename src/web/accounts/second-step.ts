/** Logging in, second step: the password was right, a code is asked for. Until then nobody is logged in. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { SecondFactor } from '../../accounts/second-factor.js';
import type { User } from '../../accounts/user.js';
import type { UserStore } from '../../accounts/user-store.js';
import { errorText } from '../../i18n/texts.js';
import { type Clock, MINUTE } from '../../lib/clock.js';
import type { Authentication } from '../authentication.js';
import { parseForm } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice, startAnonymousSession } from '../session.js';
import { urls } from '../urls.js';
import type { SecondStepPage } from './pages.js';

/** From the right password to the code; then the password is asked for again. */
const TIME_TO_TYPE = 10 * MINUTE;

const codeForm = z.object({ code: z.string('required').trim().min(1, 'required').max(40, 'too-long') });

type Parts = {
  users: Pick<UserStore, 'findStamped'>;
  secondFactor: Pick<SecondFactor, 'isOn' | 'check'>;
  authentication: Pick<Authentication, 'logIn'>;
  clock: Clock;
};

export type SecondStep = ReturnType<typeof createSecondStep>;
export type SecondStepHandlers = { showSecondStep: Handler; secondStep: Handler };

export function createSecondStep({ users, secondFactor, clock }: Parts) {
  return {
    isAsked: (user: User) => secondFactor.isOn(user.id),

    begin: async (req: Request, user: User, next: string): Promise<void> => {
      const stamp = (await users.findStamped(user.id))?.stamp ?? '';
      startAnonymousSession(req);
      req.session.secondStep = { userId: user.id, stamp, next, at: clock() };
    },

    /** Whose code is awaited; null when nobody's is, it took too long, or the password was changed meanwhile. */
    find: async (req: Request): Promise<{ user: User; next: string } | null> => {
      const begun = req.session.secondStep;
      if (!begun || clock() - begun.at > TIME_TO_TYPE) return null;
      const found = await users.findStamped(begun.userId);
      return found && found.stamp === begun.stamp ? { user: found.user, next: begun.next } : null;
    },
  };
}

export function createSecondStepHandlers(parts: Parts & { steps: Pick<SecondStep, 'find'> }): SecondStepHandlers {
  return {
    showSecondStep: async (req, res) => {
      if (req.user || !(await parts.steps.find(req))) return res.redirect(303, req.user ? urls.home : urls.login);
      await show(req, res, { values: {}, errors: {} }, 200);
    },
    secondStep: async (req, res) => {
      const begun = await parts.steps.find(req);
      if (!begun) return res.redirect(303, urls.login);
      const parsed = parseForm(codeForm, req.body, res.locals.t);
      if (!parsed.ok) return show(req, res, { values: {}, errors: parsed.form.errors }, 422);
      const checked = await parts.secondFactor.check(begun.user, parsed.value.code);
      if (!checked.ok) return refuse(req, res, checked);
      await parts.authentication.logIn(req, begun.user);
      setNotice(req, 'logged-in', { name: begun.user.name });
      res.redirect(303, begun.next);
    },
  };
}

type Refusal = { code: string; seconds?: number };

async function refuse(req: Request, res: Response, { code, seconds = 0 }: Refusal): Promise<void> {
  const isLimit = code === 'too-many-requests';
  if (isLimit) res.set('Retry-After', String(seconds));
  const message = errorText(res.locals.t, code, { seconds });
  await show(req, res, { values: {}, errors: { [isLimit ? 'form' : 'code']: message } }, isLimit ? 429 : 422);
}

async function show(req: Request, res: Response, form: FormState<'code'>, status: number): Promise<void> {
  const page: SecondStepPage = { form };
  const title = res.locals.t.membership.secondStepTitle;
  const head = { title, description: title, path: urls.secondStep, isUnlisted: true, hasForm: true };
  await renderPage(req, res, 'accounts/second-step', { head, page, status });
}
