import type { Feed } from '../../feeds/feed.js';
import type { Language } from '../../i18n/language.js';
import type { SectionsNow } from '../sections.js';
import { urls } from '../urls.js';
import type { FeedCard } from './pages.js';
import { sourceName } from './source-name.js';
import { categoryLink } from './thread-rows.js';

/** A source as readers see it: who, since when, how much. */
export function toFeedCard(feed: Feed, sections: SectionsNow, language: Language): FeedCard {
  return {
    id: feed.id,
    url: urls.feed(feed.id),
    title: sourceName(feed.title, language),
    siteUrl: feed.siteUrl,
    language: feed.language,
    category: categoryLink(sections.byId.get(feed.categoryId), language),
    articleCount: feed.articleCount,
    since: feed.createdAt,
    isPaused: feed.isPaused,
    lastSuccessAt: feed.lastSuccessAt,
  };
}
