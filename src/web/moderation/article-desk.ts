/** One article under a moderator's hands: what rules did to it, what its source changed, and deleting it. */
import type { Request, Response } from 'express';
import type { FeedStore } from '../../feeds/feed-store.js';
import type { FullTextStore } from '../../feeds/full-text/full-text-store.js';
import type { RuleStore } from '../../feeds/rule-store.js';
import { notFound } from '../../lib/errors.js';
import type { DeleteArticle } from '../../moderation/delete-article.js';
import type { Article } from '../../news/article.js';
import type { ArticleStore } from '../../news/article-store.js';
import type { RevisionStore } from '../../news/revision-store.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError } from '../form.js';
import type { FormState, Link } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam } from '../route.js';
import type { Sections } from '../sections.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { effectRow } from './preview-rows.js';

export type ArticleDeskPage = {
  id: number;
  title: string;
  language: string;
  thread: Link;
  feed: Link;
  publishedAt: number;
  effects: ReturnType<typeof effectRow>[];
  /** What became of the article's own page, where full texts are wanted; `retryUrl` is null when nothing failed. */
  fullText: { outcome: string; detail: string | null; retryUrl: string | null } | null;
  /** Of earlier versions; the address is null when there are none. */
  revisions: number;
  revisionsUrl: string | null;
  form: FormState<'reason'>;
};

export type ArticleDeskParts = {
  articles: Pick<ArticleStore, 'find'>;
  feeds: Pick<FeedStore, 'get'>;
  rules: Pick<RuleStore, 'listEffects'>;
  revisions: Pick<RevisionStore, 'countByArticle'>;
  fullTexts: Pick<FullTextStore, 'findAttempt'>;
  deleteArticle: DeleteArticle;
  sections: Sections;
};

export function createShowArticleDesk(parts: ArticleDeskParts): Handler {
  return async (req, res) => {
    const article = await articleOf(parts, req);
    await showDesk(parts, req, res, { article, form: { values: {}, errors: {} }, status: 200 });
  };
}

export function createDeleteArticleNow(parts: ArticleDeskParts): Handler {
  return async (req, res) => {
    const article = await articleOf(parts, req);
    const reason = String(req.body?.reason ?? '');
    const deleted = await attempt(() => parts.deleteArticle(memberOf(req), article.id, reason));
    if (!deleted.ok) {
      const form = formWithError(req.body, 'reason', deleted.error, res.locals.t);
      return showDesk(parts, req, res, { article, form, status: deleted.error.status });
    }
    setNotice(req, 'article-deleted');
    res.redirect(303, deleted.value.isThreadGone ? urls.log : urls.thread(deleted.value.threadId));
  };
}

async function articleOf(parts: ArticleDeskParts, req: Request): Promise<Article> {
  const id = idParam(req);
  const article = id === null ? undefined : await parts.articles.find(id);
  if (!article) throw notFound('article');
  return article;
}

async function showDesk(
  parts: ArticleDeskParts,
  req: Request,
  res: Response,
  shown: { article: Article; form: FormState<string>; status: number },
): Promise<void> {
  const { t, language } = res.locals;
  const { article, form, status } = shown;
  const [feed, effects, counts, fullText, sections] = await Promise.all([
    parts.feeds.get(article.feedId),
    parts.rules.listEffects([article.id]),
    parts.revisions.countByArticle([article.id]),
    parts.fullTexts.findAttempt(article.id),
    parts.sections.current(),
  ]);
  const revisions = counts.get(article.id) ?? 0;
  const page: ArticleDeskPage = {
    id: article.id,
    title: article.title,
    language: article.language,
    thread: { name: article.title, url: `${urls.thread(article.threadId)}#article-${article.id}` },
    feed: { name: feed.title, url: urls.manageFeed(feed.id) },
    publishedAt: article.publishedAt,
    effects: effects.map((effect) => effectRow(effect, { sections, language })),
    fullText: fullText
      ? {
          ...{ outcome: fullText.outcome, detail: fullText.detail },
          retryUrl: fullText.outcome === 'stored' ? null : `${urls.feedMedia(feed.id)}/retry`,
        }
      : null,
    revisions,
    revisionsUrl: revisions > 0 ? urls.revisions(article.id) : null,
    form,
  };
  const path = urls.articleDesk(article.id);
  const head = { title: t.articleDesk.title, description: t.articleDesk.deleteHint, path, isUnlisted: true };
  await renderPage(req, res, 'moderation/article', { head, page, status });
}
