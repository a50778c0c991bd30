/** Page and form of registration: a new member is logged in at once. */
import type { Request, Response } from 'express';
import type { Problems, Register } from '../../accounts/register.js';
import { errorText, type Texts } from '../../i18n/texts.js';
import { AppError } from '../../lib/errors.js';
import type { Authentication } from '../authentication.js';
import { parseForm, typedValues } from '../form.js';
import type { FormState, PageHead } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { safeNext } from '../safe-redirect.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { registerForm } from './forms.js';
import type { RegisterPage } from './pages.js';

export type RegisterHandlers = { showRegister: Handler; register: Handler };

type Parts = {
  register: Register;
  authentication: Pick<Authentication, 'logIn'>;
  isOpen: boolean;
  isEmailRequired: boolean;
};

export function createRegisterHandlers({ register, authentication, isOpen, isEmailRequired }: Parts): RegisterHandlers {
  const show = (req: Request, res: Response, form: RegisterPage['form'], next: string) => {
    const page: RegisterPage = { form, next, isOpen, isEmailRequired };
    const status = Object.keys(form.errors).length > 0 ? 422 : 200;
    return renderPage(req, res, 'accounts/register', { head: head(res.locals.t), page, status });
  };

  return {
    showRegister: async (req, res) => {
      const next = safeNext(req.query.next, urls.home);
      if (req.user) return res.redirect(303, next);
      await show(req, res, { values: {}, errors: {} }, next);
    },
    register: async (req, res) => {
      if (!isOpen) throw new AppError('registration-closed', { status: 403 });
      const next = safeNext(req.body?.next, urls.home);
      const { t } = res.locals;
      const parsed = parseForm(registerForm, req.body, t);
      if (!parsed.ok) return show(req, res, parsed.form, next);
      const outcome = await register(parsed.value, res.locals.language);
      if (!outcome.ok) return show(req, res, formOf(req.body, outcome.problems, t), next);
      await authentication.logIn(req, outcome.user);
      setNotice(req, outcome.user.isUnverified ? 'registered-unverified' : 'registered', { name: outcome.user.name });
      res.redirect(303, next);
    },
  };
}

function head(t: Texts): PageHead {
  return {
    title: t.accounts.registerTitle,
    description: t.accounts.registerIntro,
    path: urls.register,
    isUnlisted: true,
  };
}

function formOf(body: unknown, problems: Problems, t: Texts): FormState<string> {
  const messages = Object.entries(problems).map(([field, { code, params }]) => [field, errorText(t, code, params)]);
  return { values: typedValues(body), errors: Object.fromEntries(messages) };
}
