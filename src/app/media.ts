/** Joins the parts of full texts, images and archives. No logic. */
import path from 'node:path';
import { createArchiveClient } from '../feeds/archives/archive-client.js';
import { createPositionStore } from '../feeds/archives/position-store.js';
import { createFeedGroupStore } from '../feeds/feed-group-store.js';
import { createFeedIconStore } from '../feeds/feed-icon-store.js';
import { createFetchFullText } from '../feeds/full-text/fetch-full-text.js';
import { createFullTextJob } from '../feeds/full-text/full-text-job.js';
import { createFullTextStore } from '../feeds/full-text/full-text-store.js';
import { createPageClient } from '../feeds/full-text/page-client.js';
import { createIconJob } from '../feeds/images/icon-job.js';
import { createImageCache } from '../feeds/images/image-cache.js';
import { createImageClient } from '../feeds/images/image-client.js';
import { createOpenImage } from '../feeds/images/open-image.js';
import type { ImportFeed } from '../feeds/import-feed.js';
import { createPreviewOpml } from '../feeds/preview-opml.js';
import { createArchiveStore } from '../forum/archive-store.js';
import { createImportTopics } from '../forum/import-topics.js';
import type { Job } from '../jobs/runner.js';
import { MINUTE, SECOND } from '../lib/clock.js';
import { createAddListed } from '../moderation/add-listed.js';
import { createSwitchFullText } from '../moderation/switch-full-text.js';
import { createSwitchGroup } from '../moderation/switch-group.js';
import { createImageStore } from '../news/image-store.js';
import { createPictures } from '../web/media/pictures.js';
import type { Shared } from './shared.js';

type MediaParts = Shared & { importFeed: ImportFeed };

function imageCache({ config, clock }: Shared) {
  const folder = path.join(config.DATA_DIR, 'images');
  return createImageCache({ folder, maxBytes: config.IMAGE_CACHE_MB * 1024 * 1024, clock });
}

export function createMediaArea(shared: MediaParts) {
  const { db, config } = shared;
  const fullTexts = createFullTextStore(db);
  const pages = createPageClient();
  const images = createImageStore(db);
  const encoder = createImageClient();
  const openImage = createOpenImage({ ...shared, images, encoder, cache: imageCache(shared) });
  const runIcons = createIconJob({ ...shared, feedIcons: createFeedIconStore(db), images, pages, openImage });
  const fetchFullText = createFetchFullText({ ...shared, pages, fullTexts, images });
  const runFullTexts = createFullTextJob({ ...shared, fullTexts, fetchFullText });
  const { switchFullText, undoers } = createSwitchFullText({ ...shared, fullTexts });
  const archiveReader = createArchiveClient();
  const archives = createArchiveStore(db);
  const importTopics = createImportTopics({ ...shared, archiveReader, archives });
  const feedGroups = createFeedGroupStore(db);
  const groups = createSwitchGroup({ ...shared, feedGroups });
  const jobs: Job[] = [
    {
      name: 'full-text',
      everyMs: 20 * SECOND,
      leaseMs: 20 * MINUTE,
      run: async (isStopping) => void (await runFullTexts(isStopping)),
    },
    ...(config.IMAGE_PROXY ? [{ name: 'icons', everyMs: MINUTE, leaseMs: 10 * MINUTE, run: runIcons }] : []),
  ];
  return {
    services: {
      ...{ pages, fullTexts, runFullTexts, switchFullText },
      ...{ archiveReader, archives, importTopics, positions: createPositionStore(db) },
      ...{ feedGroups, switchGroup: groups.switchGroup },
      ...{ previewOpml: createPreviewOpml({ ...shared, pages }), addListed: createAddListed({ ...shared, pages }) },
      ...{ openImage, runIcons, pictures: createPictures({ images, isOn: config.IMAGE_PROXY }) },
    },
    undoers: { ...undoers, ...groups.undoers },
    jobs: config.FETCH_ON_START ? jobs : [],
    close: async () => void (await Promise.all([pages.close(), encoder.close(), archiveReader.close()])),
  };
}
