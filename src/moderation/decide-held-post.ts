/** Use case: a moderator lets a held post through, which makes it a post like any other, or turns it away with a reason. */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { UserStore } from '../accounts/user-store.js';
import type { Db } from '../db/db.js';
import type { HeldPostStore } from '../forum/held-post-store.js';
import { checkedReason } from '../forum/reason.js';
import type { RenderPost } from '../forum/render-post.js';
import { createStorePost, type StorePostParts } from '../forum/write-post.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import { CLEANER_VERSION } from '../lib/html.js';
import { lockVisible } from '../news/story-write-store.js';
import type { ThreadSummary } from '../news/thread.js';
import type { ThreadStore } from '../news/thread-store.js';
import type { LogStore } from './log-store.js';

export type DecideHeldPostParts = StorePostParts & {
  db: Db;
  users: Pick<UserStore, 'get'>;
  threads: Pick<ThreadStore, 'get'>;
  heldPosts: Pick<HeldPostStore, 'find' | 'findForDecision' | 'decide'>;
  moderationLog: Pick<LogStore, 'insert'>;
  renderPost: RenderPost;
  clock: Clock;
  announce: () => void;
};

export type HeldPostDecision = { id: number; verdict: 'approved' | 'rejected'; reason: string };

export function createDecideHeldPost(parts: DecideHeldPostParts) {
  const storePost = createStorePost(parts);
  return async function decideHeldPost(
    actor: User | null,
    decision: HeldPostDecision,
  ): Promise<{ postId: number | null }> {
    if (!actor || !can(actor, 'post.decide')) throw new AppError('forbidden', { status: 403 });
    const held = await parts.heldPosts.find(decision.id);
    if (!held) throw notFound('post');
    const isApproved = decision.verdict === 'approved';
    const reason = checkedReason(decision.reason, !isApproved);
    const thread = await heirOf(held.threadId);
    if (isApproved && thread.hiddenAt !== null) throw new AppError('held-in-hidden', { status: 409 });
    const author = await parts.users.get(held.userId);
    const rendered = await parts.renderPost(held.markdown);
    const at = parts.clock();
    const postId = await parts.db.transact(async (trx) => {
      const open = await parts.heldPosts.findForDecision(trx, held.id);
      if (!open || open.verdict !== null) throw new AppError('already-decided', { status: 409 });
      const draft = {
        ...held,
        threadId: thread.id,
        html: rendered.html,
        cleanerVersion: CLEANER_VERSION,
        createdAt: at,
      };
      const mentionedIds = rendered.mentioned.map((member) => member.id).filter((id) => id !== author.id);
      const id = isApproved ? (await storePost(trx, { author, draft, mentionedIds })).postId : null;
      // Hidden or merged in this moment: the moderator looks again.
      if (isApproved && !(await lockVisible(trx, [thread.id])).has(thread.id)) {
        throw new AppError('held-in-hidden', { status: 409 });
      }
      await parts.heldPosts.decide(trx, held.id, { ...decision, by: actor.id, at, reason, postId: id });
      await parts.moderationLog.insert(trx, {
        actorId: actor.id,
        action: isApproved ? 'post-approve' : 'post-reject',
        subject: id === null ? 'user' : 'post',
        subjectId: id ?? author.id,
        // A name would outlive its account here.
        title: `№ ${id ?? author.id}`,
        reason,
        // Whom it concerns and where: what the author is told of it.
        details: { heldId: held.id, authorId: author.id, threadId: thread.id },
        at,
      });
      return id;
    });
    parts.announce();
    return { postId };
  };

  /** Where the answer belongs by now. That a discussion was closed meanwhile does not hinder a moderator. */
  async function heirOf(threadId: number): Promise<ThreadSummary> {
    const thread = await parts.threads.get(threadId);
    return thread.mergedInto === null ? thread : parts.threads.get(thread.mergedInto);
  }
}

export type DecideHeldPost = ReturnType<typeof createDecideHeldPost>;
