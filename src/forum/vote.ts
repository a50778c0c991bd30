/** Use case: a member says whether a post is worth reading, changes their mind, or takes it back. Never on own posts. */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import type { ThreadStore } from '../news/thread-store.js';
import { checkThread } from './check-post.js';
import type { Post } from './post.js';
import type { PostStore } from './post-store.js';
import { allowanceOf, newUntil } from './standing.js';
import type { VoteStore, VoteValue } from './vote-store.js';

export type VoteParts = {
  threads: Pick<ThreadStore, 'find'>;
  posts: Pick<PostStore, 'find'>;
  votes: Pick<VoteStore, 'put'>;
  clock: Clock;
  announce: () => void;
};

export function createVote(parts: VoteParts) {
  return async function vote(actor: User | null, input: { postId: number; value: VoteValue }): Promise<Post> {
    const post = await parts.posts.find(input.postId);
    if (!post || post.deleted) throw notFound('post');
    if (!actor || !can(actor, 'post.vote', post)) throw new AppError('forbidden', { status: 403 });
    await checkThread(parts.threads, actor, { threadId: post.threadId, lockedCode: 'vote-locked' });
    const at = parts.clock();
    if (input.value === -1 && !allowanceOf(actor, at).mayVoteDown) {
      throw new AppError('vote-down-new', { status: 422, params: { until: newUntil(actor) } });
    }
    await parts.votes.put({ postId: post.id, userId: actor.id, value: input.value, at });
    parts.announce();
    return (await parts.posts.find(post.id)) ?? post;
  };
}

export type Vote = ReturnType<typeof createVote>;
