/** Settings page "your data": take everything along, or leave. */
import { once } from 'node:events';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Authenticate } from '../../accounts/authenticate.js';
import { type AccountDeletion, GRACE } from '../../accounts/delete-account.js';
import { exportArchive } from '../../accounts/export-archive.js';
import type { ExportSection } from '../../accounts/export-section.js';
import { errorText } from '../../i18n/texts.js';
import { type Clock, DAY } from '../../lib/clock.js';
import { AppError } from '../../lib/errors.js';
import { memberOf } from '../authentication.js';
import { attempt, parseForm } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { proofForm } from './forms.js';
import { keepPace, type Pace } from './pace.js';
import type { ConfirmPage, OwnDataPage } from './pages.js';
import { proofProblem } from './proof.js';
import { tokenParam } from './token-param.js';

export type OwnDataHandlers = {
  showOwnData: Handler;
  exportData: Handler;
  deleteAccount: Handler;
  keepAccount: Handler;
  showKeepAccount: Handler;
  keepAccountByLink: Handler;
};

type Parts = {
  authenticate: Pick<Authenticate, 'confirm'>;
  deletion: AccountDeletion;
  exportSections: readonly ExportSection[];
  exportPace: Pace;
  siteName: string;
  clock: Clock;
};
type FormName = 'export' | 'leave';

const leaveForm = z.object({
  currentPassword: proofForm.shape.currentPassword,
  posts: z.enum(['keep', 'remove'], 'required'),
});

export function createOwnDataHandlers(parts: Parts): OwnDataHandlers {
  const { deletion } = parts;
  const again = (req: Request, res: Response, name: FormName, errors: FormState<string>['errors'], status: number) =>
    show(req, res, { [name]: { values: { posts: String(req.body?.posts ?? '') }, errors } }, status);

  /** The typed form, once its password was right; else null, with the page already sent. */
  async function proven<T extends { currentPassword: string }>(
    req: Request,
    res: Response,
    name: FormName,
    schema: z.ZodType<T>,
  ): Promise<T | null> {
    const parsed = parseForm(schema, req.body, res.locals.t);
    if (!parsed.ok) {
      await again(req, res, name, parsed.form.errors, 422);
      return null;
    }
    const problem = await proofProblem(parts.authenticate, req, parsed.value.currentPassword);
    if (!problem) return parsed.value;
    const message = errorText(res.locals.t, problem.code, problem.params);
    await again(req, res, name, { [problem.field]: message }, problem.status);
    return null;
  }

  return {
    showOwnData: (req, res) => show(req, res, {}, 200),
    exportData: async (req, res) => {
      if (!(await proven(req, res, 'export', proofForm))) return;
      const user = memberOf(req);
      await keepPace(parts.exportPace, String(user.id));
      const day = new Date(parts.clock()).toISOString().slice(0, 10);
      res.set('Content-Type', 'application/zip');
      res.set('Content-Disposition', `attachment; filename="hustings-${user.id}-${day}.zip"`);
      const { t, fmt, language } = res.locals;
      await send(
        res,
        exportArchive(user, parts.exportSections, { language, t, fmt, siteName: parts.siteName, now: parts.clock() }),
      );
    },
    deleteAccount: async (req, res) => {
      const typed = await proven(req, res, 'leave', leaveForm);
      if (!typed) return;
      const user = memberOf(req);
      const asked = await attempt(() => deletion.request(user, typed.posts));
      if (!asked.ok) {
        const { code, params, status } = asked.error;
        return again(req, res, 'leave', { form: errorText(res.locals.t, code, params) }, status);
      }
      setNotice(req, 'leaving', { date: res.locals.fmt.date(asked.value) });
      res.redirect(303, urls.ownData);
    },
    keepAccount: async (req, res) => {
      await deletion.keep(memberOf(req).id);
      setNotice(req, 'staying');
      res.redirect(303, urls.ownData);
    },
    showKeepAccount: async (req, res) => {
      const user = await deletion.findByLink(tokenParam(req));
      const { ownData: t, membership, nav } = res.locals.t;
      const page: ConfirmPage = user
        ? { title: t.keepTitle, intro: t.keepIntro(user.name), label: t.keep, action: req.path }
        : { title: membership.linkExpiredTitle, intro: t.keepExpired, link: { url: urls.login, name: nav.login } };
      const head = { title: page.title, description: page.title, path: req.path, isUnlisted: true, hasForm: true };
      await renderPage(req, res, 'accounts/confirm', { head, page, status: user ? 200 : 410 });
    },
    keepAccountByLink: async (req, res) => {
      await deletion.keepByLink(tokenParam(req));
      setNotice(req, 'staying');
      res.redirect(303, urls.login);
    },
  };
}

/** As fast as the reader takes it. Whoever goes away in the middle ends the work. */
async function send(res: Response, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  for await (const chunk of chunks) {
    if (gone.signal.aborted) return;
    if (!res.write(chunk)) await once(res, 'drain', { signal: gone.signal }).catch(() => {});
  }
  res.end();
}

async function show(req: Request, res: Response, forms: Partial<OwnDataPage['forms']>, status: number): Promise<void> {
  const empty = { values: {}, errors: {} };
  const user = memberOf(req);
  if (user.deletedAt !== null) throw new AppError('forbidden', { status: 403 });
  const page: OwnDataPage = {
    leavesAt: user.deleteDueAt,
    graceDays: GRACE / DAY,
    forms: { export: empty, leave: empty, ...forms },
  };
  const title = res.locals.t.membership.dataTitle;
  const head = { title, description: title, path: urls.ownData, isUnlisted: true };
  await renderPage(req, res, 'accounts/own-data', { head, page, status });
}
