/**
 * How far a member has read. Opening a page changes nothing: the page's script (or its button) says "read up to here"
 * by POST, and a button on the front page says so of everything.
 */
import { can } from '../../accounts/can.js';
import type { PostStore } from '../../forum/post-store.js';
import type { ReadMarkStore } from '../../forum/read-mark-store.js';
import type { Clock } from '../../lib/clock.js';
import { AppError, notFound } from '../../lib/errors.js';
import type { SettingsStore } from '../../notifications/settings-store.js';
import { memberOf } from '../authentication.js';
import { type Handler, idParam } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { nextOf } from './follow.js';

export type ReadingParts = {
  readMarks: ReadMarkStore;
  settings: Pick<SettingsStore, 'update'>;
  posts: Pick<PostStore, 'find' | 'findFirstAfter'>;
  clock: Clock;
};

export function createMarkRead({ readMarks, posts, clock }: ReadingParts): Handler {
  return async (req, res) => {
    const threadId = idParam(req);
    if (threadId === null) throw notFound('thread');
    const member = memberOf(req);
    if (!can(member, 'read.mark')) throw new AppError('forbidden', { status: 403 });
    const upTo = Number((req.body as Record<string, unknown>).upTo);
    const post = Number.isSafeInteger(upTo) && upTo > 0 && upTo < 2 ** 31 ? await posts.find(upTo) : undefined;
    // 0: the story itself, which nobody has replied to yet.
    if (upTo !== 0 && post?.threadId !== threadId) throw new AppError('bad-request', { status: 400 });
    await readMarks.mark({ userId: member.id, threadId, postId: post?.id ?? 0, at: clock() });
    // The script wants no page.
    if (req.get('sec-fetch-dest') === 'empty') return void res.status(204).end();
    setNotice(req, 'marked-read');
    res.redirect(303, urls.thread(threadId));
  };
}

export function createMarkAllRead({ settings, clock }: ReadingParts): Handler {
  return async (req, res) => {
    const member = memberOf(req);
    if (!can(member, 'read.mark')) throw new AppError('forbidden', { status: 403 });
    await settings.update(member.id, { allReadAt: clock() });
    setNotice(req, 'all-read');
    res.redirect(303, nextOf(req, urls.home));
  };
}

/** Leads to the first post after the mark; to the end when there is none. Changes nothing. */
export function createShowUnread({ readMarks, posts }: ReadingParts): Handler {
  return async (req, res) => {
    const threadId = idParam(req);
    if (threadId === null) throw notFound('thread');
    const mark = await readMarks.find(memberOf(req).id, threadId);
    const first = await posts.findFirstAfter(threadId, mark?.lastPostId ?? 0);
    res.redirect(302, first === undefined ? `${urls.thread(threadId)}#replies` : urls.post(first));
  };
}
