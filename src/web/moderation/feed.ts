/** One source under a moderator's hands: edit, pause, resume, fetch now, history. */
import type { Request, Response } from 'express';
import { provenAddress } from '../../feeds/address-proof.js';
import { type Feed, MEMBERS_FEED_URL } from '../../feeds/feed.js';
import type { FeedListStore } from '../../feeds/feed-list-store.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import type { FetchStore } from '../../feeds/fetch-store.js';
import type { FindReplacements } from '../../feeds/find-replacements.js';
import type { HealthStore } from '../../feeds/health-store.js';
import type { ImportReport } from '../../feeds/import-report.js';
import type { ReplacementStore } from '../../feeds/replacement-store.js';
import type { SubscriptionStore } from '../../feeds/subscription-store.js';
import type { Clock } from '../../lib/clock.js';
import { notFound } from '../../lib/errors.js';
import type { FeedManagement } from '../../moderation/manage-feeds.js';
import type { FeedMerging } from '../../moderation/merge-feeds.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError, parseForm } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam } from '../route.js';
import type { Sections } from '../sections.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { type FeedCandidateParts, showCandidates } from './feed-candidates.js';
import { feedSchema, toFeedDraft } from './feed-form.js';
import { firstDayShown, PICTURE, toFeedHealth } from './feed-health.js';
import { categoryOptions, toFetchRow, toModeratedRow, toPush } from './feed-rows.js';
import type { ManageFeedPage } from './pages.js';

const FETCHES_SHOWN = 50;

export type ManageFeedParts = FeedCandidateParts & {
  feeds: Pick<FeedStore, 'get'>;
  findReplacements: FindReplacements['findReplacements'];
  replacements: Pick<ReplacementStore, 'list'>;
  editFeed: FeedManagement['editFeed'];
  setPaused: FeedManagement['setPaused'];
  findTwin: FeedMerging['findTwin'];
  feedLists: Pick<FeedListStore, 'listGroups'>;
  hubSubscriptions: Pick<SubscriptionStore, 'findByFeed'>;
  health: Pick<HealthStore, 'listAlerts' | 'countDaily' | 'countDailyOutcomes'>;
  fetches: Pick<FetchStore, 'listByFeed'>;
  sections: Sections;
  clock: Clock;
  fetchNow: (feedId: number) => Promise<ImportReport>;
};

export function createShowManagedFeed(parts: ManageFeedParts): Handler {
  return async (req, res) => {
    const feed = await feedOf(parts, req);
    const { byId } = await parts.sections.current();
    const values = {
      url: feed.url,
      title: feed.title,
      siteUrl: feed.siteUrl ?? '',
      category: byId.get(feed.categoryId)?.slug ?? '',
      group: feed.groupName,
      language: feed.language,
    };
    await showFeed(parts, req, res, { feed, form: { values, errors: {} }, status: 200 });
  };
}

export function createEditFeed(parts: ManageFeedParts): Handler {
  return async (req, res) => {
    const feed = await feedOf(parts, req);
    const sections = await parts.sections.current();
    // A source from files has no address to ask; its key stays as it is.
    const body = feed.isFetched ? req.body : { ...req.body, url: 'https://archive.invalid/' };
    const parsed = parseForm(feedSchema(sections), body, res.locals.t);
    if (!parsed.ok) return showFeed(parts, req, res, { feed, form: parsed.form, status: 422 });
    const draft = toFeedDraft(parsed.value, sections);
    const saved = await attempt(() =>
      parts.editFeed(memberOf(req), feed, feed.isFetched ? draft : { ...draft, url: feed.url }),
    );
    if (!saved.ok) {
      const form = formWithError(req.body, 'url', saved.error, res.locals.t);
      return showFeed(parts, req, res, { feed, form, status: saved.error.status });
    }
    setNotice(req, 'feed-saved');
    res.redirect(303, urls.manageFeed(feed.id));
  };
}

/** For a dead source: what its site, or the site of its address, offers today. Nothing is changed. */
export function createFindReplacements(parts: ManageFeedParts): Handler {
  return async (req, res) => {
    const feed = await feedOf(parts, req);
    if (!feed.isFetched) throw notFound('feed');
    const { byId } = await parts.sections.current();
    const address = feed.siteUrl ?? new URL(feed.url).origin;
    const candidates = await parts.findReplacements(feed);
    const category = byId.get(feed.categoryId)?.slug ?? '';
    await showCandidates(parts, req, res, { address, candidates, replaces: { feed, category } });
  };
}

export function createPauseFeed(parts: ManageFeedParts): Handler {
  return async (req, res) => {
    const feed = await feedOf(parts, req);
    await parts.setPaused(memberOf(req), feed, true);
    setNotice(req, 'feed-paused');
    res.redirect(303, urls.manageFeed(feed.id));
  };
}

export function createResumeFeed(parts: ManageFeedParts): Handler {
  return async (req, res) => {
    const feed = await feedOf(parts, req);
    await parts.setPaused(memberOf(req), feed, false);
    setNotice(req, 'feed-resumed');
    res.redirect(303, urls.manageFeed(feed.id));
  };
}

export function createFetchFeedNow(parts: ManageFeedParts): Handler {
  return async (req, res) => {
    const feed = await feedOf(parts, req);
    if (!feed.isFetched) throw notFound('feed');
    const report = await parts.fetchNow(feed.id);
    if (report.isOk) setNotice(req, 'feed-fetched', { added: report.counts.new, updated: report.counts.updated });
    else setNotice(req, 'feed-fetch-failed');
    res.redirect(303, urls.manageFeed(feed.id));
  };
}

/** The source that an address of the desk names. */
export async function feedOf(parts: { feeds: Pick<FeedStore, 'get'> }, req: Request): Promise<Feed> {
  const id = idParam(req);
  const feed = id === null ? undefined : await parts.feeds.get(id);
  // Members' threads stand under a source that is no publisher's; what was merged leads to its heir.
  if (!feed || feed.url === MEMBERS_FEED_URL || feed.mergedInto !== null) throw notFound('feed');
  return feed;
}

function toTwin(feed: Feed, twin: Feed, now: number): ManageFeedPage['twin'] {
  const isProven = provenAddress(feed, now) !== null;
  return { name: twin.title, url: urls.manageFeed(twin.id), mergeUrl: isProven ? urls.mergeFeed(feed.id) : null };
}

async function showFeed(
  parts: ManageFeedParts,
  req: Request,
  res: Response,
  shown: { feed: Feed; form: FormState<string>; status: number },
): Promise<void> {
  const { t, language } = res.locals;
  const { feed, form, status } = shown;
  const now = parts.clock();
  const since = firstDayShown(now);
  const [groups, fetches, sections, alerts, daily, outcomes, push, replacements, twins, twin] = await Promise.all([
    parts.feedLists.listGroups(),
    parts.fetches.listByFeed(feed.id, FETCHES_SHOWN),
    parts.sections.current(),
    parts.health.listAlerts(feed.id),
    parts.health.countDaily(feed.id, since),
    parts.health.countDailyOutcomes(feed.id, since),
    parts.hubSubscriptions.findByFeed(feed.id),
    parts.replacements.list(feed.id),
    parts.feeds.listByUrls(feed.movedTo === null ? [] : [feed.movedTo]),
    parts.findTwin(feed),
  ]);
  const page: ManageFeedPage = {
    feed: toModeratedRow(feed, sections, language),
    // An address that another source has will not be taken over: nothing is on its way.
    health: { ...toFeedHealth(feed, { alerts, daily, outcomes }, now), ...(twins.length > 0 ? { moving: null } : {}) },
    picture: PICTURE,
    push: toPush(push),
    twin: twin && toTwin(feed, twin, now),
    replacements,
    form,
    categories: categoryOptions(sections, language),
    groups,
    fetches: fetches.map(toFetchRow),
  };
  const head = {
    title: feed.title,
    description: t.pages.manageFeedsDescription,
    path: urls.manageFeed(feed.id),
    isUnlisted: true,
  };
  await renderPage(req, res, 'moderation/feed', { head, page, status });
}
