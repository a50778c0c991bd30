/** Joins the parts of full texts, images and archives; see app.ts. No logic. */
import { createArchiveClient } from '../feeds/archives/archive-client.js';
import { createPositionStore } from '../feeds/archives/position-store.js';
import { createFetchFullText } from '../feeds/full-text/fetch-full-text.js';
import { createFullTextJob } from '../feeds/full-text/full-text-job.js';
import { createFullTextStore } from '../feeds/full-text/full-text-store.js';
import { createPageClient } from '../feeds/full-text/page-client.js';
import type { ImportFeed } from '../feeds/import-feed.js';
import { createArchiveStore } from '../forum/archive-store.js';
import { createImportTopics } from '../forum/import-topics.js';
import type { Job } from '../jobs/runner.js';
import { MINUTE, SECOND } from '../lib/clock.js';
import { createSwitchFullText } from '../moderation/switch-full-text.js';
import type { Shared } from './shared.js';

type MediaParts = Shared & { importFeed: ImportFeed };

export function createMediaArea(shared: MediaParts) {
  const { db, config } = shared;
  const fullTexts = createFullTextStore(db);
  const pages = createPageClient();
  const fetchFullText = createFetchFullText({ ...shared, pages, fullTexts });
  const runFullTexts = createFullTextJob({ ...shared, fullTexts, fetchFullText });
  const { switchFullText, undoers } = createSwitchFullText({ ...shared, fullTexts });
  const archiveReader = createArchiveClient();
  const archives = createArchiveStore(db);
  const importTopics = createImportTopics({ ...shared, archiveReader, archives });
  const jobs: Job[] = [
    {
      name: 'full-text',
      everyMs: 20 * SECOND,
      leaseMs: 20 * MINUTE,
      run: async (isStopping) => void (await runFullTexts(isStopping)),
    },
  ];
  return {
    services: {
      ...{ pages, fullTexts, runFullTexts, switchFullText },
      ...{ archiveReader, archives, importTopics, positions: createPositionStore(db) },
    },
    undoers,
    jobs: config.FETCH_ON_START ? jobs : [],
    close: async () => void (await Promise.all([pages.close(), archiveReader.close()])),
  };
}
