/** Use case: a moderator lets a held post through, which makes it a post like any other, or turns it away with a reason. */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { UserStore } from '../accounts/user-store.js';
import type { Db } from '../db/db.js';
import type { HeldPostStore } from '../forum/held-post-store.js';
import { checkedReason } from '../forum/post-moderation.js';
import type { RenderPost } from '../forum/render-post.js';
import { createStorePost, type StorePostParts } from '../forum/write-post.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import { CLEANER_VERSION } from '../lib/html.js';
import type { LogStore } from './log-store.js';

export type DecideHeldPostParts = StorePostParts & {
  db: Db;
  users: Pick<UserStore, 'get'>;
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
    const author = await parts.users.get(held.userId);
    const rendered = await parts.renderPost(held.markdown);
    const at = parts.clock();
    const postId = await parts.db.transact(async (trx) => {
      const open = await parts.heldPosts.findForDecision(trx, held.id);
      if (!open || open.verdict !== null) throw new AppError('already-decided', { status: 409 });
      const draft = { ...held, html: rendered.html, cleanerVersion: CLEANER_VERSION, createdAt: at };
      const mentionedIds = rendered.mentioned.map((member) => member.id).filter((id) => id !== author.id);
      const id = isApproved ? (await storePost(trx, { author, draft, mentionedIds })).postId : null;
      await parts.heldPosts.decide(trx, held.id, { ...decision, by: actor.id, at, reason, postId: id });
      await parts.moderationLog.insert(trx, {
        actorId: actor.id,
        action: isApproved ? 'post-approve' : 'post-reject',
        subject: id === null ? 'user' : 'post',
        subjectId: id ?? author.id,
        title: id === null ? author.name : `№ ${id}`,
        reason,
        details: { heldId: held.id },
        at,
      });
      return id;
    });
    parts.announce();
    return { postId };
  };
}

export type DecideHeldPost = ReturnType<typeof createDecideHeldPost>;
