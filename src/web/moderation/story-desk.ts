/** Moderators shape a story on its page: merge and split. Wrong input shows the page again as it was typed. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { LONGEST_REASON } from '../../forum/reason.js';
import { AppError, notFound } from '../../lib/errors.js';
import type { ShapeStory } from '../../moderation/shape-story.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError } from '../form.js';
import { threadHead } from '../news/show-thread.js';
import { loadThreadPage, type ThreadPageParts } from '../news/thread-page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { targetOf } from './thread-target.js';

const reason = z
  .string()
  .max(10 * LONGEST_REASON)
  .catch('');
const mergeSchema = z.object({ other: z.string().max(500).catch(''), mergeReason: reason });
const splitSchema = z.object({ article: z.coerce.number().int().positive().catch(0), splitReason: reason });

export type StoryDeskParts = ThreadPageParts & Pick<ShapeStory, 'mergeStories' | 'splitArticle'>;

export function createMergeStories(parts: StoryDeskParts): Handler {
  return async (req, res) => {
    const threadId = threadOf(req);
    const { other, mergeReason } = mergeSchema.parse(req.body ?? {});
    const otherId = targetOf(other);
    const merged = await attempt(async () => {
      if (otherId === null) throw new AppError('no-such-thread', { status: 422 });
      await parts.mergeStories(memberOf(req), { threadId, otherId, reason: mergeReason });
    });
    if (!merged.ok) {
      const field = isAboutReason(merged.error) ? 'mergeReason' : 'other';
      return showAgain(parts, req, res, { threadId, error: merged.error, form: 'merge', field });
    }
    setNotice(req, 'stories-merged');
    res.redirect(303, urls.thread(threadId));
  };
}

export function createSplitArticle(parts: StoryDeskParts): Handler {
  return async (req, res) => {
    const threadId = threadOf(req);
    const { article: articleId, splitReason } = splitSchema.parse(req.body ?? {});
    const split = await attempt(() => parts.splitArticle(memberOf(req), { threadId, articleId, reason: splitReason }));
    if (!split.ok) {
      const field = isAboutReason(split.error) ? 'splitReason' : 'article';
      return showAgain(parts, req, res, { threadId, error: split.error, form: 'split', field });
    }
    setNotice(req, 'article-split');
    res.redirect(303, urls.thread(split.value));
  };
}

function threadOf(req: Request): number {
  const id = idParam(req);
  if (id === null) throw notFound('thread');
  return id;
}

function isAboutReason({ code }: AppError): boolean {
  return code === 'reason-required' || code === 'too-long';
}

type Refused = { threadId: number; error: AppError; form: 'merge' | 'split'; field: string };

async function showAgain(parts: StoryDeskParts, req: Request, res: Response, refused: Refused): Promise<void> {
  const form = formWithError(req.body, refused.field, refused.error, res.locals.t);
  const page = await loadThreadPage(parts, req, res, { threadId: refused.threadId, [refused.form]: form });
  const head = { ...threadHead(page), isUnlisted: true };
  await renderPage(req, res, 'news/thread', { head, page, status: refused.error.status });
}
