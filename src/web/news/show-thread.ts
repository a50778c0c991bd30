/** A story's page, and the short addresses that lead into it. */

import type { SetAsideStore } from '../../feeds/set-aside-store.js';
import type { ArchiveStore } from '../../forum/archive-store.js';
import type { PostStore } from '../../forum/post-store.js';
import { AppError, notFound } from '../../lib/errors.js';
import { collapse, truncate } from '../../lib/text.js';
import type { ArticleStore } from '../../news/article-store.js';
import { orderOf, pageAfter } from '../forum/discussion-order.js';
import { placeUrl } from '../forum/post-views.js';
import { leadOn } from '../media/old-links.js';
import { renderPage } from '../render.js';
import { type Handler, idParam, positionQuery } from '../route.js';
import { urls } from '../urls.js';
import type { ThreadPage } from './pages.js';
import { loadThreadPage, type ThreadPageParts } from './thread-page.js';

export type ShowThreadParts = ThreadPageParts & { setAside: Pick<SetAsideStore, 'isThreadGone'> };

export function createShowThread(parts: ShowThreadParts): Handler {
  return async (req, res) => {
    const threadId = idParam(req);
    if (threadId === null) throw notFound('thread');
    const page = await loadThreadPage(parts, req, res, { threadId }).catch((error: unknown) =>
      refuseGone(parts, threadId, error),
    );
    await renderPage(req, res, 'news/thread', { head: threadHead(page), page });
  };
}

/** What was there once says so. */
async function refuseGone(parts: ShowThreadParts, threadId: number, error: unknown): Promise<never> {
  const isMissing = error instanceof AppError && error.status === 404;
  if (isMissing && (await parts.setAside.isThreadGone(threadId))) throw new AppError('thread-gone', { status: 410 });
  throw error;
}

export function threadHead(page: ThreadPage) {
  const words = page.articles[0]?.html.replace(/<[^>]*>/g, ' ') ?? page.title;
  return {
    title: page.title,
    description: truncate(collapse(words), 200),
    path: page.url,
    feedPath: `${urls.thread(page.id)}/feed`,
  };
}

export type ShowPostParts = {
  posts: Pick<PostStore, 'find' | 'countBefore'>;
  archives: Pick<ArchiveStore, 'findOldLink'>;
};

/** `/posts/N`, the permanent link: leads to the post in its thread, wherever paging has moved it. */
export function createShowPost(parts: ShowPostParts): Handler {
  return async (req, res) => {
    const id = idParam(req);
    const post = id === null ? undefined : await parts.posts.find(id);
    if (!post) {
      // The number that an old forum gave to what is an article here, or to a post whose number was taken.
      const target = id === null ? null : await leadOn(parts, { kind: 'post', oldId: id });
      if (target === null) throw notFound('post');
      return res.redirect(302, target);
    }
    const order = orderOf(req);
    const page = pageAfter(await parts.posts.countBefore(post.threadId, post.id, order));
    res.redirect(302, placeUrl(post, { order, page, from: positionQuery(req, 'from') }));
  };
}

export type ShowArticleParts = {
  articles: Pick<ArticleStore, 'findThreadOf'>;
  setAside: Pick<SetAsideStore, 'isArticleGone'>;
};

export function createShowArticle(parts: ShowArticleParts): Handler {
  return async (req, res) => {
    const id = idParam(req);
    const threadId = id === null ? undefined : await parts.articles.findThreadOf(id);
    if (id !== null && threadId === undefined && (await parts.setAside.isArticleGone(id))) {
      throw new AppError('article-gone', { status: 410 });
    }
    if (id === null || threadId === undefined) throw notFound('article');
    res.redirect(302, `${urls.thread(threadId)}#article-${id}`);
  };
}

/** The address that a preview stands at, opened anew: the thread with its reply form. */
export const leadToThread: Handler = (req, res) => {
  const id = idParam(req);
  if (id === null) throw notFound('thread');
  res.redirect(302, `${urls.thread(id)}#reply`);
};
