/** The page on which a member reports a post to the moderators. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Limiter } from '../../accounts/rate-limit-store.js';
import { type FlagPost, findFlaggable } from '../../forum/flag-post.js';
import { type FlagStore, flagReasons, LONGEST_FLAG } from '../../forum/flag-store.js';
import type { PostText, PostTextStore } from '../../forum/post-text-store.js';
import { AppError, notFound } from '../../lib/errors.js';
import type { ThreadStore } from '../../news/thread-store.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';

export type FlagPostPageParts = {
  postTexts: Pick<PostTextStore, 'findText'>;
  threads: Pick<ThreadStore, 'find'>;
  flags: Pick<FlagStore, 'hasOpen'>;
  flagPost: FlagPost;
  /** Reports of one member. */
  flagLimit: Pick<Limiter, 'consume'>;
};

export type FlagPostPage = {
  post: { id: number; url: string };
  action: string;
  /** Reported already: there is nothing to fill in. */
  isFlagged: boolean;
  form: FormState<'reason' | 'words'>;
  maxLength: number;
};

const schema = z.object({ reason: z.enum(flagReasons), words: z.string().catch('') });

export function createShowFlagPost(parts: FlagPostPageParts): Handler {
  return async (req, res) => {
    const post = await findPost(parts, req);
    await show(parts, req, res, { post, form: { values: {}, errors: {} } });
  };
}

export function createFlagPostPage(parts: FlagPostPageParts): Handler {
  return async (req, res) => {
    const post = await findPost(parts, req);
    const parsed = schema.safeParse(req.body ?? {});
    const flagged = await attempt(async () => {
      if (!parsed.success) throw new AppError('flag-reason-required', { status: 422 });
      if (await parts.flags.hasOpen(memberOf(req).id, post.id)) return { isNew: false };
      await keepPace(parts, req);
      return parts.flagPost(memberOf(req), { postId: post.id, ...parsed.data });
    });
    if (!flagged.ok) {
      const field = flagged.error.code === 'flag-reason-required' ? 'reason' : 'words';
      const form = formWithError(req.body, field, flagged.error, res.locals.t);
      return show(parts, req, res, { post, form, status: flagged.error.status });
    }
    setNotice(req, flagged.value.isNew ? 'post-flagged' : 'post-flagged-before', { post: post.id });
    res.redirect(303, urls.post(post.id));
  };
}

async function keepPace({ flagLimit }: FlagPostPageParts, req: Request): Promise<void> {
  const verdict = await flagLimit.consume(String(memberOf(req).id));
  if (!verdict.ok) throw new AppError('too-many-flags', { status: 429, params: { seconds: verdict.seconds } });
}

async function findPost(parts: FlagPostPageParts, req: Request): Promise<PostText> {
  const id = idParam(req);
  if (id === null) throw notFound('post');
  return findFlaggable(parts, req.user ?? null, id);
}

type Shown = { post: PostText; form: FlagPostPage['form']; status?: number };

async function show(parts: FlagPostPageParts, req: Request, res: Response, shown: Shown): Promise<void> {
  const { post, form, status = 200 } = shown;
  const page: FlagPostPage = {
    post: { id: post.id, url: urls.post(post.id) },
    action: urls.flagPost(post.id),
    isFlagged: await parts.flags.hasOpen(memberOf(req).id, post.id),
    form,
    maxLength: LONGEST_FLAG,
  };
  const title = res.locals.t.flags.flagTitle(post.id);
  const head = { title, description: title, path: urls.flagPost(post.id), isUnlisted: true };
  await renderPage(req, res, 'forum/flag-post', { head, page, status });
}
