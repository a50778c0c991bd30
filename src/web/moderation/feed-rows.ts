import type { Feed, FetchRecord } from '../../feeds/feed.js';
import type { Subscription } from '../../feeds/subscription-store.js';
import type { Language } from '../../i18n/language.js';
import type { SectionsNow } from '../sections.js';
import { urls } from '../urls.js';
import type { FetchRow, ManageFeedPage, ModeratedFeedRow } from './pages.js';

export function toModeratedRow(feed: Feed, sections: SectionsNow, language: Language): ModeratedFeedRow {
  const category = sections.byId.get(feed.categoryId);
  return {
    id: feed.id,
    manageUrl: urls.manageFeed(feed.id),
    title: feed.title,
    address: feed.url,
    category: (language === 'ru' ? category?.nameRu : category?.nameEn) ?? '',
    group: feed.groupName,
    articleCount: feed.articleCount,
    isPaused: feed.isPaused,
    isFetched: feed.isFetched,
    lastAttemptAt: feed.lastAttemptAt,
    lastSuccessAt: feed.lastSuccessAt,
    lastOutcome: feed.lastOutcome,
    lastDetail: feed.lastDetail,
    nextFetchAt: feed.nextFetchAt,
    nextFetchWhy: feed.nextFetchWhy,
    failureCount: feed.failureCount,
    failureScore: feed.failureScore,
    normalPerWeek: feed.normalPerWeek,
    silentSince: feed.silentSince,
  };
}

export function toFetchRow(record: FetchRecord): FetchRow {
  return {
    startedAt: record.startedAt,
    outcome: record.outcome,
    status: record.status,
    ms: record.ms,
    bytes: record.bytes,
    added: record.newCount,
    updated: record.updatedCount,
    same: record.sameCount,
    rejected: record.rejectedCount,
    held: record.heldCount,
    reasons: record.reasons,
    charset: record.charset,
    repairs: record.repairs ?? '',
    // The status stands in a column of its own.
    detail: record.detail === `HTTP ${record.status}` ? null : record.detail,
  };
}

export function categoryOptions(sections: SectionsNow, language: Language): { slug: string; name: string }[] {
  return sections.categories.map(({ slug, nameRu, nameEn }) => ({ slug, name: language === 'ru' ? nameRu : nameEn }));
}

export function toPush(subscription: Subscription | undefined): ManageFeedPage['push'] {
  if (!subscription) return null;
  const { hubUrl, state, leaseUntil, lastPushAt, detail } = subscription;
  return { hub: hubUrl, state, until: leaseUntil, lastAt: lastPushAt, detail };
}
