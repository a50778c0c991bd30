/** Posts and their authors as pages show them. */
import type { User } from '../../accounts/user.js';
import type { HydratedPost } from '../../forum/hydrate.js';
import { urls, withQuery } from '../urls.js';
import type { AuthorCard, PostView } from './pages.js';

export function toPostView(post: HydratedPost, options: { canReply: boolean; page: number }): PostView {
  const replyUrl = withQuery(urls.thread(post.threadId), {
    page: options.page > 1 ? options.page : null,
    reply: post.id,
  });
  return {
    id: post.id,
    url: urls.post(post.id),
    html: post.html,
    createdAt: post.createdAt,
    author: toAuthorCard(post.author),
    replyTo: post.replyTo
      ? { id: post.replyTo.id, url: urls.post(post.replyTo.id), authorName: post.replyTo.authorName }
      : null,
    replyUrl: options.canReply ? `${replyUrl}#reply` : null,
  };
}

export function toAuthorCard(user: User): AuthorCard {
  return {
    id: user.id,
    name: user.name,
    url: urls.member(user.id),
    role: user.role,
    joinedAt: user.createdAt,
    postCount: user.postCount,
    gender: user.gender,
    birthday: user.birthday,
    place: user.place,
    avatar: { initials: initials(user.name), hue: hue(user.name) },
  };
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
}

/** A steady colour per name: FNV-1a over its characters, 0…359 degrees. */
function hue(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % 360;
}
