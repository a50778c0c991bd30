/** `npm run bench -- [pages|similar|import|kills|feeds]`: one JSON line per figure on standard output. Bounded by itself, loopback only. */
import { benchFeeds } from './feeds.js';
import { benchImport } from './import.js';
import { benchKills } from './kills.js';
import { benchPages } from './pages.js';
import { benchSimilar } from './similar.js';
import { benchThreads } from './threads.js';

const FULL_SIZE = { threads: 100_000, posts: 500_000 };
const benches: Record<string, () => Promise<void>> = {
  import: benchImport,
  kills: () => benchKills(),
  feeds: benchFeeds,
  similar: () => benchSimilar(FULL_SIZE.threads),
  pages: () => benchPages(FULL_SIZE),
  threads: benchThreads,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches[name]);
if (unknown.length > 0) {
  process.stderr.write(`no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else {
  for (const name of wanted.length > 0 ? wanted : Object.keys(benches)) await benches[name]?.();
}
