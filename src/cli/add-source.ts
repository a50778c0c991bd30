/** A source by its address, with its first articles: asked once, and stored only when it is a feed. */
import type { DraftedFeed } from '../feeds/draft.js';
import type { Feed } from '../feeds/feed.js';
import type { ImportReport } from '../feeds/import-report.js';
import { AppError } from '../lib/errors.js';
import { hasUserInfo, resolveUrl } from '../lib/url.js';
import { badInput } from './exit.js';
import type { CliServices } from './services.js';

export type NewSource = { url: string; categoryId: number; title?: string };
export type AddedSource = { feed: Feed; report: ImportReport };

/** Throws AppError with the reason when the address gives no feed, `feed-exists` when it is on the list. */
export async function addSource(services: CliServices, { url, categoryId, title }: NewSource): Promise<AddedSource> {
  // Addresses of sources are shown to every reader.
  if (hasUserInfo(url)) throw badInput('The address of a source must hold no user name and no password.');
  const preview = await services.previewFeed(url);
  const draft = {
    url: resolveUrl(preview.address) ?? preview.address,
    title: title || preview.feed.title || new URL(preview.address).hostname,
    siteUrl: preview.feed.link,
    language: languageOf(preview.feed),
    groupName: '',
    categoryId,
  };
  const feed = await services.feeds.insert(draft, services.clock());
  return { feed, report: await services.importFeed.importDrafted(feed, preview.feed) };
}

/** The language that the document names; without one, that of its newest article. */
export function languageOf({ language, drafts }: DraftedFeed): string {
  return /^[a-z]{2,3}/i.exec(language ?? '')?.[0].toLowerCase() ?? drafts[0]?.language ?? '';
}

/** The category of this slug, the first one when none is named. */
export async function categoryIdOf({ categories }: CliServices, slug: string | undefined): Promise<number> {
  const all = await categories.list();
  const found = slug === undefined ? all[0] : all.find((category) => category.slug === slug);
  if (found) return found.id;
  if (slug === undefined) throw new AppError('no-categories', { status: 500 });
  throw badInput(`There is no category ${slug}. There are: ${all.map((category) => category.slug).join(', ')}.`);
}
