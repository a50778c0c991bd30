/** Posts and their authors as pages show them: who may do what with each. */
import { can } from '../../accounts/can.js';
import type { ProfileField, User } from '../../accounts/user.js';
import { mayRestore } from '../../forum/delete-post.js';
import type { HydratedPost } from '../../forum/hydrate.js';
import type { PostOrder } from '../../forum/post.js';
import { urls, withQuery } from '../urls.js';
import { avatarOf } from './avatar.js';
import { discussionUrl, orderQuery } from './discussion-order.js';
import type { AuthorCard, PostView } from './pages.js';

export type PostViewOptions = {
  viewer: User | null;
  canReply: boolean;
  order: PostOrder;
  page: number;
  /** A reader who followed the link from post `from` to post `at` is led back. */
  jump: { at: number; from: number } | null;
};

export function toPostView(post: HydratedPost, options: PostViewOptions): PostView {
  const { viewer, canReply, order } = options;
  const mayAct = viewer !== null && post.deleted === null;
  return {
    id: post.id,
    url: urls.post(post.id),
    html: post.html,
    createdAt: post.createdAt,
    author: toAuthorCard(post.author),
    replyTo: post.replyTo && {
      id: post.replyTo.id,
      url: withQuery(urls.post(post.replyTo.id), { from: post.id, ...orderQuery(order) }),
      authorName: post.replyTo.authorName,
    },
    replyUrl: canReply && mayAct ? formUrl(post, options, {}) : null,
    quoteUrl: canReply && mayAct ? formUrl(post, options, { quote: 1 }) : null,
    editUrl: mayAct && can(viewer, 'post.edit', post) ? urls.editPost(post.id) : null,
    edited: post.editedAt === null || post.deleted ? null : { at: post.editedAt, url: urls.postHistory(post.id) },
    deleted: tombstone(post, viewer),
    votes: {
      up: post.upCount,
      down: post.downCount,
      own: post.ownVote,
      action: mayAct && can(viewer, 'post.vote', post) ? withQuery(urls.votePost(post.id), orderQuery(order)) : null,
    },
    depth: order === 'nested' ? post.depth : 0,
    backTo: options.jump?.at === post.id ? backTo(options.jump.from, order) : null,
  };
}

function formUrl(post: HydratedPost, { page, order }: PostViewOptions, more: { quote?: 1 }): string {
  const query = { page: page > 1 ? page : null, ...orderQuery(order), reply: post.id, ...more };
  // The browser itself puts the focus into a field that an address names; no script is needed.
  return `${withQuery(urls.thread(post.threadId), query)}#field-markdown`;
}

function backTo(from: number, order: PostOrder): { id: number; url: string } {
  return { id: from, url: withQuery(urls.post(from), orderQuery(order)) };
}

function tombstone(post: HydratedPost, viewer: User | null): PostView['deleted'] {
  if (!post.deleted) return null;
  const isRestorable = viewer !== null && mayRestore(viewer, { userId: post.userId, deletedBy: post.deleted.by });
  return {
    at: post.deleted.at,
    isByAuthor: post.deleted.by === post.userId,
    reason: post.deleted.reason,
    restoreUrl: isRestorable ? urls.restorePost(post.id) : null,
  };
}

/** The address of a post's place in a thread, at the end of a redirect. */
export function placeUrl(
  post: { id: number; threadId: number },
  place: { order: PostOrder; page: number; from: number | null },
): string {
  const base = discussionUrl(post.threadId, place.order, place.page);
  const jump = place.from === null ? '' : `${base.includes('?') ? '&' : '?'}at=${post.id}&from=${place.from}`;
  return `${base}${jump}#post-${post.id}`;
}

export function toAuthorCard(user: User): AuthorCard {
  return {
    id: user.id,
    name: user.name,
    url: urls.member(user.id),
    role: user.role,
    joinedAt: user.createdAt,
    postCount: user.postCount,
    gender: shownToOthers(user, 'gender'),
    birthday: shownToOthers(user, 'birthday'),
    place: shownToOthers(user, 'place'),
    avatar: avatarOf(user),
  };
}

/** What a member keeps to themselves is not on the card, not even on the own one: it shows what others see. */
export function shownToOthers<Field extends ProfileField>(user: User, field: Field): User[Field] | null {
  return user.privateFields.includes(field) ? null : user[field];
}
