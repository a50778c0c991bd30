/** The member's own settings: profile and password, two forms on one page. */
import type { Request, Response } from 'express';
import { can } from '../../accounts/can.js';
import type { ChangePassword, PasswordChanged } from '../../accounts/change-password.js';
import { networkOf } from '../../accounts/network.js';
import type { User } from '../../accounts/user.js';
import type { UserStore } from '../../accounts/user-store.js';
import { errorText, type Texts } from '../../i18n/texts.js';
import type { Clock } from '../../lib/clock.js';
import { AppError } from '../../lib/errors.js';
import { type Authentication, memberOf } from '../authentication.js';
import { parseForm } from '../form.js';
import { LANGUAGE_COOKIE } from '../reader.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { passwordForm, profileForm } from './forms.js';
import type { AccountPage } from './pages.js';

export type AccountHandlers = { showAccount: Handler; saveProfile: Handler; changePassword: Handler };

type Parts = {
  users: Pick<UserStore, 'updateProfile'>;
  changePassword: ChangePassword;
  authentication: Pick<Authentication, 'logIn'>;
  clock: Clock;
};

export function createAccountHandlers({ users, changePassword, authentication, clock }: Parts): AccountHandlers {
  return {
    showAccount: async (req, res) => show(req, res, {}, 200),
    saveProfile: async (req, res) => {
      const member = memberOf(req);
      if (!can(member, 'profile.edit', { userId: member.id })) throw new AppError('forbidden', { status: 403 });
      const today = new Date(clock()).toISOString().slice(0, 10);
      const parsed = parseForm(profileForm(today), req.body, res.locals.t);
      if (!parsed.ok) return show(req, res, { profile: parsed.form }, 422);
      await users.updateProfile(member.id, parsed.value);
      // The setting is the newer wish; a language that was once chosen by a link must not override it.
      res.clearCookie(LANGUAGE_COOKIE);
      setNotice(req, 'profile-saved');
      res.redirect(303, urls.account);
    },
    changePassword: async (req, res) => {
      const member = memberOf(req);
      const { t } = res.locals;
      const parsed = parseForm(passwordForm, req.body, t);
      if (!parsed.ok) return show(req, res, { password: parsed.form }, 422);
      const outcome = await changePassword(member, parsed.value, networkOf(req.ip));
      if (!outcome.ok)
        return show(req, res, { password: refusedForm(outcome, t) }, outcome.field === 'form' ? 429 : 422);
      // The old session has ended with the old password.
      await authentication.logIn(req, member);
      setNotice(req, 'password-changed');
      res.redirect(303, urls.account);
    },
  };
}

async function show(req: Request, res: Response, forms: Partial<AccountPage>, status: number): Promise<void> {
  const { title, profileIntro } = res.locals.t.accounts;
  const stored = { profile: storedProfile(memberOf(req)), password: { values: {}, errors: {} } };
  const page: AccountPage = { ...stored, ...forms };
  const head = { title, description: profileIntro, path: urls.account, isUnlisted: true };
  await renderPage(req, res, 'accounts/account', { head, page, status });
}

function storedProfile(user: User): AccountPage['profile'] {
  const { gender, birthday, place, about, language } = user;
  const values = {
    gender: gender ?? '',
    birthday: birthday ?? '',
    place: place ?? '',
    about: about ?? '',
    language: language ?? '',
  };
  return { values, errors: {} };
}

function refusedForm(outcome: Exclude<PasswordChanged, { ok: true }>, t: Texts): AccountPage['password'] {
  return { values: {}, errors: { [outcome.field]: errorText(t, outcome.code, outcome.params) } };
}
