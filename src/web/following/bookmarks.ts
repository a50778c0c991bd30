/** Bookmarks of threads and posts, each with a note: the list with its search, and the form of one. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { can } from '../../accounts/can.js';
import type { User } from '../../accounts/user.js';
import { type BookmarkRow, type BookmarkStore, LONGEST_NOTE } from '../../forum/bookmark-store.js';
import type { PostStore } from '../../forum/post-store.js';
import type { Texts } from '../../i18n/texts.js';
import type { Clock } from '../../lib/clock.js';
import { AppError, notFound } from '../../lib/errors.js';
import { trustStoredHtml } from '../../lib/safe-html.js';
import { collapse, stripControls } from '../../lib/text.js';
import type { ThreadSummary } from '../../news/thread.js';
import type { ThreadStore } from '../../news/thread-store.js';
import { memberOf } from '../authentication.js';
import { parseForm } from '../form.js';
import { refuseHidden } from '../news/refuse-hidden.js';
import { renderPage } from '../render.js';
import { type Handler, numberOf, positionQuery, textQuery } from '../route.js';
import { setNotice } from '../session.js';
import { urls, withQuery } from '../urls.js';
import type { BookmarkPage, BookmarksPage } from './pages.js';

const SHOWN = 30;

const noteForm = z.object({
  note: z
    .string('invalid')
    .default('')
    .transform((value) => stripControls(value.replace(/\r\n?/g, '\n')).trim())
    .pipe(z.string().max(LONGEST_NOTE, 'too-long')),
});

export type BookmarkParts = {
  bookmarks: BookmarkStore;
  threads: Pick<ThreadStore, 'get'>;
  posts: Pick<PostStore, 'find'>;
  clock: Clock;
};

export function createShowBookmarks({ bookmarks }: BookmarkParts): Handler {
  return async (req, res) => {
    const { t } = res.locals;
    const query = collapse(textQuery(req, 'q', 100));
    const before = positionQuery(req, 'before');
    const found = await bookmarks.list(memberOf(req).id, { words: query, before, limit: SHOWN + 1 });
    const rows = found.slice(0, SHOWN);
    const last = rows.at(-1);
    const page: BookmarksPage = {
      query,
      rows: rows.map((row) => toRow(row, t)),
      older: found.length > SHOWN && last ? withQuery(urls.bookmarks, { q: query, before: last.id }) : null,
    };
    const head = { title: t.bookmarks.title, description: t.bookmarks.intro, path: urls.bookmarks, isUnlisted: true };
    await renderPage(req, res, 'following/bookmarks', { head, page });
  };
}

export function createShowBookmark(parts: BookmarkParts): Handler {
  return async (req, res) => {
    const subject = await subjectOf(parts, textQuery(req, 'thread', 10), textQuery(req, 'post', 10));
    await refuseHiddenSubject(parts, subject, memberOf(req));
    await showForm(parts, req, res, { subject });
  };
}

export function createKeepBookmark(parts: BookmarkParts): Handler {
  return async (req, res) => {
    const member = memberOf(req);
    if (!can(member, 'bookmark')) throw new AppError('forbidden', { status: 403 });
    const subject = await bodySubject(parts, req);
    await refuseHiddenSubject(parts, subject, member);
    const parsed = parseForm(noteForm, req.body, res.locals.t);
    if (!parsed.ok) return showForm(parts, req, res, { subject, form: parsed.form });
    const { postId, title, url } = subject;
    const { note } = parsed.value;
    // The bookmark of a post that has moved stays the one that it is.
    const threadId = (await findOwn(parts, member.id, subject))?.threadId ?? subject.threadId;
    await parts.bookmarks.upsert({ userId: member.id, threadId, postId, note, title, createdAt: parts.clock() });
    setNotice(req, 'bookmarked');
    res.redirect(303, url);
  };
}

export function createDropBookmark(parts: BookmarkParts): Handler {
  return async (req, res) => {
    const subject = await bodySubject(parts, req);
    const own = await findOwn(parts, memberOf(req).id, subject);
    if (own) await parts.bookmarks.delete(own.id);
    setNotice(req, 'bookmark-dropped');
    res.redirect(303, urls.bookmarks);
  };
}

type Subject = { thread: ThreadSummary; threadId: number; postId: number | null; title: string; url: string };

function bodySubject(parts: BookmarkParts, req: Request): Promise<Subject> {
  const { thread, post } = (req.body ?? {}) as Record<string, unknown>;
  return subjectOf(parts, String(thread ?? ''), String(post ?? ''));
}

/** A post names its thread by itself. A hidden one too: its bookmark can be dropped, but is shown to nobody. */
async function subjectOf({ threads, posts }: BookmarkParts, threadText: string, postText: string): Promise<Subject> {
  const postId = numberOf(postText);
  const post = postId === null ? undefined : await posts.find(postId);
  if (postId !== null && !post) throw notFound('post');
  const threadId = post?.threadId ?? numberOf(threadText);
  if (threadId === null) throw new AppError('bad-request', { status: 400 });
  const thread = await threads.get(threadId);
  return {
    thread,
    threadId,
    postId,
    title: thread.title,
    url: postId === null ? urls.thread(threadId) : urls.post(postId),
  };
}

/** What was merged is as visible as its heir. */
async function refuseHiddenSubject({ threads }: BookmarkParts, { thread }: Subject, viewer: User): Promise<void> {
  refuseHidden(thread.mergedInto === null ? thread : await threads.get(thread.mergedInto), viewer);
}

function findOwn({ bookmarks }: BookmarkParts, userId: number, { threadId, postId }: Subject) {
  return postId === null ? bookmarks.findOfThread(userId, threadId) : bookmarks.findOfPost(userId, postId);
}

async function showForm(
  parts: BookmarkParts,
  req: Request,
  res: Response,
  shown: { subject: Subject; form?: BookmarkPage['form'] },
): Promise<void> {
  const { t } = res.locals;
  const { subject, form } = shown;
  const own = await findOwn(parts, memberOf(req).id, subject);
  const name = subject.postId === null ? subject.title : `${t.thread.postNumber(subject.postId)}, ${subject.title}`;
  const page: BookmarkPage = {
    subject: { name, url: subject.url },
    threadId: subject.threadId,
    postId: subject.postId,
    id: own?.id ?? null,
    form: form ?? { values: { note: own?.note ?? '' }, errors: {} },
    maxLength: LONGEST_NOTE,
  };
  const title = own ? t.bookmarks.editTitle : t.bookmarks.addTitle;
  const head = { title, description: t.bookmarks.intro, path: urls.bookmark, isUnlisted: true };
  await renderPage(req, res, 'following/bookmark', { head, page, status: form ? 422 : 200 });
}

function toRow(row: BookmarkRow, t: Texts): BookmarksPage['rows'][number] {
  const { id, threadId, postId, note, createdAt, threadTitle } = row;
  const isHidden = threadTitle === null;
  return {
    id,
    threadId,
    postId,
    editUrl: isHidden ? null : withQuery(urls.bookmark, postId === null ? { thread: threadId } : { post: postId }),
    thread: {
      name: threadTitle ?? t.following.hiddenThread,
      url: urls.thread(threadId),
      language: isHidden ? '' : row.language,
    },
    post:
      postId === null || row.postHtml === null
        ? null
        : {
            name: String(postId),
            url: urls.post(postId),
            html: trustStoredHtml(row.postHtml),
            authorName: row.authorName ?? '',
          },
    note,
    createdAt,
  };
}
