/** Forgotten password: ask for a link, choose a new one. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { networkOf } from '../../accounts/network.js';
import type { PasswordReset } from '../../accounts/reset-password.js';
import { errorText } from '../../i18n/texts.js';
import { parseForm } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { loginForm, passwordForm } from './forms.js';
import { keepPace, type Pace } from './pace.js';
import type { ConfirmPage, NewPasswordPage, ResetPage } from './pages.js';
import { tokenParam } from './token-param.js';

export type ResetHandlers = {
  showReset: Handler;
  requestReset: Handler;
  showNewPassword: Handler;
  setPassword: Handler;
};

/** `mailPace` counts per network what makes the site send mail. */
type Parts = { passwordReset: PasswordReset; mailPace: Pace };

const askForm = loginForm.pick({ login: true });
const chooseForm = z.object({ newPassword: passwordForm.shape.newPassword });

export function createResetHandlers({ passwordReset, mailPace }: Parts): ResetHandlers {
  return {
    showReset: (req, res) => showAsk(req, res, { values: {}, errors: {} }),
    requestReset: async (req, res) => {
      const parsed = parseForm(askForm, req.body, res.locals.t);
      if (!parsed.ok) return showAsk(req, res, parsed.form);
      await keepPace(mailPace, networkOf(req.ip));
      await passwordReset.request(parsed.value.login);
      setNotice(req, 'reset-sent');
      res.redirect(303, urls.login);
    },
    showNewPassword: async (req, res) => {
      const user = await passwordReset.find(tokenParam(req));
      if (!user) return showExpired(req, res);
      await showChoose(req, res, { name: user.name, form: { values: {}, errors: {} } });
    },
    setPassword: async (req, res) => {
      const user = await passwordReset.find(tokenParam(req));
      if (!user) return showExpired(req, res);
      const parsed = parseForm(chooseForm, req.body, res.locals.t);
      if (!parsed.ok) return showChoose(req, res, { name: user.name, form: parsed.form });
      const outcome = await passwordReset.complete(tokenParam(req), parsed.value.newPassword);
      if (!outcome.ok) {
        const message = errorText(res.locals.t, outcome.problem.code, outcome.problem.params);
        return showChoose(req, res, { name: user.name, form: { values: {}, errors: { newPassword: message } } });
      }
      setNotice(req, 'password-reset');
      res.redirect(303, urls.login);
    },
  };
}

async function showAsk(req: Request, res: Response, form: FormState<'login'>): Promise<void> {
  const page: ResetPage = { form };
  await show(req, res, 'accounts/reset', { title: res.locals.t.membership.resetTitle, page, status: statusOf(form) });
}

async function showChoose(req: Request, res: Response, shown: Omit<NewPasswordPage, 'action'>): Promise<void> {
  const page: NewPasswordPage = { ...shown, action: req.path };
  const title = res.locals.t.membership.newPasswordTitle;
  await show(req, res, 'accounts/new-password', { title, page, status: statusOf(shown.form) });
}

async function showExpired(req: Request, res: Response): Promise<void> {
  const { linkExpiredTitle: title, linkExpiredHint: intro, resetTitle: name } = res.locals.t.membership;
  const page: ConfirmPage = { title, intro, link: { url: urls.reset, name } };
  await show(req, res, 'accounts/confirm', { title, page, status: 410 });
}

type Shown = { title: string; page: object; status: number };

async function show(req: Request, res: Response, view: string, { title, page, status }: Shown): Promise<void> {
  const head = { title, description: title, path: req.path, isUnlisted: true, hasForm: true };
  await renderPage(req, res, view, { head, page, status });
}

function statusOf(form: FormState<string>): number {
  return Object.keys(form.errors).length > 0 ? 422 : 200;
}
