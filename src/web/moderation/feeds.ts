/** Moderators' sources: the list, adding by address with a preview of what would come in. */
import type { Request, Response } from 'express';
import type { FeedStore } from '../../feeds/feed-store.js';
import type { FeedPreview, PreviewFeed } from '../../feeds/preview-feed.js';
import type { Clock } from '../../lib/clock.js';
import { AppError } from '../../lib/errors.js';
import type { FeedManagement } from '../../moderation/manage-feeds.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError, parseForm } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import type { Sections } from '../sections.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { type FeedCandidateParts, showCandidates } from './feed-candidates.js';
import { addressSchema, feedSchema, toFeedDraft } from './feed-form.js';
import { type FeedListParts, showFeedList } from './feed-list.js';
import { categoryOptions } from './feed-rows.js';
import type { FeedPreviewPage } from './pages.js';
import { type PreviewRowParts, previewRows } from './preview-rows.js';

export type ModerateFeedsParts = PreviewRowParts &
  FeedListParts &
  FeedCandidateParts & {
    feeds: Pick<FeedStore, 'findByUrl'>;
    addFeed: FeedManagement['addFeed'];
    previewFeed: PreviewFeed;
    sections: Sections;
    clock: Clock;
    /** Starts a fetch at once, in the background. */
    fetchSoon: (feedId: number) => void;
  };

export function createShowModeratedFeeds(parts: ModerateFeedsParts): Handler {
  return (req, res) => showFeedList(parts, req, res, { form: { values: {}, errors: {} }, status: 200 });
}

/** Step one: the address. Nothing is stored; the next page shows what would be. */
export function createPreviewNewFeed(parts: ModerateFeedsParts): Handler {
  return async (req, res) => {
    const parsed = parseForm(addressSchema, req.body, res.locals.t);
    if (!parsed.ok) return showFeedList(parts, req, res, { form: parsed.form, status: 422 });
    const { url } = parsed.value;
    const known = await parts.feeds.findByUrl(url);
    if (known) return res.redirect(303, urls.manageFeed(known.id));
    const preview = await attempt(() => parts.previewFeed(url));
    if (!preview.ok) return offerFeeds(parts, req, res, { url, error: preview.error });
    await showFirstPreview(parts, req, res, preview.value);
  };
}

// What answers, but not with a feed, may have one; what does not answer at all has none to find.
const MAY_HAVE_FEEDS = new Set(['html-page', 'not-a-feed']);

/** The address is no feed: those found behind it are offered; a single one is previewed at once. */
async function offerFeeds(
  parts: ModerateFeedsParts,
  req: Request,
  res: Response,
  { url, error }: { url: string; error: AppError },
): Promise<void> {
  const isThere = MAY_HAVE_FEEDS.has(error.code) || /^HTTP 4/.test(String(error.params.why ?? ''));
  const candidates = isThere ? await parts.discoverFeeds(url) : [];
  const [first] = candidates;
  if (candidates.length > 1) return showCandidates(parts, req, res, { address: url, candidates, replaces: null });
  const known = first && (await parts.feeds.findByUrl(first.url));
  if (known) return res.redirect(303, urls.manageFeed(known.id));
  const preview = first && (await attempt(() => parts.previewFeed(first.url)));
  if (preview?.ok) return showFirstPreview(parts, req, res, preview.value);
  const shown = isThere ? new AppError('no-feed-found', { status: 422 }) : error;
  await showFeedList(parts, req, res, { form: formWithError(req.body, 'url', shown, res.locals.t), status: 422 });
}

async function showFirstPreview(
  parts: ModerateFeedsParts,
  req: Request,
  res: Response,
  preview: FeedPreview,
): Promise<void> {
  const { feed, address } = preview;
  const values = {
    url: address,
    title: feed.title,
    siteUrl: feed.link ?? '',
    language: (feed.language ?? '').slice(0, 2),
  };
  await showPreview(parts, req, res, { preview, form: { values, errors: {} }, status: 200 });
}

/** Step two: store it and fetch it. */
export function createAddFeed(parts: ModerateFeedsParts): Handler {
  return async (req, res) => {
    const sections = await parts.sections.current();
    const parsed = parseForm(feedSchema(sections), req.body, res.locals.t);
    if (!parsed.ok) return showAgain(parts, req, res, parsed.form);
    const draft = toFeedDraft(parsed.value, sections);
    const added = await attempt(() => parts.addFeed(memberOf(req), draft));
    if (!added.ok) return showAgain(parts, req, res, formWithError(req.body, 'url', added.error, res.locals.t));
    parts.fetchSoon(added.value.id);
    setNotice(req, 'feed-added');
    res.redirect(303, urls.manageFeed(added.value.id));
  };
}

/** The preview is made again: its form is where the mistake is. */
async function showAgain(
  parts: ModerateFeedsParts,
  req: Request,
  res: Response,
  form: FormState<string>,
): Promise<void> {
  const url = form.values.url ?? '';
  const preview = form.errors.url === undefined ? await attempt(() => parts.previewFeed(url)) : null;
  if (!preview?.ok) return showFeedList(parts, req, res, { form, status: 422 });
  await showPreview(parts, req, res, { preview: preview.value, form, status: 422 });
}

async function showPreview(
  parts: ModerateFeedsParts,
  req: Request,
  res: Response,
  shown: { preview: FeedPreview; form: FormState<string>; status: number },
): Promise<void> {
  const { t, language } = res.locals;
  const { feed, itemsPerDay } = shown.preview;
  const [groups, sections] = await Promise.all([parts.feedLists.listGroups(), parts.sections.current()]);
  const page: FeedPreviewPage = {
    form: shown.form,
    categories: categoryOptions(sections, language),
    groups,
    feed: {
      title: feed.title,
      format: feed.format,
      charset: feed.charset,
      language: feed.language ?? '',
      repairs: feed.repairs,
      itemsPerDay,
    },
    ...(await previewRows(parts, shown.preview, sections, language)),
  };
  const head = {
    title: t.pages.previewTitle(feed.title),
    description: t.pages.manageFeedsDescription,
    path: urls.manageFeeds,
    isUnlisted: true,
  };
  await renderPage(req, res, 'moderation/feed-preview', { head, page, status: shown.status });
}
