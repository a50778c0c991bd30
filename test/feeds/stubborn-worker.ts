/** A worker that does what its document says: hangs, crashes, fails, or answers. */
import type { ParseInput } from '../../src/feeds/parse-document.js';
import { serveWorker } from '../../src/lib/worker-server.js';

serveWorker({
  parse: ({ bytes }: ParseInput) => {
    const wish = new TextDecoder().decode(bytes).trim();
    while (wish === 'hang');
    if (wish === 'crash') process.exit(3);
    if (wish === 'bug') throw new Error('a bug');
    return { ok: true };
  },
});
