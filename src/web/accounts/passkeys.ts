/** Pages of passkeys. The browser's part is public/passkeys.js: it asks for options here and puts the answer into the form. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Authenticate } from '../../accounts/authenticate.js';
import { networkOf } from '../../accounts/network.js';
import { PASSKEY_NAME_MAX, type Passkeys } from '../../accounts/passkeys.js';
import type { SecondFactor } from '../../accounts/second-factor.js';
import { errorText } from '../../i18n/texts.js';
import { type Clock, MINUTE } from '../../lib/clock.js';
import { type Authentication, memberOf } from '../authentication.js';
import { parseForm, typedValues } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { safeNext } from '../safe-redirect.js';
import { setNotice, startAnonymousSession } from '../session.js';
import { urls } from '../urls.js';
import { proofForm } from './forms.js';
import { keepPace, type Pace } from './pace.js';
import type { PasskeysPage } from './pages.js';
import { proofProblem } from './proof.js';

export type PasskeyHandlers = {
  showPasskeys: Handler;
  passkeyOptions: Handler;
  addPasskey: Handler;
  removePasskey: Handler;
  passkeyLogInOptions: Handler;
  logInByPasskey: Handler;
};

type Parts = {
  passkeys: Passkeys;
  secondFactor: Pick<SecondFactor, 'isOn' | 'check'>;
  authenticate: Pick<Authenticate, 'confirm'>;
  authentication: Pick<Authentication, 'logIn'>;
  passkeyPace: Pace;
  clock: Clock;
};
type Forms = Partial<Pick<PasskeysPage, 'add' | 'remove'>>;

const TIME_TO_ANSWER = 5 * MINUTE;

const addForm = z.object({
  name: z.string('required').trim().min(1, 'required').max(PASSKEY_NAME_MAX, 'too-long'),
  currentPassword: proofForm.shape.currentPassword,
});
const codeForm = z.object({ code: z.string('required').trim().min(1, 'required').max(40, 'too-long') });
const removeForm = z.object({
  passkey: z
    .string('invalid')
    .regex(/^[1-9]\d{0,8}$/, 'invalid')
    .transform(Number),
  currentPassword: proofForm.shape.currentPassword,
});

export function createPasskeyHandlers(parts: Parts): PasskeyHandlers {
  const { passkeys } = parts;

  function keepChallenge(req: Request, value: string): void {
    startAnonymousSession(req);
    req.session.challenge = { value, at: parts.clock() };
  }

  /** Once only, and not for long. */
  function takeChallenge(req: Request): string | null {
    const kept = req.session.challenge;
    delete req.session.challenge;
    return kept && parts.clock() - kept.at <= TIME_TO_ANSWER ? kept.value : null;
  }

  return {
    showPasskeys: (req, res) => show(parts, req, res, {}, 200),
    passkeyOptions: async (req, res) => {
      const options = await passkeys.addOptions(memberOf(req));
      keepChallenge(req, options.challenge);
      res.json(options);
    },
    addPasskey: async (req, res) => {
      const challenge = takeChallenge(req);
      const response = parsedJson(req.body?.response);
      const parsed = parseForm(addForm, req.body, res.locals.t);
      const again = (errors: FormState<string>['errors'], status: number) =>
        show(parts, req, res, { add: { values: typedValues({ name: req.body?.name }), errors } }, status);
      if (!parsed.ok) return again(parsed.form.errors, 422);
      const problem = await proofProblem(parts.authenticate, req, parsed.value.currentPassword);
      if (problem) {
        return again({ [problem.field]: errorText(res.locals.t, problem.code, problem.params) }, problem.status);
      }
      const refused = await codeProblem(parts, req, res);
      if (refused) return again(refused.errors, refused.status);
      const { name } = parsed.value;
      const added = challenge === null ? null : await passkeys.add(memberOf(req), { response, challenge, name });
      setNotice(req, added?.ok ? 'passkey-added' : (added?.code ?? 'passkey-failed'));
      res.redirect(303, urls.passkeys);
    },
    removePasskey: async (req, res) => {
      const parsed = parseForm(removeForm, req.body, res.locals.t);
      const again = (errors: FormState<string>['errors'], status: number) =>
        show(parts, req, res, { remove: { values: typedValues({ passkey: req.body?.passkey }), errors } }, status);
      if (!parsed.ok) return again(parsed.form.errors, 422);
      const problem = await proofProblem(parts.authenticate, req, parsed.value.currentPassword);
      if (problem) {
        return again({ [problem.field]: errorText(res.locals.t, problem.code, problem.params) }, problem.status);
      }
      await passkeys.remove(memberOf(req), parsed.value.passkey);
      setNotice(req, 'passkey-removed');
      res.redirect(303, urls.passkeys);
    },
    passkeyLogInOptions: async (req, res) => {
      const options = await passkeys.logInOptions();
      keepChallenge(req, options.challenge);
      res.json(options);
    },
    logInByPasskey: async (req, res) => {
      const challenge = takeChallenge(req);
      await keepPace(parts.passkeyPace, networkOf(req.ip));
      const response = parsedJson(req.body?.response);
      const user = challenge === null ? null : await passkeys.logIn(response, challenge);
      if (!user) {
        setNotice(req, 'passkey-failed');
        return res.redirect(303, urls.login);
      }
      await parts.authentication.logIn(req, user);
      setNotice(req, 'logged-in', { name: user.name });
      res.redirect(303, safeNext(req.body?.next, urls.home));
    },
  };
}

type Refused = { errors: FormState<string>['errors']; status: number };

/** A passkey opens the account without the second step: while that is on, a stolen password alone must not add one. */
async function codeProblem({ secondFactor }: Parts, req: Request, res: Response): Promise<Refused | null> {
  const member = memberOf(req);
  if (!(await secondFactor.isOn(member.id))) return null;
  const parsed = parseForm(codeForm, req.body, res.locals.t);
  if (!parsed.ok) return { errors: parsed.form.errors, status: 422 };
  const checked = await secondFactor.check(member, parsed.value.code);
  if (checked.ok) return null;
  const isLimit = checked.code === 'too-many-requests';
  const message = errorText(res.locals.t, checked.code, isLimit ? { seconds: checked.seconds } : {});
  return { errors: { [isLimit ? 'form' : 'code']: message }, status: isLimit ? 429 : 422 };
}

async function show(parts: Parts, req: Request, res: Response, forms: Forms, status: number): Promise<void> {
  const list = await parts.passkeys.list(memberOf(req).id);
  const page: PasskeysPage = {
    isPossible: parts.passkeys.isPossible(),
    asksForCode: await parts.secondFactor.isOn(memberOf(req).id),
    passkeys: list.map(({ id, name, createdAt, usedAt }) => ({ id, name, createdAt, usedAt })),
    add: forms.add ?? { values: {}, errors: {} },
    remove: forms.remove ?? { values: {}, errors: {} },
  };
  const title = res.locals.t.membership.passkeysTitle;
  const head = { title, description: title, path: urls.passkeys, isUnlisted: true };
  await renderPage(req, res, 'accounts/passkeys', { head, page, status });
}

function parsedJson(text: unknown): unknown {
  if (typeof text !== 'string' || text.length > 20_000) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
