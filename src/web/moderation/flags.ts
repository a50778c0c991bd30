/** The queue of reported posts, and the two answers to each: nothing wrong, or away with it. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { can } from '../../accounts/can.js';
import type { User } from '../../accounts/user.js';
import type { UserStore } from '../../accounts/user-store.js';
import type { DeletePost } from '../../forum/delete-post.js';
import type { Flag, FlagReason, FlagStore } from '../../forum/flag-store.js';
import type { PostStore } from '../../forum/post-store.js';
import { AppError, notFound } from '../../lib/errors.js';
import type { SafeHtml } from '../../lib/safe-html.js';
import type { DismissFlags } from '../../moderation/dismiss-flags.js';
import { attempt, formWithError } from '../form.js';
import type { AuthorCard } from '../forum/pages.js';
import { toAuthorCard } from '../forum/post-views.js';
import type { FormState, Link } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam, numberOf, positionQuery } from '../route.js';
import { setNotice } from '../session.js';
import { urls, withQuery } from '../urls.js';

const SHOWN = 20;
/** Of one post. */
const FLAGS_SHOWN = 20;

export type FlagsParts = {
  flags: Pick<FlagStore, 'listFlagged' | 'listOpen'>;
  posts: Pick<PostStore, 'listByIds'>;
  users: Pick<UserStore, 'listByIds'>;
  deletePost: DeletePost;
  dismissFlags: DismissFlags;
};

export type FlagsPage = {
  posts: {
    id: number;
    url: string;
    author: AuthorCard;
    createdAt: number;
    html: SafeHtml;
    /** Empty on the own words where another moderator decides; their author never learns who said it. */
    flags: { by: Link | null; reason: FlagReason; words: string; at: number }[];
    /** How many more there are. */
    furtherFlags: number;
    /** null: on the own words another moderator decides. */
    action: string | null;
    form: FormState<'reason'>;
  }[];
  /** Behind which report this page begins: a decision leads back to it. */
  after: number | null;
  later: string | null;
};

const schema = z.object({
  verdict: z.enum(['kept', 'deleted']),
  reason: z.string().catch(''),
  after: z.string().catch(''),
});

export function createShowFlags(parts: FlagsParts): Handler {
  return (req, res) => show(parts, req, res, { after: positionQuery(req, 'after') });
}

export function createDecideFlags(parts: FlagsParts): Handler {
  return async (req, res) => {
    const postId = idParam(req);
    if (postId === null) throw notFound('post');
    const parsed = schema.safeParse(req.body ?? {});
    if (!parsed.success) throw new AppError('bad-request', { status: 400 });
    const { verdict, reason } = parsed.data;
    const after = numberOf(parsed.data.after);
    const decided = await attempt(() => decide(parts, req.user ?? null, { postId, verdict, reason }));
    if (!decided.ok && decided.error.status === 422) {
      const form = formWithError(req.body, 'reason', decided.error, res.locals.t);
      return show(parts, req, res, { after, wrong: { id: postId, form } });
    }
    setNotice(req, decided.ok ? `flags-${verdict}` : decided.error.code);
    res.redirect(303, withQuery(urls.flags, { after }));
  };
}

type Decision = { postId: number; verdict: 'kept' | 'deleted'; reason: string };

async function decide(parts: FlagsParts, actor: User | null, { postId, verdict, reason }: Decision): Promise<void> {
  if (verdict === 'kept') await parts.dismissFlags(actor, { postId, reason });
  else await parts.deletePost(actor, { postId, reason, decidesFlags: true });
}

type Shown = { after: number | null; wrong?: { id: number; form: FormState<string> } };

async function show(parts: FlagsParts, req: Request, res: Response, { after, wrong }: Shown): Promise<void> {
  const found = await parts.flags.listFlagged(after ?? 0, SHOWN + 1);
  // The last ones of a later page are decided: there may be others on the first.
  if (found.length === 0 && after !== null) return res.redirect(303, urls.flags);
  const waiting = found.slice(0, SHOWN);
  const ids = waiting.map(({ postId }) => postId);
  const [posts, flags] = await Promise.all([parts.posts.listByIds(ids), parts.flags.listOpen(ids, FLAGS_SHOWN)]);
  const people = [...new Set([...posts, ...flags].map(({ userId }) => userId))];
  const users = new Map((await parts.users.listByIds(people)).map((user) => [user.id, user]));
  const byId = new Map(posts.map((post) => [post.id, post]));
  const last = waiting.at(-1);
  const viewer = req.user ?? null;
  const page: FlagsPage = {
    posts: ids.flatMap((id) => {
      const post = byId.get(id);
      const author = post && users.get(post.userId);
      if (!post || !author) return [];
      const mayDecide = can(viewer, 'flag.decide', post);
      const told = mayDecide ? flags.filter((flag) => flag.postId === id) : [];
      return {
        id,
        url: urls.post(id),
        author: toAuthorCard(author),
        createdAt: post.createdAt,
        html: post.html,
        flags: told.map((flag) => ({
          ...toFlag(flag),
          by: viewer?.id === post.userId ? null : linkTo(users.get(flag.userId)),
        })),
        furtherFlags: (told[0]?.total ?? 0) - told.length,
        action: mayDecide ? urls.decideFlags(id) : null,
        form: wrong?.id === id ? wrong.form : { values: {}, errors: {} },
      };
    }),
    after,
    later: found.length > SHOWN && last ? withQuery(urls.flags, { after: last.firstId }) : null,
  };
  const { title, intro } = res.locals.t.flags;
  const head = { title, description: intro, path: urls.flags, isUnlisted: true };
  await renderPage(req, res, 'moderation/flags', { head, page, status: wrong ? 422 : 200 });
}

function toFlag({ reason, words, createdAt: at }: Flag) {
  return { reason, words, at };
}

function linkTo(user: { id: number; name: string } | undefined): Link | null {
  return user ? { name: user.name, url: urls.member(user.id) } : null;
}
