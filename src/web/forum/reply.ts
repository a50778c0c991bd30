/** Reply in a thread: preview or post. Wrong input shows the thread again with everything that was typed, and keeps it. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { checkedText } from '../../forum/check-post.js';
import { draftPlace } from '../../forum/draft.js';
import type { HoldPost } from '../../forum/hold-post.js';
import type { RenderPost } from '../../forum/render-post.js';
import type { ReplyInput, WritePost } from '../../forum/write-post.js';
import { notFound } from '../../lib/errors.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError, typedValues } from '../form.js';
import { forgetKeptText } from '../kept-text.js';
import { threadHead } from '../news/show-thread.js';
import { loadThreadPage, type ThreadPageParts } from '../news/thread-page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { type DraftParts, keepDraft } from './draft.js';
import { guardPost, type PostGuardParts } from './post-guard.js';
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

export type ReplyParts = ThreadPageParts &
  DraftParts &
  PostGuardParts & { writePost: WritePost; holdPost: HoldPost; renderPost: RenderPost };

export function createReply(parts: ReplyParts): Handler {
  return async (req, res) => {
    const threadId = idParam(req);
    if (threadId === null) throw notFound('thread');
    const { markdown, replyTo, intent } = replySchema.parse(req.body ?? {});
    const reply = { threadId, markdown, replyToId: replyTo };
    if (intent === 'preview') return preview(parts, req, res, reply);
    const written = await attempt(async () => {
      await guardPost(parts, req, markdown);
      return post(parts, req, reply);
    });
    if (written.ok) {
      forgetKeptText(req, draftPlace(reply));
      return res.redirect(303, written.value);
    }
    await keepTyped(parts, req, reply);
    const field = written.error.code === 'reply-target' ? 'replyTo' : 'markdown';
    const form = formWithError(req.body, field, written.error, res.locals.t);
    return showAgain(parts, req, res, { threadId, draft: { ...form, preview: null }, status: written.error.status });
  };
}

/** Leaves the address to go on to. */
async function post(parts: ReplyParts, req: Request, reply: ReplyInput): Promise<string> {
  const author = memberOf(req);
  if (!parts.holdPost.mustHold(author)) return urls.post((await parts.writePost(author, reply)).postId);
  await parts.holdPost.holdPost(author, reply);
  setNotice(req, 'post-held');
  return `${urls.thread(reply.threadId)}#held`;
}

async function preview(parts: ReplyParts, req: Request, res: Response, reply: ReplyInput): Promise<void> {
  await keepTyped(parts, req, reply);
  const checked = await attempt(async () => parts.renderPost(checkedText(reply.markdown)));
  const draft: ReplyDraft = checked.ok
    ? { values: typedValues(req.body), errors: {}, preview: checked.value.html }
    : { ...formWithError(req.body, 'markdown', checked.error, res.locals.t), preview: null };
  await showAgain(parts, req, res, { threadId: reply.threadId, draft, status: checked.ok ? 200 : 422 });
}

/** An empty form throws no draft away: it may be a browser that came back to an old page. */
async function keepTyped(parts: ReplyParts, req: Request, reply: ReplyInput): Promise<void> {
  if (reply.markdown.trim() === '' || !(await parts.threads.find(reply.threadId))) return;
  await keepDraft(parts, req, { place: draftPlace(reply), markdown: reply.markdown });
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
