/**
 * The source that a document from a file belongs to. Its key is made of what the document says of itself, so that two
 * files of one feed, or one file moved elsewhere, are one source; only a feed that names no site is known by its file.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { DraftedFeed } from '../feeds/draft.js';
import type { Feed } from '../feeds/feed.js';
import { AppError } from '../lib/errors.js';
import { collapse } from '../lib/text.js';
import { canonicalUrl } from '../lib/url.js';
import { languageOf } from './add-source.js';
import type { CliServices } from './services.js';

type Draft = { url: string; title: string; siteUrl: string | null; language: string; categoryId: number };
type Services = Pick<CliServices, 'feeds' | 'clock'>;

export function documentSource(
  services: Services,
  drafted: DraftedFeed,
  file: { path: string; categoryId: number },
): Promise<Feed> {
  const title = collapse(drafted.title);
  const name = path.basename(file.path);
  const site = drafted.link === null ? null : canonicalUrl(drafted.link);
  const host = site === null ? 'file' : new URL(site).host.replace(/^www\./, '');
  return findOrInsert(services, {
    url: `document:${host}/${hash(`${site?.replace(/^https?:\/\/(www\.)?/, '') ?? name}\n${title}`)}`,
    title: title || (site === null ? name : host),
    siteUrl: site,
    language: languageOf(drafted),
    categoryId: file.categoryId,
  });
}

/** All articles of one archive are one source: the same title (and site, when it is given) is the same archive. */
export function archiveSource(services: Services, archive: Omit<Draft, 'url'>): Promise<Feed> {
  const site =
    archive.siteUrl === null ? '' : `${archive.siteUrl.replace(/^https?:\/\/(www\.)?/, '').replace(/\/+$/, '')}/`;
  return findOrInsert(services, {
    ...archive,
    url: `archive:${site}${encodeURIComponent(archive.title.toLowerCase())}`,
  });
}

async function findOrInsert({ feeds, clock }: Services, draft: Draft): Promise<Feed> {
  const known = await feeds.findByUrl(draft.url);
  if (known) return known;
  try {
    return await feeds.insert({ ...draft, groupName: '', isFetched: false }, clock());
  } catch (error) {
    // Another import has just made it.
    const feed =
      error instanceof AppError && error.code === 'feed-exists' ? await feeds.findByUrl(draft.url) : undefined;
    if (feed) return feed;
    throw error;
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
