import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createParseClient } from '../../src/feeds/parse-client.js';
import { createTextClient } from '../../src/lib/text-client.js';
import { threadNices } from '../support/thread-nices.js';

test('on Linux the thread that reads feeds gives way to the one that serves pages; the one that renders posts does not', async () => {
  if (process.platform !== 'linux') return;
  const own = threadNices()[0] ?? 0;
  const isLower = () => threadNices().filter((nice) => nice > own).length;
  const before = isLower();
  const text = createTextClient();
  await text.renderText('**жирно**'.repeat(2000));
  assert.equal(isLower(), before);
  const document = { bytes: new TextEncoder().encode('<rss version="2.0"><channel/></rss>'), now: 0 };
  const elsewhere = createParseClient({ threads: 1, keepsPriority: true });
  await elsewhere.parse(document);
  assert.equal(isLower(), before, 'in a process that has stepped back already a thread does not do so once more');
  const reader = createParseClient({ threads: 1 });
  await reader.parse(document);
  assert.equal(isLower(), before + 1);
  assert.equal(threadNices()[0], own);
  await Promise.all([text.close(), reader.close(), elsewhere.close()]);
});
