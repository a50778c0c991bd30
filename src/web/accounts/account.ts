/** The member's profile: what others see, and what they do not. */
import type { Request, Response } from 'express';
import { can } from '../../accounts/can.js';
import { type ProfileField, profileFields, type User } from '../../accounts/user.js';
import type { UserStore } from '../../accounts/user-store.js';
import type { Clock } from '../../lib/clock.js';
import { AppError } from '../../lib/errors.js';
import { memberOf } from '../authentication.js';
import { parseForm } from '../form.js';
import { LANGUAGE_COOKIE } from '../reader.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { profileForm } from './forms.js';
import type { AccountPage, HideField } from './pages.js';

export type AccountHandlers = { showAccount: Handler; saveProfile: Handler };

type Parts = { users: Pick<UserStore, 'updateProfile'>; clock: Clock };

const hideFields: Record<ProfileField, HideField> = {
  gender: 'hideGender',
  birthday: 'hideBirthday',
  place: 'hidePlace',
  about: 'hideAbout',
};

export function createAccountHandlers({ users, clock }: Parts): AccountHandlers {
  return {
    showAccount: async (req, res) => show(req, res, storedProfile(memberOf(req)), 200),
    saveProfile: async (req, res) => {
      const member = memberOf(req);
      if (!can(member, 'profile.edit', { userId: member.id })) throw new AppError('forbidden', { status: 403 });
      const today = new Date(clock()).toISOString().slice(0, 10);
      const parsed = parseForm(profileForm(today), req.body, res.locals.t);
      if (!parsed.ok) return show(req, res, parsed.form, 422);
      const { gender, birthday, place, about, language, ...hidden } = parsed.value;
      const privateFields = profileFields.filter((field) => hidden[hideFields[field]]);
      await users.updateProfile(member.id, { gender, birthday, place, about, language, privateFields });
      // The setting is the newer wish; a language that was once chosen by a link must not override it.
      res.clearCookie(LANGUAGE_COOKIE);
      setNotice(req, 'profile-saved');
      res.redirect(303, urls.account);
    },
  };
}

async function show(req: Request, res: Response, form: AccountPage['form'], status: number): Promise<void> {
  const { title, profileIntro } = res.locals.t.accounts;
  const page: AccountPage = { form };
  const head = { title, description: profileIntro, path: urls.account, isUnlisted: true };
  await renderPage(req, res, 'accounts/account', { head, page, status });
}

function storedProfile(user: User): AccountPage['form'] {
  const { gender, birthday, place, about, language } = user;
  const hidden = user.privateFields.map((field) => [hideFields[field], 'on']);
  const values = {
    gender: gender ?? '',
    birthday: birthday ?? '',
    place: place ?? '',
    about: about ?? '',
    language: language ?? '',
    ...Object.fromEntries(hidden),
  };
  return { values, errors: {} };
}
