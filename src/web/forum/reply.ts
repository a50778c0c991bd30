/** Reply in a thread: preview or post. Wrong input shows the thread again with everything that was typed. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Limiter } from '../../accounts/rate-limit-store.js';
import { checkedText } from '../../forum/check-post.js';
import type { RenderPost } from '../../forum/render-post.js';
import type { WritePost } from '../../forum/write-post.js';
import { AppError, notFound } from '../../lib/errors.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError, typedValues } from '../form.js';
import { threadHead } from '../news/show-thread.js';
import { loadThreadPage, type ThreadPageParts } from '../news/thread-page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam } from '../route.js';
import { urls } from '../urls.js';
import type { ReplyDraft } from './reply-form.js';

const replySchema = z.object({
  markdown: z.string().catch(''),
  replyTo: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .nullable()
    .catch(null),
  intent: z.enum(['preview', 'post']).catch('post'),
});

/** `postLimit` counts a member's posts, from wherever they come. */
export type ReplyParts = ThreadPageParts & {
  writePost: WritePost;
  renderPost: RenderPost;
  postLimit: Pick<Limiter, 'consume'>;
};

export function createReply(parts: ReplyParts): Handler {
  return async (req, res) => {
    const threadId = idParam(req);
    if (threadId === null) throw notFound('thread');
    const { markdown, replyTo, intent } = replySchema.parse(req.body ?? {});
    if (intent === 'preview') return preview(parts, req, res, { threadId, markdown });
    const written = await attempt(async () => {
      await checkPace(parts, memberOf(req).id, markdown);
      return parts.writePost(req.user ?? null, { threadId, markdown, replyToId: replyTo });
    });
    if (written.ok) return res.redirect(303, urls.post(written.value.postId));
    const field = written.error.code === 'reply-target' ? 'replyTo' : 'markdown';
    const form = formWithError(req.body, field, written.error, res.locals.t);
    return showAgain(parts, req, res, { threadId, draft: { ...form, preview: null }, status: written.error.status });
  };
}

/** Only a text that could be posted counts: mistakes cost no place in the queue. */
async function checkPace(parts: ReplyParts, userId: number, markdown: string): Promise<void> {
  checkedText(markdown);
  const verdict = await parts.postLimit.consume(String(userId));
  if (!verdict.ok) throw new AppError('posting-too-fast', { status: 429, params: { seconds: verdict.seconds } });
}

async function preview(
  parts: ReplyParts,
  req: Request,
  res: Response,
  reply: { threadId: number; markdown: string },
): Promise<void> {
  const checked = await attempt(async () => parts.renderPost(checkedText(reply.markdown)));
  const draft: ReplyDraft = checked.ok
    ? { values: typedValues(req.body), errors: {}, preview: checked.value.html }
    : { ...formWithError(req.body, 'markdown', checked.error, res.locals.t), preview: null };
  await showAgain(parts, req, res, { threadId: reply.threadId, draft, status: checked.ok ? 200 : 422 });
}

async function showAgain(
  parts: ReplyParts,
  req: Request,
  res: Response,
  shown: { threadId: number; draft: ReplyDraft; status: number },
): Promise<void> {
  const page = await loadThreadPage(parts, req, res, shown);
  await renderPage(req, res, 'news/thread', {
    head: { ...threadHead(page), isUnlisted: true },
    page,
    status: shown.status,
  });
}
