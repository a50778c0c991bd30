/** The articles of a story as its page shows them. */
import type { Request, Response } from 'express';
import { can } from '../../accounts/can.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import { notFound } from '../../lib/errors.js';
import { collapse } from '../../lib/text.js';
import type { Article } from '../../news/article.js';
import type { ArticleStore } from '../../news/article-store.js';
import type { StoryStore } from '../../news/story-store.js';
import { tagKey } from '../../news/tag.js';
import type { Pictures } from '../media/pictures.js';
import type { SectionsNow } from '../sections.js';
import { urls } from '../urls.js';
import { toFeedCard } from './feed-cards.js';
import type { ArticleView } from './pages.js';
import { changedIn, createReports } from './story-reports.js';

export type CoverageParts = {
  articles: Pick<ArticleStore, 'listByThread'>;
  feeds: Pick<FeedStore, 'listByIds'>;
  pictures: Pictures;
  stories: Pick<StoryStore, 'listCoverage'>;
};

export async function loadCoverage(
  parts: CoverageParts,
  threadId: number,
  sections: SectionsNow,
  { req, res }: { req: Request; res: Response },
): Promise<ArticleView[]> {
  const isOwn = (userId: number | null) => userId !== null && can(req.user ?? null, 'opening.edit', { userId });
  const articles = await parts.articles.listByThread(threadId);
  const isStory = articles.length > 1;
  const feedIds = [...new Set(articles.map((article) => article.feedId))];
  const [listed, icons, images, coverage] = await Promise.all([
    parts.feeds.listByIds(feedIds),
    parts.pictures.iconsOf(feedIds),
    parts.pictures.ofArticles(articles.map((article) => article.id)),
    isStory ? parts.stories.listCoverage(threadId) : [],
  ]);
  const toReport = createReports(articles, coverage, { feeds: listed, ...res.locals });
  const changed = changedIn(articles, coverage);
  const feeds = new Map(listed.map((feed) => [feed.id, feed]));
  return articles.map(({ threadId: _thread, feedId, hasRevisions, authorId, ...article }: Article, at) => {
    const feed = feeds.get(feedId);
    if (!feed) throw notFound('feed');
    return {
      ...article,
      revisionsUrl: hasRevisions || changed.has(article.id) ? urls.revisions(article.id) : null,
      report: at === 0 ? null : toReport(article.id),
      isOpening: authorId !== null,
      editUrl: isOwn(authorId) ? urls.editOpening(article.id) : null,
      deskUrl: urls.articleDesk(article.id),
      tags: article.tags.map((tag) => ({ name: tag, url: urls.tag(tagKey(tag)) })),
      enclosures: article.enclosures.map(({ url, type, length }) => ({ url, type, length, name: fileName(url) })),
      image: images.get(article.id) ?? null,
      feed: { ...toFeedCard(feed, sections, res.locals.language), icon: icons.get(feed.id) ?? null },
    };
  });
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
