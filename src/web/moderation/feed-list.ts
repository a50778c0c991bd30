/** The moderators' list of sources: trouble first, filtered, a page at a time; above it the form for a new one. */
import type { Request, Response } from 'express';
import type { FeedFilter, FeedListStore } from '../../feeds/feed-list-store.js';
import { FEED_STATES, type FeedState } from '../../feeds/feed-list-store.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import type { Clock } from '../../lib/clock.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import type { Sections } from '../sections.js';
import { urls, withQuery } from '../urls.js';
import { categoryOptions, toModeratedRow } from './feed-rows.js';
import type { ModeratedFeedsPage } from './pages.js';

const FEEDS_PER_PAGE = 50;
const LAST_PAGE = 1000;

export type FeedListParts = {
  feeds: Pick<FeedStore, 'listByIds'>;
  feedLists: FeedListStore;
  sections: Sections;
  clock: Clock;
};

export async function showFeedList(
  parts: FeedListParts,
  req: Request,
  res: Response,
  shown: { form: FormState<string>; status: number },
): Promise<void> {
  const { t, language } = res.locals;
  const { filter, page: number } = readQuery(req);
  const now = parts.clock();
  const [found, counts, groups, sections] = await Promise.all([
    parts.feedLists.listPage(filter, now, { page: number, limit: FEEDS_PER_PAGE }),
    parts.feedLists.countStates(now),
    parts.feedLists.listGroups(),
    parts.sections.current(),
  ]);
  const feeds = found.ids.length > 0 ? await parts.feeds.listByIds(found.ids) : [];
  const byId = new Map(feeds.map((feed) => [feed.id, feed]));
  const addressOf = (to: number) => withQuery(urls.manageFeeds, { ...asQuery(filter), page: to > 1 ? to : null });
  const page: ModeratedFeedsPage = {
    addForm: shown.form,
    categories: categoryOptions(sections, language),
    groups,
    feeds: found.ids.flatMap((id) => byId.get(id) ?? []).map((feed) => toModeratedRow(feed, sections, language)),
    counts,
    filter: { state: filter.state ?? '', group: filter.group ?? '', text: filter.text ?? '' },
    isFiltered: Boolean(filter.state || filter.group || filter.text),
    total: found.total,
    paging: {
      newer: number > 1 ? addressOf(number - 1) : null,
      older: number * FEEDS_PER_PAGE < found.total ? addressOf(number + 1) : null,
    },
  };
  const head = {
    title: t.pages.manageFeedsTitle,
    description: t.pages.manageFeedsDescription,
    path: urls.manageFeeds,
    isUnlisted: true,
  };
  await renderPage(req, res, 'moderation/feeds', { head, page, status: shown.status });
}

function readQuery(req: Request): { filter: FeedFilter; page: number } {
  const text = (name: string) => {
    const value = req.query[name];
    return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed().trim().slice(0, 200) : '';
  };
  const state = FEED_STATES.find((name) => name === text('state')) ?? null;
  const page = /^\d{1,4}$/.test(text('page')) ? Math.min(LAST_PAGE, Math.max(1, Number(text('page')))) : 1;
  return { filter: { state, group: text('group') || null, text: text('q') || null }, page };
}

function asQuery({ state, group, text }: FeedFilter): {
  state: FeedState | null;
  group: string | null;
  q: string | null;
} {
  return { state: state ?? null, group: group ?? null, q: text ?? null };
}
