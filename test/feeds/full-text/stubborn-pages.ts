/** A worker that does what the page's title says. */
import type { PageInput } from '../../../src/feeds/full-text/extract-article.js';
import { serveWorker } from '../../../src/lib/worker-server.js';

serveWorker({
  article: ({ title }: PageInput) => {
    while (title === 'hang');
    return { ok: true };
  },
});
