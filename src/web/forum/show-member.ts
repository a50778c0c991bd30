/** A member's profile: card, words about themselves, posts. */
import type { UserStore } from '../../accounts/user-store.js';
import type { PostStore } from '../../forum/post-store.js';
import type { Clock } from '../../lib/clock.js';
import { notFound } from '../../lib/errors.js';
import { loadOwnTools, type OwnToolsParts } from '../following/own-tools.js';
import { renderPage } from '../render.js';
import { type Handler, idParam, positionQuery } from '../route.js';
import { urls, withQuery } from '../urls.js';
import type { MemberPage } from './pages.js';
import { shownToOthers, toAuthorCard } from './post-views.js';

const POSTS_SHOWN = 20;
const WEEKS_SHOWN = 52;

export type MemberPageParts = OwnToolsParts & {
  users: Pick<UserStore, 'find'>;
  posts: Pick<PostStore, 'listByUser' | 'countByWeek'>;
  clock: Clock;
};

export function createShowMember(parts: MemberPageParts): Handler {
  return async (req, res) => {
    const id = idParam(req);
    const user = id === null ? undefined : await parts.users.find(id);
    if (!user) throw notFound('member');
    const position = positionQuery(req, 'before');
    const posts = await parts.posts.listByUser(user.id, position, POSTS_SHOWN + 1);
    const shown = posts.slice(0, POSTS_SHOWN);
    const last = shown.at(-1);
    const page: MemberPage = {
      card: toAuthorCard(user),
      about: shownToOthers(user, 'about'),
      activity: activityOf(await parts.posts.countByWeek(user.id, parts.clock(), WEEKS_SHOWN)),
      isOwn: req.user?.id === user.id,
      posts: shown.map((post) => ({
        id: post.id,
        url: urls.post(post.id),
        html: post.html,
        createdAt: post.createdAt,
        thread: { name: post.threadTitle, url: urls.thread(post.threadId) },
      })),
      older: posts.length > POSTS_SHOWN && last ? withQuery(urls.member(user.id), { before: last.id }) : null,
      tools: await loadOwnTools(parts, req, { kind: 'member', target: String(user.id), mute: 'member' }),
    };
    const head = {
      title: user.name,
      description: res.locals.t.pages.memberDescription(user.name),
      path: withQuery(urls.member(user.id), { before: position }),
    };
    await renderPage(req, res, 'forum/member', { head, page });
  };
}

/** `counts` by how many weeks ago. */
function activityOf(counts: Map<number, number>): MemberPage['activity'] {
  const weeks = Array.from({ length: WEEKS_SHOWN }, (_, index) => counts.get(WEEKS_SHOWN - 1 - index) ?? 0);
  const total = weeks.reduce((sum, count) => sum + count, 0);
  return total === 0 ? null : { weeks, total, most: Math.max(...weeks) };
}
