/** Page and form of login. */
import type { Request, Response } from 'express';
import type { Authenticated } from '../../accounts/authenticate.js';
import { errorText, type Texts } from '../../i18n/texts.js';
import type { Authentication } from '../authentication.js';
import { parseForm, typedValues } from '../form.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { safeNext } from '../safe-redirect.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { loginForm } from './forms.js';
import type { LoginPage } from './pages.js';
import type { SecondStep } from './second-step.js';

export type LogInHandlers = { showLogIn: Handler; logIn: Handler };

type Refusal = Exclude<Authenticated, { ok: true }>;

type Parts = {
  authentication: Pick<Authentication, 'check' | 'logIn'>;
  secondStep: Pick<SecondStep, 'isAsked' | 'begin'>;
  hasPasskeys: () => boolean;
};

export function createLogInHandlers({ authentication, secondStep, hasPasskeys }: Parts): LogInHandlers {
  const show = (req: Request, res: Response, page: Omit<LoginPage, 'hasPasskeys'>, status: number) =>
    showPage(req, res, { ...page, hasPasskeys: hasPasskeys() }, status);

  async function refuse(req: Request, res: Response, refusal: Refusal, next: string): Promise<void> {
    const form = { values: typedValues(req.body), errors: { form: messageOf(refusal, res.locals.t) } };
    if (refusal.code === 'too-many-requests') res.set('Retry-After', String(refusal.seconds));
    await show(req, res, { form, next }, refusal.code === 'too-many-requests' ? 429 : 422);
  }

  return {
    showLogIn: async (req, res) => {
      const next = safeNext(req.query.next, urls.home);
      if (req.user) return res.redirect(303, next);
      await show(req, res, { form: { values: {}, errors: {} }, next }, 200);
    },
    logIn: async (req, res) => {
      const next = safeNext(req.body?.next, urls.home);
      const parsed = parseForm(loginForm, req.body, res.locals.t);
      if (!parsed.ok) return show(req, res, { form: parsed.form, next }, 422);
      const result = await authentication.check(req, res);
      if (!result.ok) return refuse(req, res, result, next);
      if (await secondStep.isAsked(result.user)) {
        await secondStep.begin(req, result.user, next);
        return res.redirect(303, urls.secondStep);
      }
      await authentication.logIn(req, result.user);
      setNotice(req, 'logged-in', { name: result.user.name });
      res.redirect(303, next);
    },
  };
}

function messageOf(refusal: Refusal, t: Texts): string {
  return errorText(t, refusal.code, 'seconds' in refusal ? { seconds: refusal.seconds } : {});
}

async function showPage(req: Request, res: Response, page: LoginPage, status: number): Promise<void> {
  const { accounts } = res.locals.t;
  const head = { title: accounts.loginTitle, description: accounts.loginTitle, path: urls.login, isUnlisted: true };
  await renderPage(req, res, 'accounts/login', { head, page, status });
}
