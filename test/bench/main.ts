/**
 * `npm run bench -- [pages|similar|import|archives|kills|feeds|threads|indexing|index-kills] [what that one takes]`: one JSON line per
 * figure on standard output. Bounded by itself, loopback only.
 */
import { benchArchives } from './archives.js';
import { benchFeeds } from './feeds.js';
import { benchImport } from './import.js';
import { benchIndexKills } from './index-kills.js';
import { benchIndexing } from './indexing.js';
import { benchKills } from './kills.js';
import { benchPages } from './pages.js';
import { benchSimilar } from './similar.js';
import { benchThreads } from './threads.js';

const FULL_SIZE = { threads: 100_000, posts: 500_000 };
const benches: Record<string, (args: readonly string[]) => Promise<void>> = {
  import: benchImport,
  archives: benchArchives,
  kills: benchKills,
  feeds: () => benchFeeds(),
  similar: benchSimilar,
  pages: () => benchPages(FULL_SIZE),
  threads: () => benchThreads(),
  indexing: benchIndexing,
  'index-kills': benchIndexKills,
};

const [wanted, ...args] = process.argv.slice(2);
if (wanted !== undefined && !benches[wanted]) {
  process.stderr.write(`no bench ${wanted}; there are ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else {
  for (const name of wanted === undefined ? Object.keys(benches) : [wanted]) await benches[name]?.(args);
}
