/** Who can get into the account: password, address, sessions. Every change asks for the current password. */
import type { Request, Response } from 'express';
import type { Authenticate } from '../../accounts/authenticate.js';
import type { ChangePassword, PasswordChanged } from '../../accounts/change-password.js';
import type { EmailConfirmation } from '../../accounts/confirm-email.js';
import { parseEmail } from '../../accounts/email.js';
import { networkOf } from '../../accounts/network.js';
import type { SecondFactor } from '../../accounts/second-factor.js';
import type { SessionStore } from '../../accounts/session-store.js';
import { errorText, type Texts } from '../../i18n/texts.js';
import type { Clock } from '../../lib/clock.js';
import { type Authentication, memberOf } from '../authentication.js';
import { parseForm, typedValues } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { deviceName } from './device-name.js';
import { emailForm, passwordForm } from './forms.js';
import { keepPace, type Pace } from './pace.js';
import type { SecurityPage } from './pages.js';
import { proofProblem } from './proof.js';

export type SecurityHandlers = {
  showSecurity: Handler;
  changePassword: Handler;
  changeEmail: Handler;
  resendEmail: Handler;
};

type Parts = {
  changePassword: ChangePassword;
  authenticate: Pick<Authenticate, 'confirm'>;
  authentication: Pick<Authentication, 'logIn' | 'endOthers'>;
  sessionRows: Pick<SessionStore, 'listByUser'>;
  secondFactor: Pick<SecondFactor, 'isOn'>;
  passkeys: { count: (userId: number) => Promise<number> };
  clock: Clock;
  emails: Pick<EmailConfirmation, 'request'>;
  /** Counts letters per member, and per network. */
  emailPace: Pace;
  mailPace: Pace;
};

/** More than anybody uses; the rest end by themselves. */
const SESSIONS_SHOWN = 50;

type Forms = { email?: FormState<'email' | 'currentPassword'>; password?: SecurityPage['password'] };

export function createSecurityHandlers(parts: Parts): SecurityHandlers {
  const askForMail = async (req: Request, res: Response, email: string) => {
    const user = memberOf(req);
    await keepPace(parts.mailPace, networkOf(req.ip));
    await keepPace(parts.emailPace, String(user.id));
    await parts.emails.request({ user, email, language: res.locals.language });
    setNotice(req, 'email-sent');
  };

  return {
    showSecurity: async (req, res) => show(parts, req, res, {}, 200),
    changePassword: async (req, res) => {
      const member = memberOf(req);
      const { t } = res.locals;
      const parsed = parseForm(passwordForm, req.body, t);
      if (!parsed.ok) return show(parts, req, res, { password: parsed.form }, 422);
      const outcome = await parts.changePassword(member, parsed.value, networkOf(req.ip));
      if (!outcome.ok)
        return show(parts, req, res, { password: refusedForm(outcome, t) }, outcome.field === 'form' ? 429 : 422);
      // The old session has ended with the old password.
      await parts.authentication.logIn(req, member);
      await parts.authentication.endOthers(req, member);
      setNotice(req, 'password-changed');
      res.redirect(303, urls.security);
    },
    changeEmail: async (req, res) => {
      const parsed = parseForm(emailForm, req.body, res.locals.t);
      if (!parsed.ok) return show(parts, req, res, { email: parsed.form }, 422);
      const again = (field: string, message: string, status: number) =>
        show(parts, req, res, { email: { values: typedValues(req.body), errors: { [field]: message } } }, status);
      const email = parseEmail(parsed.value.email);
      if (email === null) return again('email', errorText(res.locals.t, 'email-invalid'), 422);
      const problem = await proofProblem(parts.authenticate, req, parsed.value.currentPassword);
      if (problem) return again(problem.field, errorText(res.locals.t, problem.code, problem.params), problem.status);
      await askForMail(req, res, email);
      res.redirect(303, `${urls.security}#email`);
    },
    resendEmail: async (req, res) => {
      const { pendingEmail } = memberOf(req);
      // Confirmed meanwhile, in another window.
      if (pendingEmail !== null) await askForMail(req, res, pendingEmail);
      res.redirect(303, `${urls.security}#email`);
    },
  };
}

async function show(parts: Parts, req: Request, res: Response, forms: Forms, status: number): Promise<void> {
  const member = memberOf(req);
  const empty = { values: {}, errors: {} };
  const sessions = await parts.sessionRows.listByUser(member.id, req.sessionID, parts.clock(), SESSIONS_SHOWN);
  const page: SecurityPage = {
    email: { confirmed: member.email, pending: member.pendingEmail, form: forms.email ?? empty },
    password: forms.password ?? empty,
    isSecondStepOn: await parts.secondFactor.isOn(member.id),
    passkeyCount: await parts.passkeys.count(member.id),
    sessions: sessions.map(({ userAgent, ...session }) => ({ ...session, device: deviceName(userAgent) })),
  };
  const title = res.locals.t.membership.securityTitle;
  const head = { title, description: title, path: urls.security, isUnlisted: true };
  await renderPage(req, res, 'accounts/security', { head, page, status });
}

function refusedForm(outcome: Exclude<PasswordChanged, { ok: true }>, t: Texts): SecurityPage['password'] {
  return { values: {}, errors: { [outcome.field]: errorText(t, outcome.code, outcome.params) } };
}
