/** The queue of posts that wait for a moderator, and the decision on each. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { UserStore } from '../../accounts/user-store.js';
import type { HeldPostStore } from '../../forum/held-post-store.js';
import type { RenderPost } from '../../forum/render-post.js';
import { notFound } from '../../lib/errors.js';
import type { SafeHtml } from '../../lib/safe-html.js';
import type { DecideHeldPost } from '../../moderation/decide-held-post.js';
import { attempt, formWithError } from '../form.js';
import type { AuthorCard } from '../forum/pages.js';
import { toAuthorCard } from '../forum/post-views.js';
import type { FormState, Link } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam, positionQuery } from '../route.js';
import { setNotice } from '../session.js';
import { urls, withQuery } from '../urls.js';

const SHOWN = 20;

export type HeldPostsParts = {
  heldPosts: Pick<HeldPostStore, 'listWaiting'>;
  users: Pick<UserStore, 'listByIds'>;
  renderPost: RenderPost;
  decideHeldPost: DecideHeldPost;
};

export type HeldPostsPage = {
  posts: {
    id: number;
    author: AuthorCard;
    thread: Link;
    createdAt: number;
    html: SafeHtml;
    action: string;
    form: FormState<'reason'>;
  }[];
  later: string | null;
};

const schema = z.object({ verdict: z.enum(['approved', 'rejected']), reason: z.string().catch('') });

export function createShowHeldPosts(parts: HeldPostsParts): Handler {
  return (req, res) => show(parts, req, res);
}

export function createDecideHeldPage(parts: HeldPostsParts): Handler {
  return async (req, res) => {
    const id = idParam(req);
    if (id === null) throw notFound('post');
    const { verdict, reason } = schema.parse({ verdict: 'rejected', ...req.body });
    const decided = await attempt(() => parts.decideHeldPost(req.user ?? null, { id, verdict, reason }));
    if (!decided.ok && decided.error.code === 'reason-required') {
      const form = formWithError(req.body, 'reason', decided.error, res.locals.t);
      return show(parts, req, res, { id, form });
    }
    setNotice(req, decided.ok ? `held-post-${verdict}` : decided.error.code, decided.ok ? {} : decided.error.params);
    res.redirect(303, urls.heldPosts);
  };
}

async function show(
  parts: HeldPostsParts,
  req: Request,
  res: Response,
  wrong?: { id: number; form: FormState<string> },
): Promise<void> {
  const found = await parts.heldPosts.listWaiting(positionQuery(req, 'after') ?? 0, SHOWN + 1);
  const waiting = found.slice(0, SHOWN);
  const authors = new Map(
    (await parts.users.listByIds(waiting.map((held) => held.userId))).map((user) => [user.id, user]),
  );
  const posts: HeldPostsPage['posts'] = [];
  for (const held of waiting) {
    const author = authors.get(held.userId);
    if (!author) continue;
    posts.push({
      id: held.id,
      author: toAuthorCard(author),
      thread: { name: held.threadTitle, url: urls.thread(held.threadId) },
      createdAt: held.createdAt,
      html: (await parts.renderPost(held.markdown)).html,
      action: urls.decideHeld(held.id),
      form: wrong?.id === held.id ? wrong.form : { values: {}, errors: {} },
    });
  }
  const last = waiting.at(-1);
  const later = found.length > SHOWN && last ? withQuery(urls.heldPosts, { after: last.id }) : null;
  const { heldTitle } = res.locals.t.discussion;
  const head = { title: heldTitle, description: heldTitle, path: urls.heldPosts, isUnlisted: true };
  const page: HeldPostsPage = { posts, later };
  await renderPage(req, res, 'moderation/held-posts', { head, page, status: wrong ? 422 : 200 });
}
