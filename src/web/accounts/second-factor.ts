/** Settings of the second step: switch it on with an app, make new recovery codes, switch it off. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Authenticate } from '../../accounts/authenticate.js';
import type { SecondFactor } from '../../accounts/second-factor.js';
import { errorText } from '../../i18n/texts.js';
import { memberOf } from '../authentication.js';
import { parseForm } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { proofForm } from './forms.js';
import type { RecoveryCodesPage, SecondFactorPage } from './pages.js';
import { proofProblem } from './proof.js';
import { qrPicture } from './qr-picture.js';

export type SecondFactorHandlers = {
  showSecondFactor: Handler;
  startTotp: Handler;
  confirmTotp: Handler;
  renewCodes: Handler;
  switchOffTotp: Handler;
};

type Parts = { secondFactor: SecondFactor; authenticate: Pick<Authenticate, 'confirm'> };
type FormName = 'start' | 'code' | 'renew' | 'off';
type Forms = Partial<Record<FormName, FormState<'currentPassword' | 'code'>>>;

const codeForm = z.object({ code: z.string('required').trim().min(1, 'required').max(40, 'too-long') });

export function createSecondFactorHandlers(parts: Parts): SecondFactorHandlers {
  const { secondFactor } = parts;

  /** Runs `work` once the password of the form was right; else shows the form again with the reason. */
  async function withProof(req: Request, res: Response, name: FormName, work: () => Promise<void>): Promise<void> {
    const parsed = parseForm(proofForm, req.body, res.locals.t);
    if (!parsed.ok) return show(parts, req, res, { [name]: { values: {}, errors: parsed.form.errors } }, 422);
    const problem = await proofProblem(parts.authenticate, req, parsed.value.currentPassword);
    if (problem) {
      const message = errorText(res.locals.t, problem.code, problem.params);
      const errors = { [problem.field]: message };
      return show(parts, req, res, { [name]: { values: {}, errors } }, problem.status);
    }
    return work();
  }

  /** While the step is on, a stolen password alone must not take it away. */
  async function withCode(req: Request, res: Response, name: FormName, work: () => Promise<void>): Promise<void> {
    const member = memberOf(req);
    if (!(await secondFactor.isOn(member.id))) return res.redirect(303, urls.secondFactor);
    const parsed = parseForm(codeForm, req.body, res.locals.t);
    if (!parsed.ok) return show(parts, req, res, { [name]: { values: {}, errors: parsed.form.errors } }, 422);
    const checked = await secondFactor.check(member, parsed.value.code);
    if (checked.ok) return work();
    const isLimit = checked.code === 'too-many-requests';
    const message = errorText(res.locals.t, checked.code, isLimit ? { seconds: checked.seconds } : {});
    const errors = { [isLimit ? 'form' : 'code']: message };
    await show(parts, req, res, { [name]: { values: {}, errors } }, isLimit ? 429 : 422);
  }

  const withBoth = (req: Request, res: Response, name: FormName, work: () => Promise<void>) =>
    withProof(req, res, name, () => withCode(req, res, name, work));

  return {
    showSecondFactor: (req, res) => show(parts, req, res, {}, 200),
    startTotp: (req, res) =>
      withProof(req, res, 'start', async () => {
        await secondFactor.start(memberOf(req));
        res.redirect(303, urls.secondFactor);
      }),
    confirmTotp: async (req, res) => {
      const member = memberOf(req);
      if (!(await secondFactor.findPending(member))) return res.redirect(303, urls.secondFactor);
      const parsed = parseForm(codeForm, req.body, res.locals.t);
      if (!parsed.ok) return show(parts, req, res, { code: parsed.form }, 422);
      const outcome = await secondFactor.confirm(member, parsed.value.code);
      if (outcome.ok) return showCodes(req, res, outcome.codes);
      const isLimit = outcome.code === 'too-many-requests';
      const message = errorText(res.locals.t, outcome.code, isLimit ? { seconds: outcome.seconds } : {});
      const errors = { [isLimit ? 'form' : 'code']: message };
      await show(parts, req, res, { code: { values: {}, errors } }, isLimit ? 429 : 422);
    },
    renewCodes: (req, res) =>
      withBoth(req, res, 'renew', async () => {
        await showCodes(req, res, await secondFactor.renewCodes(memberOf(req)));
      }),
    switchOffTotp: (req, res) =>
      withBoth(req, res, 'off', async () => {
        await secondFactor.switchOff(memberOf(req));
        setNotice(req, 'totp-off');
        res.redirect(303, urls.secondFactor);
      }),
  };
}

/** The answer to the form itself and not a page of its own: nothing that could be opened again shows the codes. */
async function showCodes(req: Request, res: Response, codes: string[]): Promise<void> {
  const title = res.locals.t.membership.codesTitle;
  const page: RecoveryCodesPage = { codes };
  const head = { title, description: title, path: urls.secondFactor, isUnlisted: true };
  await renderPage(req, res, 'accounts/recovery-codes', { head, page });
}

async function show(parts: Parts, req: Request, res: Response, forms: Forms, status: number): Promise<void> {
  const member = memberOf(req);
  const isOn = await parts.secondFactor.isOn(member.id);
  const pending = isOn ? null : await parts.secondFactor.findPending(member);
  const empty = { values: {}, errors: {} };
  const page: SecondFactorPage = {
    isOn,
    codesLeft: isOn ? await parts.secondFactor.countCodes(member.id) : 0,
    setup: pending && {
      secret: pending.secret.replace(/(.{4})(?=.)/g, '$1 '),
      uri: pending.uri,
      qr: qrPicture(pending.uri),
    },
    forms: { start: empty, code: empty, renew: empty, off: empty, ...forms },
  };
  const title = res.locals.t.membership.secondFactorTitle;
  const head = { title, description: title, path: urls.secondFactor, isUnlisted: true };
  await renderPage(req, res, 'accounts/second-factor', { head, page, status });
}
