/** Use case: a post's text is changed, by its author or by a moderator with a reason. Every earlier text stays readable. */
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import { CLEANER_VERSION } from '../lib/html.js';
import type { ThreadStore } from '../news/thread-store.js';
import { checkAllowance, checkedText, checkThread } from './check-post.js';
import { editPlace } from './draft.js';
import type { DraftStore } from './draft-store.js';
import type { RecordPostEvent } from './post-event.js';
import type { RecordModeration } from './post-moderation.js';
import type { PostText, PostTextStore } from './post-text-store.js';
import { checkedReason } from './reason.js';
import type { RenderPost } from './render-post.js';

export type EditPostParts = {
  db: Db;
  threads: Pick<ThreadStore, 'find'>;
  postTexts: Pick<PostTextStore, 'findText' | 'lockText' | 'updateText' | 'withdrawVersions'>;
  drafts: Pick<DraftStore, 'delete'>;
  renderPost: RenderPost;
  recordModeration: RecordModeration;
  /** Whom the text mentions now hears of it; whom it mentions no longer need not. */
  recordPostEvent: RecordPostEvent;
  /** Posts a member must have published before they change any; see hold-post.ts. */
  holdFirstPosts: number;
  clock: Clock;
  announce: () => void;
};

export type EditInput = {
  postId: number;
  markdown: string;
  reason: string;
  /** A moderator's, for what should never have been public: every earlier text is then for moderators only. */
  hidesEarlier?: boolean;
};

export type Edited = { isChanged: boolean; isHidden: boolean };

export function createEditPost(parts: EditPostParts) {
  return async function editPost(actor: User | null, input: EditInput): Promise<Edited> {
    const post = await parts.postTexts.findText(input.postId);
    if (!post || post.deletedAt !== null) throw notFound('post');
    if (!actor || !can(actor, 'post.edit', post)) throw new AppError('forbidden', { status: 403 });
    const hidesEarlier = input.hidesEarlier ?? false;
    if (hidesEarlier && !can(actor, 'post.withdraw-text', post)) throw new AppError('forbidden', { status: 403 });
    // Moderators mend words in hidden threads too.
    const { threadId } = post;
    if (actor.role === 'member') await checkThread(parts.threads, actor, { threadId, lockedCode: 'edit-locked' });
    // What a moderator let through is not to become something else unseen.
    if (actor.role === 'member' && actor.postCount < parts.holdFirstPosts)
      throw new AppError('edit-held', { status: 422 });
    const markdown = checkedText(input.markdown);
    const isOthers = post.userId !== actor.id;
    const reason = checkedReason(input.reason, isOthers);
    const rendered = await parts.renderPost(markdown);
    const at = parts.clock();
    checkAllowance(actor, rendered, at);
    const edit = { markdown, html: rendered.html, cleanerVersion: CLEANER_VERSION, editorId: actor.id, reason, at };
    const mentionedIds = rendered.mentioned.map(({ id }) => id).filter((id) => id !== post.userId && id !== actor.id);
    const edited = await parts.db.transact(async (trx) => {
      const current = await lockOpen(trx, post.id);
      await parts.drafts.delete(actor.id, editPlace(post.id), trx);
      const isChanged = current.markdown !== markdown;
      if (isChanged) {
        await parts.postTexts.updateText(trx, current, edit);
        const mentions = {
          kind: 'edited' as const,
          postId: post.id,
          threadId,
          authorId: post.userId,
          mentionedIds,
          at,
        };
        await parts.recordPostEvent(trx, mentions);
      }
      // Also when its author has taken the words out already.
      const isHidden = hidesEarlier && (await parts.postTexts.withdrawVersions(trx, post.id, at)) > 0;
      const action = isHidden ? 'post-redact' : 'post-edit';
      if (isHidden || (isChanged && isOthers))
        await parts.recordModeration(trx, { action, actorId: actor.id, post, reason, at });
      return { isChanged, isHidden };
    });
    parts.announce();
    return edited;
  };

  async function lockOpen(trx: Knex.Transaction, id: number): Promise<PostText> {
    const post = await parts.postTexts.lockText(trx, id);
    if (!post || post.deletedAt !== null) throw notFound('post');
    return post;
  }
}

export type EditPost = ReturnType<typeof createEditPost>;
