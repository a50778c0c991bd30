/** Moderators on a thread's page: rule on similar pairs, hide the thread. Wrong input shows the page again as it was typed. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { LONGEST_REASON } from '../../forum/reason.js';
import { AppError, notFound } from '../../lib/errors.js';
import type { HideThread } from '../../moderation/hide-thread.js';
import type { RuleSimilar } from '../../moderation/rule-similar.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError } from '../form.js';
import { threadHead } from '../news/show-thread.js';
import { loadThreadPage, type ThreadForms, type ThreadPageParts } from '../news/thread-page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { targetOf } from './thread-target.js';

const reason = z
  .string()
  .max(10 * LONGEST_REASON)
  .catch('');
const rulingSchema = z.object({ ruling: z.enum(['pin', 'ban', 'none']).catch('none'), reason });
const pinSchema = z.object({ target: z.string().max(500).catch(''), reason });
const hideSchema = z.object({ why: reason });

export type DeskParts = ThreadPageParts & { ruleSimilar: RuleSimilar; hideThread: HideThread };

/** A pair that stands in the list. */
export function createRule(parts: DeskParts): Handler {
  return async (req, res) => {
    const threadId = threadOf(req);
    const similarId = idParam(req, 'similarId');
    if (similarId === null) throw notFound('thread');
    const { ruling, reason } = rulingSchema.parse(req.body ?? {});
    const input = { threadId, similarId, ruling: ruling === 'none' ? null : ruling, reason };
    const done = await attempt(() => parts.ruleSimilar(memberOf(req), input));
    if (!done.ok) return showAgain(parts, req, res, { threadId, error: done.error, form: 'pin', field: 'reason' });
    setNotice(req, 'ruling-kept');
    res.redirect(303, `${urls.thread(threadId)}#similar`);
  };
}

/** A thread that the machine did not find, by its number or address. */
export function createPin(parts: DeskParts): Handler {
  return async (req, res) => {
    const threadId = threadOf(req);
    const { target, reason } = pinSchema.parse(req.body ?? {});
    const similarId = targetOf(target);
    const pinned = await attempt(async () => {
      if (similarId === null || !(await parts.threads.find(similarId)))
        throw new AppError('no-such-thread', { status: 422 });
      await parts.ruleSimilar(memberOf(req), { threadId, similarId, ruling: 'pin', reason });
    });
    if (!pinned.ok) {
      const field = pinned.error.code === 'reason-required' || pinned.error.code === 'too-long' ? 'reason' : 'target';
      return showAgain(parts, req, res, { threadId, error: pinned.error, form: 'pin', field });
    }
    setNotice(req, 'ruling-kept');
    res.redirect(303, `${urls.thread(threadId)}#similar`);
  };
}

export function createHide(parts: DeskParts): Handler {
  return async (req, res) => {
    const threadId = threadOf(req);
    const { why } = hideSchema.parse(req.body ?? {});
    const hidden = await attempt(() => parts.hideThread(memberOf(req), { threadId, reason: why }));
    if (!hidden.ok) return showAgain(parts, req, res, { threadId, error: hidden.error, form: 'hide', field: 'why' });
    setNotice(req, 'thread-hidden');
    res.redirect(303, urls.thread(threadId));
  };
}

type Refused = { threadId: number; error: AppError; form: 'pin' | 'hide'; field: string };

async function showAgain(parts: DeskParts, req: Request, res: Response, refused: Refused): Promise<void> {
  const form = formWithError(req.body, refused.field, refused.error, res.locals.t);
  const forms: ThreadForms = refused.form === 'pin' ? { pin: form } : { hide: form };
  const page = await loadThreadPage(parts, req, res, { threadId: refused.threadId, ...forms });
  await renderPage(req, res, 'news/thread', {
    head: { ...threadHead(page), isUnlisted: true },
    page,
    status: refused.error.status,
  });
}

function threadOf(req: Request): number {
  const id = idParam(req);
  if (id === null) throw notFound('thread');
  return id;
}
