/** The page on which a post is changed or deleted, and the forms that do it. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { can } from '../../accounts/can.js';
import { checkedText } from '../../forum/check-post.js';
import type { DeletePost, RestorePost } from '../../forum/delete-post.js';
import { editPlace } from '../../forum/draft.js';
import type { DraftStore } from '../../forum/draft-store.js';
import type { Edited, EditPost } from '../../forum/edit-post.js';
import { LONGEST_POST } from '../../forum/post.js';
import type { PostText, PostTextStore } from '../../forum/post-text-store.js';
import type { RenderPost } from '../../forum/render-post.js';
import { AppError, notFound } from '../../lib/errors.js';
import type { ThreadStore } from '../../news/thread-store.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError, typedValues } from '../form.js';
import { forgetKeptText, keptTextFor } from '../kept-text.js';
import { isHiddenFrom } from '../news/refuse-hidden.js';
import { renderPage } from '../render.js';
import { type Handler, idParam, positionQuery } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import type { EditPostPage } from './pages.js';
import { keepPace, type PostGuardParts } from './post-guard.js';
import { isInSight } from './show-history.js';

export type EditPostPageParts = Pick<PostGuardParts, 'postPaces' | 'clock'> & {
  postTexts: Pick<PostTextStore, 'findText' | 'findVersion'>;
  threads: Pick<ThreadStore, 'get'>;
  renderPost: RenderPost;
  editPost: EditPost;
  deletePost: DeletePost;
  restorePost: RestorePost;
  drafts: Pick<DraftStore, 'find'>;
};

const schema = z.object({
  markdown: z.string().catch(''),
  reason: z.string().catch(''),
  hidesEarlier: z.string().catch(''),
  deleteReason: z.string().catch(''),
  intent: z.enum(['preview', 'save']).catch('save'),
});

const NO_FORM = { values: {}, errors: {} };

export function createShowEditPost(parts: EditPostPageParts): Handler {
  return async (req, res) => {
    const post = await findOpen(parts, req);
    // The text of an earlier version, when that is to come back.
    const version = positionQuery(req, 'version') ?? 0;
    const found = version > 0 ? await parts.postTexts.findVersion(post.id, version) : undefined;
    const earlier = found && isInSight(found, req.user ?? null) ? found : undefined;
    const place = editPlace(post.id);
    const kept = earlier ? undefined : await parts.drafts.find(memberOf(req).id, place);
    const unsent = keptTextFor(req, place) || kept?.markdown;
    const markdown = earlier?.markdown ?? unsent ?? post.markdown;
    const draft = { place, isRestored: unsent !== undefined && unsent === markdown, keptAt: kept?.updatedAt ?? null };
    await show(parts, req, res, { post, form: { values: { markdown }, errors: {}, preview: null }, draft });
  };
}

export function createEditPostPage(parts: EditPostPageParts): Handler {
  return async (req, res) => {
    const post = await findOpen(parts, req);
    const { markdown, reason, intent, ...ticked } = schema.parse(req.body ?? {});
    if (intent === 'preview') return preview(parts, req, res, { post, markdown });
    const edited = await attempt(async () => {
      await keepPace(parts, req);
      const hidesEarlier = ticked.hidesEarlier === 'on';
      return parts.editPost(req.user ?? null, { postId: post.id, markdown, reason, hidesEarlier });
    });
    if (edited.ok) {
      forgetKeptText(req, editPlace(post.id));
      setNotice(req, noticeOf(edited.value));
      return res.redirect(303, urls.post(post.id));
    }
    const field = edited.error.code === 'reason-required' ? 'reason' : 'markdown';
    const form = { ...formWithError(req.body, field, edited.error, res.locals.t), preview: null };
    await show(parts, req, res, { post, form, status: edited.error.status });
  };
}

export function createDeletePostPage(parts: EditPostPageParts): Handler {
  return async (req, res) => {
    const post = await findOpen(parts, req, true);
    const { deleteReason: reason } = schema.parse(req.body ?? {});
    const deleted = await attempt(() => parts.deletePost(req.user ?? null, { postId: post.id, reason }));
    if (!deleted.ok) {
      const deleteForm = formWithError(req.body, 'deleteReason', deleted.error, res.locals.t);
      const form = { values: { markdown: post.markdown }, errors: {}, preview: null };
      return show(parts, req, res, { post, form, deleteForm, status: deleted.error.status });
    }
    setNotice(req, 'post-deleted');
    res.redirect(303, urls.post(post.id));
  };
}

export function createRestorePostPage(parts: EditPostPageParts): Handler {
  return async (req, res) => {
    const postId = idParam(req);
    if (postId === null) throw notFound('post');
    const restored = await attempt(() => parts.restorePost(req.user ?? null, { postId, reason: '' }));
    setNotice(req, restored.ok ? 'post-restored' : restored.error.code);
    res.redirect(303, urls.post(postId));
  };
}

function noticeOf({ isChanged, isHidden }: Edited): string {
  if (isHidden) return 'post-redacted';
  return isChanged ? 'post-edited' : 'post-same';
}

async function findOpen(parts: EditPostPageParts, req: Request, mayBeGone = false): Promise<PostText> {
  const id = idParam(req);
  const post = id === null ? undefined : await parts.postTexts.findText(id);
  if (!post || (post.deletedAt !== null && !mayBeGone)) throw notFound('post');
  if (!can(req.user ?? null, 'post.edit', post)) throw new AppError('forbidden', { status: 403 });
  return post;
}

async function preview(
  parts: EditPostPageParts,
  req: Request,
  res: Response,
  { post, markdown }: { post: PostText; markdown: string },
): Promise<void> {
  const rendered = await attempt(async () => parts.renderPost(checkedText(markdown)));
  const form = rendered.ok
    ? { values: typedValues(req.body), errors: {}, preview: rendered.value.html }
    : { ...formWithError(req.body, 'markdown', rendered.error, res.locals.t), preview: null };
  await show(parts, req, res, { post, form, status: rendered.ok ? 200 : 422 });
}

type Shown = {
  post: PostText;
  form: EditPostPage['form'];
  deleteForm?: EditPostPage['deleteForm'];
  draft?: EditPostPage['draft'];
  status?: number;
};

async function show(parts: EditPostPageParts, req: Request, res: Response, shown: Shown): Promise<void> {
  const { post, form, deleteForm = NO_FORM, status = 200 } = shown;
  const thread = await parts.threads.get(post.threadId);
  const { t } = res.locals;
  const title = t.discussion.editTitle(post.id);
  const name = isHiddenFrom(thread, memberOf(req)) ? t.following.hiddenThread : thread.title;
  const page: EditPostPage = {
    post: { id: post.id, url: urls.post(post.id), thread: { name, url: urls.thread(thread.id) } },
    form,
    maxLength: LONGEST_POST,
    isOthers: post.userId !== memberOf(req).id,
    mayHideEarlier: can(req.user ?? null, 'post.withdraw-text', post),
    author: memberOf(req).id,
    draft: shown.draft ?? { place: editPlace(post.id), isRestored: false, keptAt: null },
    deleteForm,
  };
  const head = { title, description: title, path: urls.editPost(post.id), isUnlisted: true };
  await renderPage(req, res, 'forum/edit-post', { head, page, status });
}
