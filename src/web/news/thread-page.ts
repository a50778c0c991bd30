/** Everything a thread's page shows, in a fixed number of queries, however much coverage and discussion there is. */
import type { Request, Response } from 'express';
import { can } from '../../accounts/can.js';
import type { UserStore } from '../../accounts/user-store.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import { hydratePosts } from '../../forum/hydrate.js';
import { LONGEST_POST, POSTS_PER_PAGE } from '../../forum/post.js';
import type { PostStore } from '../../forum/post-store.js';
import { notFound } from '../../lib/errors.js';
import type { SafeHtml } from '../../lib/safe-html.js';
import { collapse } from '../../lib/text.js';
import type { Article } from '../../news/article.js';
import type { ArticleStore } from '../../news/article-store.js';
import { tagKey } from '../../news/tag.js';
import type { ThreadStore } from '../../news/thread-store.js';
import { SHOWN_FROM } from '../../search/similar.js';
import type { SimilarStore, SimilarThread } from '../../search/similar-store.js';
import type { ReplyForm } from '../forum/pages.js';
import { toPostView } from '../forum/post-views.js';
import type { FormState } from '../page.js';
import { textQuery } from '../route.js';
import type { Sections, SectionsNow } from '../sections.js';
import { urls, withQuery } from '../urls.js';
import { toFeedCard } from './feed-cards.js';
import type { ArticleView, SimilarRow, ThreadPage } from './pages.js';
import { shareLinks } from './share-links.js';
import { categoryLink } from './thread-rows.js';

const SIMILAR_SHOWN = 10;
// Weakly related articles fill a short list, they do not lengthen a long one.
const WEAK_SHOWN_UP_TO = 5;

export type ThreadPageParts = {
  threads: Pick<ThreadStore, 'get'>;
  articles: Pick<ArticleStore, 'listByThread'>;
  feeds: Pick<FeedStore, 'listByIds'>;
  posts: Pick<PostStore, 'listByThread' | 'listByIds' | 'find'>;
  users: Pick<UserStore, 'listByIds'>;
  similar: Pick<SimilarStore, 'listSimilar' | 'isPending'>;
  sections: Sections;
  baseUrl: () => string;
};

/** What the reply form holds when it is shown again. */
export type ReplyDraft = FormState<'markdown' | 'replyTo'> & { preview: SafeHtml | null };

export async function loadThreadPage(
  parts: ThreadPageParts,
  req: Request,
  res: Response,
  request: { threadId: number; draft?: ReplyDraft },
): Promise<ThreadPage> {
  const { language } = res.locals;
  const thread = await parts.threads.get(request.threadId);
  const pageNumber = Math.min(pageOf(req), lastPage(thread.replyCount));
  const [articles, similar, posts, sections] = await Promise.all([
    parts.articles.listByThread(thread.id),
    parts.similar.listSimilar(thread.id, SIMILAR_SHOWN),
    parts.posts.listByThread(thread.id, (pageNumber - 1) * POSTS_PER_PAGE, POSTS_PER_PAGE),
    parts.sections.current(),
  ]);
  const [views, hydrated, isPending] = await Promise.all([
    articleViews(parts, articles, sections, res),
    hydratePosts(parts, posts),
    similar.length === 0 ? parts.similar.isPending(thread.id) : false,
  ]);
  const canReply = can(req.user ?? null, 'post.write');
  const here = urls.threadPage(thread.id, pageNumber);
  return {
    id: thread.id,
    url: here,
    title: thread.title,
    language: thread.language,
    category: categoryLink(sections.byId.get(thread.categoryId), language),
    articles: views,
    similar: similar.filter((row, rank) => row.score >= SHOWN_FROM || rank < WEAK_SHOWN_UP_TO).map(toSimilarRow),
    isSimilarPending: isPending,
    replyCount: thread.replyCount,
    posts: hydrated.map((post) => toPostView(post, { canReply, page: pageNumber })),
    postPaging: {
      earlier: pageNumber > 1 ? `${urls.threadPage(thread.id, pageNumber - 1)}#replies` : null,
      later: pageNumber < lastPage(thread.replyCount) ? `${urls.threadPage(thread.id, pageNumber + 1)}#replies` : null,
    },
    reply: canReply ? await replyForm(parts, req, thread.id, request.draft) : null,
    loginUrl: withQuery(urls.login, { next: `${here}#reply` }),
    registerUrl: withQuery(urls.register, { next: `${here}#reply` }),
    share: shareLinks(`${parts.baseUrl()}${urls.thread(thread.id)}`, thread.title),
  };
}

export function pageOf(req: Request): number {
  const text = textQuery(req, 'page', 6);
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

export function lastPage(replyCount: number): number {
  return Math.max(1, Math.ceil(replyCount / POSTS_PER_PAGE));
}

async function articleViews(
  parts: ThreadPageParts,
  articles: Article[],
  sections: SectionsNow,
  res: Response,
): Promise<ArticleView[]> {
  const feedIds = [...new Set(articles.map((article) => article.feedId))];
  const feeds = new Map((await parts.feeds.listByIds(feedIds)).map((feed) => [feed.id, feed]));
  return articles.map(({ threadId, feedId, ...article }) => {
    const feed = feeds.get(feedId);
    if (!feed) throw notFound('feed');
    return {
      ...article,
      tags: article.tags.map((tag) => ({ name: tag, url: urls.tag(tagKey(tag)) })),
      enclosures: article.enclosures.map(({ url, type }) => ({ url, type, name: fileName(url) })),
      feed: toFeedCard(feed, sections, res.locals.language),
    };
  });
}

function toSimilarRow(thread: SimilarThread): SimilarRow {
  return {
    url: urls.thread(thread.id),
    title: thread.title,
    language: thread.language,
    feed: { name: thread.feedTitle, url: urls.feed(thread.feedId) },
    publishedAt: thread.publishedAt,
    score: Math.round(thread.score * 100),
    terms: thread.terms,
  };
}

async function replyForm(
  parts: ThreadPageParts,
  req: Request,
  threadId: number,
  draft: ReplyDraft = { values: { replyTo: textQuery(req, 'reply', 10) }, errors: {}, preview: null },
): Promise<ReplyForm> {
  const targetId = /^[1-9]\d{0,8}$/.test(draft.values.replyTo ?? '') ? Number(draft.values.replyTo) : null;
  const target = targetId === null ? undefined : await parts.posts.find(targetId);
  const author = target?.threadId === threadId ? (await parts.users.listByIds([target.userId]))[0] : undefined;
  const replyTo = target && author ? { id: target.id, authorName: author.name } : null;
  return {
    ...draft,
    values: { ...draft.values, replyTo: replyTo ? String(replyTo.id) : '' },
    action: `${urls.reply(threadId)}#reply`,
    replyTo,
    maxLength: LONGEST_POST,
  };
}

function fileName(address: string): string {
  const { pathname, hostname } = new URL(address);
  const last = pathname.split('/').filter(Boolean).at(-1) ?? hostname;
  try {
    // "photo<override>gpj.exe" must not look like a picture.
    return collapse(decodeURIComponent(last)) || hostname;
  } catch {
    return last;
  }
}
