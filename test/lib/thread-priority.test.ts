import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createParseClient } from '../../src/feeds/parse-client.js';
import { createTextClient } from '../../src/lib/text-client.js';

/** Of every thread of this process, by its number; the 19th field, and the name before it may hold spaces. */
function niceValues(): number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });
}

test('on Linux the thread that reads feeds gives way to the one that serves pages; the one that renders posts does not', async () => {
  if (process.platform !== 'linux') return;
  const own = niceValues()[0] ?? 0;
  const isLower = () => niceValues().filter((nice) => nice > own).length;
  const before = isLower();
  const text = createTextClient();
  await text.renderText('**жирно**'.repeat(2000));
  assert.equal(isLower(), before);
  const reader = createParseClient({ threads: 1 });
  await reader.parse({ bytes: new TextEncoder().encode('<rss version="2.0"><channel/></rss>'), now: 0 });
  assert.equal(isLower(), before + 1);
  assert.equal(niceValues()[0], own);
  await Promise.all([text.close(), reader.close()]);
});
