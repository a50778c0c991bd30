/** The page on which the author of a thread changes its opening text or takes the thread back, and the forms that do it. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { can } from '../../accounts/can.js';
import { openingPlace } from '../../forum/draft.js';
import type { DraftStore } from '../../forum/draft-store.js';
import type { EditOpening } from '../../forum/edit-opening.js';
import type { Opening, OpeningStore } from '../../forum/opening-store.js';
import { LONGEST_POST } from '../../forum/post.js';
import { type DraftThread, LONGEST_THREAD_TITLE } from '../../forum/start-thread.js';
import {
  findObstacle,
  type RestoreOpening,
  type WithdrawObstacle,
  type WithdrawOpening,
} from '../../forum/withdraw-opening.js';
import { errorText } from '../../i18n/texts.js';
import { AppError, notFound } from '../../lib/errors.js';
import type { SafeHtml } from '../../lib/safe-html.js';
import { refusalOf } from '../../news/thread.js';
import type { ThreadStore } from '../../news/thread-store.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError, typedValues } from '../form.js';
import { forgetKeptText, keptTextFor } from '../kept-text.js';
import type { FormState, Link } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import type { ReplyForm } from './pages.js';
import { keepPace, type PostGuardParts } from './post-guard.js';

export type EditOpeningPage = {
  thread: Link;
  /** The page that the thread is about. */
  about: string | null;
  action: string;
  form: FormState<'title' | 'markdown'>;
  preview: { title: string; html: SafeHtml } | null;
  maxLength: number;
  maxTitle: number;
  author: number;
  draft: ReplyForm['draft'];
  withdraw: { action: string; obstacle: WithdrawObstacle | null };
};

export type EditOpeningPageParts = Pick<PostGuardParts, 'postPaces' | 'clock'> & {
  openings: Pick<OpeningStore, 'find' | 'hasOthersPosts'>;
  threads: Pick<ThreadStore, 'get'>;
  drafts: Pick<DraftStore, 'find'>;
  draftThread: DraftThread;
  editOpening: EditOpening;
  withdrawOpening: WithdrawOpening;
  restoreOpening: RestoreOpening;
};

const schema = z.object({
  title: z.string().catch(''),
  markdown: z.string().catch(''),
  intent: z.enum(['preview', 'save']).catch('save'),
});

type Shown = Pick<EditOpeningPage, 'form'> & Partial<Pick<EditOpeningPage, 'preview' | 'draft'>> & { status?: number };

export function createShowEditOpening(parts: EditOpeningPageParts): Handler {
  return async (req, res) => {
    const opening = await findOwn(parts, req);
    const place = openingPlace(opening.id);
    const kept = await parts.drafts.find(memberOf(req).id, place);
    const unsent = keptTextFor(req, place) || kept?.markdown;
    const markdown = unsent ?? opening.markdown;
    const draft = { place, isRestored: unsent !== undefined, keptAt: kept?.updatedAt ?? null };
    await show(parts, req, res, opening, { form: { values: { title: opening.title, markdown }, errors: {} }, draft });
  };
}

export function createEditOpeningPage(parts: EditOpeningPageParts): Handler {
  return async (req, res) => {
    const opening = await findOwn(parts, req);
    const { title, markdown, intent } = schema.parse(req.body ?? {});
    const answered = await attempt(async () => {
      if (intent === 'preview') return previewed(parts, req, { title, markdown, link: opening.url ?? '' });
      await keepPace(parts, req);
      return parts.editOpening(memberOf(req), { articleId: opening.id, title, markdown });
    });
    if (!answered.ok) {
      const field = answered.error.code.startsWith('title-') ? 'title' : 'markdown';
      const form = formWithError(req.body, field, answered.error, res.locals.t);
      return show(parts, req, res, opening, { form, status: answered.error.status });
    }
    if ('html' in answered.value) {
      const form = { values: typedValues(req.body), errors: {} };
      return show(parts, req, res, opening, { form, preview: answered.value });
    }
    forgetKeptText(req, openingPlace(opening.id));
    setNotice(req, answered.value.isChanged ? 'opening-edited' : 'opening-same');
    res.redirect(303, urls.articleIn(opening.threadId, opening.id));
  };
}

export function createWithdrawPage(parts: EditOpeningPageParts): Handler {
  return async (req, res) => {
    const opening = await findOwn(parts, req);
    const withdrawn = await attempt(() => parts.withdrawOpening(memberOf(req), opening.id));
    if (!withdrawn.ok) {
      const { code, params, status } = withdrawn.error;
      const { title, markdown } = opening;
      const form = { values: { title, markdown }, errors: { form: errorText(res.locals.t, code, params) } };
      return show(parts, req, res, opening, { form, status });
    }
    setNotice(req, 'thread-withdrawn');
    res.redirect(303, urls.thread(withdrawn.value));
  };
}

export function createRestoreOpeningPage(parts: EditOpeningPageParts): Handler {
  return async (req, res) => {
    const threadId = await parts.restoreOpening(memberOf(req), openingId(req));
    setNotice(req, 'thread-restored');
    res.redirect(303, urls.thread(threadId));
  };
}

function openingId(req: Request): number {
  const id = idParam(req, 'openingId');
  if (id === null) throw notFound('article');
  return id;
}

async function findOwn(parts: EditOpeningPageParts, req: Request): Promise<Opening> {
  const opening = await parts.openings.find(openingId(req));
  if (!opening) throw notFound('article');
  if (!can(req.user ?? null, 'opening.edit', opening)) throw new AppError('forbidden', { status: 403 });
  return opening;
}

async function previewed(parts: EditOpeningPageParts, req: Request, input: Parameters<DraftThread>[1]) {
  const { draft } = await parts.draftThread(memberOf(req), input);
  return { title: draft.title, html: draft.html };
}

async function show(
  parts: EditOpeningPageParts,
  req: Request,
  res: Response,
  opening: Opening,
  { form, preview = null, draft, status = 200 }: Shown,
): Promise<void> {
  const thread = await parts.threads.get(opening.threadId);
  const refusal = refusalOf(thread);
  if (refusal) throw refusal;
  const title = res.locals.t.openings.editTitle(opening.title);
  const page: EditOpeningPage = {
    thread: { name: thread.title, url: urls.thread(thread.id) },
    about: opening.url,
    action: urls.editOpening(opening.id),
    form,
    preview,
    maxLength: LONGEST_POST,
    maxTitle: LONGEST_THREAD_TITLE,
    author: memberOf(req).id,
    draft: draft ?? { place: openingPlace(opening.id), isRestored: false, keptAt: null },
    withdraw: { action: urls.withdrawOpening(opening.id), obstacle: await findObstacle(parts, opening, thread) },
  };
  const head = { title, description: res.locals.t.openings.editIntro, path: page.action, isUnlisted: true };
  await renderPage(req, res, 'forum/edit-opening', { head, page, status });
}
