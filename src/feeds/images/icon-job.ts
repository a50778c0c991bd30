/** Finds the icons of sources: what the site's page names, else /favicon.ico; each tried through the same door as any picture. */
import type { Knex } from 'knex';
import type { Db } from '../../db/db.js';
import { type Clock, DAY } from '../../lib/clock.js';
import { errorText } from '../../lib/errors.js';
import type { HttpGet } from '../../lib/http-get.js';
import type { Log } from '../../lib/log.js';
import type { ImageStore } from '../../news/image-store.js';
import type { FeedIconStore, IconlessFeed } from '../feed-icon-store.js';
import type { PageClient } from '../full-text/page-client.js';
import type { HostQueue } from '../host-queue.js';
import type { OpenImage } from './open-image.js';

export type IconJobParts = {
  db: Db;
  clock: Clock;
  log: Log;
  httpGet: HttpGet;
  hosts: Pick<HostQueue, 'run'>;
  feedIcons: FeedIconStore;
  images: Pick<ImageStore, 'addIcon'>;
  pages: Pick<PageClient, 'icons'>;
  openImage: OpenImage;
  announce: () => void;
};

const FEEDS_AT_ONCE = 10;
const MAX_PAGE_BYTES = 2_000_000;
const CHECKED_EVERY = 30 * DAY;
const ICONS_TRIED = 3;

export function createIconJob(parts: IconJobParts) {
  return async function runIcons(isStopping: () => boolean): Promise<void> {
    const feeds = await parts.feedIcons.listUnchecked(parts.clock() - CHECKED_EVERY, FEEDS_AT_ONCE);
    for (const feed of feeds) {
      if (isStopping()) return;
      const iconId = await findIcon(feed).catch((error: unknown) => {
        parts.log.warn({ feed: feed.id, error: errorText(error) }, 'icon not found');
        return null;
      });
      await parts.feedIcons.recordIcon(feed.id, iconId, parts.clock());
      if (iconId !== null) parts.announce();
    }
  };

  async function findIcon({ siteUrl }: IconlessFeed): Promise<number | null> {
    for (const url of (await iconAddresses(siteUrl)).slice(0, ICONS_TRIED)) {
      const icon = await parts.db.transact((trx: Knex.Transaction) => parts.images.addIcon(trx, url, parts.clock()));
      if (icon && (await parts.openImage(icon.key))) return icon.id;
    }
    return null;
  }

  async function iconAddresses(siteUrl: string): Promise<string[]> {
    const page = await parts.hosts.run(siteUrl, () =>
      parts.httpGet(siteUrl, { headers: { accept: 'text/html' }, maxBytes: MAX_PAGE_BYTES }),
    );
    if (page.kind === 'failed' || page.status !== 200) return [new URL('/favicon.ico', siteUrl).href];
    return parts.pages.icons({ bytes: page.body, httpCharset: null, url: page.url });
  }
}
