/** What a source has beside its feed: the full texts of its articles, and what became of them. */
import type { FeedStore } from '../../feeds/feed-store.js';
import type { FullTextStore, TextFailure } from '../../feeds/full-text/full-text-store.js';
import type { Clock } from '../../lib/clock.js';
import { AppError } from '../../lib/errors.js';
import type { SwitchFullText } from '../../moderation/switch-full-text.js';
import { memberOf } from '../authentication.js';
import { feedOf } from '../moderation/feed.js';
import { renderPage } from '../render.js';
import { type Handler, numberOf } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';

const FAILURES_SHOWN = 20;

export type FeedMediaPage = {
  feed: { id: number; title: string; language: string };
  isOn: boolean;
  waiting: number;
  /** Keys of `t.media.outcomes` with their number, the stored ones first. */
  counts: { outcome: string; count: number }[];
  failures: (TextFailure & { url: string })[];
};

export type FeedMediaParts = {
  feeds: Pick<FeedStore, 'get'>;
  fullTexts: Pick<FullTextStore, 'findSince' | 'summarise' | 'retry'>;
  clock: Clock;
  switchFullText: SwitchFullText;
};

export function createShowFeedMedia(parts: FeedMediaParts): Handler {
  return async (req, res) => {
    const feed = await feedOf(parts, req);
    const [since, summary] = await Promise.all([
      parts.fullTexts.findSince(feed.id),
      parts.fullTexts.summarise(feed.id, FAILURES_SHOWN),
    ]);
    const counts = Object.entries(summary.counts).map(([outcome, count]) => ({ outcome, count }));
    const page: FeedMediaPage = {
      feed: { id: feed.id, title: feed.title, language: feed.language },
      isOn: since !== null,
      waiting: summary.waiting,
      counts: counts.sort((a, b) => Number(b.outcome === 'stored') - Number(a.outcome === 'stored')),
      failures: summary.failures.map((failure) => ({ ...failure, url: `/articles/${failure.articleId}` })),
    };
    const { t } = res.locals;
    const head = {
      title: t.media.feedTitle(feed.title),
      description: t.media.feedIntro,
      path: urls.feedMedia(feed.id),
      isUnlisted: true,
    };
    await renderPage(req, res, 'moderation/feed-media', { head, page });
  };
}

export function createSetFullText(parts: FeedMediaParts): Handler {
  return async (req, res) => {
    const feed = await feedOf(parts, req);
    const isOn = (req.body as { switch?: unknown }).switch === 'on';
    await parts.switchFullText(memberOf(req), feed, isOn);
    setNotice(req, isOn ? 'full-text-on' : 'full-text-off');
    res.redirect(303, urls.feedMedia(feed.id));
  };
}

/** One article, or all whose pages gave nothing: the job asks them soon, each host in its turn. */
export function createRetryFullText(parts: FeedMediaParts): Handler {
  return async (req, res) => {
    const feed = await feedOf(parts, req);
    const { article } = req.body as { article?: unknown };
    const articleId = article === undefined ? null : numberOf(article);
    if (article !== undefined && articleId === null) throw new AppError('bad-request', { status: 400 });
    const count = await parts.fullTexts.retry(feed.id, articleId, parts.clock());
    setNotice(req, 'full-text-retry', { count });
    res.redirect(303, urls.feedMedia(feed.id));
  };
}
