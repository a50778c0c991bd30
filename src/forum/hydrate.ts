/** Decorates a whole page of posts with authors, reply targets and the reader's votes in three queries, however many posts there are. */
import type { User } from '../accounts/user.js';
import type { UserStore } from '../accounts/user-store.js';
import type { Post } from './post.js';
import type { PostStore } from './post-store.js';
import type { VoteStore } from './vote-store.js';

export type HydratedPost = Post & {
  author: User;
  replyTo: { id: number; authorName: string } | null;
  ownVote: 1 | -1 | 0;
};

export type HydrateParts = {
  users: Pick<UserStore, 'listByIds'>;
  posts: Pick<PostStore, 'listByIds'>;
  votes: Pick<VoteStore, 'listOfMember'>;
};

/** `viewerId`: whose votes are marked; null for anonymous readers. */
export async function hydratePosts(
  parts: HydrateParts,
  posts: readonly Post[],
  viewerId: number | null = null,
): Promise<HydratedPost[]> {
  const ownVotes = viewerId === null ? null : await parts.votes.listOfMember(viewerId, idsOf(posts));
  const here = new Map(posts.map((post) => [post.id, post]));
  const elsewhere = [...new Set(posts.flatMap((post) => post.replyToId ?? []))].filter((id) => !here.has(id));
  for (const target of elsewhere.length > 0 ? await parts.posts.listByIds(elsewhere) : []) here.set(target.id, target);
  const authorIds = [...new Set([...here.values()].map((post) => post.userId))];
  const authors = new Map((await parts.users.listByIds(authorIds)).map((user) => [user.id, user]));

  const authorOf = (post: Post): User => {
    const author = authors.get(post.userId);
    if (!author) throw new Error(`post ${post.id} has no author`);
    return author;
  };
  return posts.map((post) => {
    const target = post.replyToId === null ? undefined : here.get(post.replyToId);
    return {
      ...post,
      author: authorOf(post),
      replyTo: target ? { id: target.id, authorName: authorOf(target).name } : null,
      ownVote: ownVotes?.get(post.id) ?? 0,
    };
  });
}

function idsOf(posts: readonly Post[]): number[] {
  return posts.map((post) => post.id);
}
