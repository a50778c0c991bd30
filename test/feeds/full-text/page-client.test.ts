import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createPageClient } from '../../../src/feeds/full-text/page-client.js';
import { page, said } from './pages.js';

const input = (html: string) => ({ bytes: Buffer.from(html), httpCharset: null, url: 'https://a.example/1', ...said });

describe('the page client', { timeout: 60_000 }, () => {
  test('reads pages and icons in a thread', async () => {
    const client = createPageClient({ timeoutMs: 50_000 });
    assert.equal((await client.article(input(page()))).ok, true);
    const head =
      '<base href="/static/"><link rel="shortcut icon" href="small.ico" sizes="16x16"><link rel="icon" href="big.png" sizes="96x96">';
    const icons = await client.icons({
      bytes: Buffer.from(page({ head })),
      httpCharset: null,
      url: 'https://a.example/',
    });
    assert.deepEqual(icons, [
      'https://a.example/static/big.png',
      'https://a.example/static/small.ico',
      'https://a.example/favicon.ico',
    ]);
    await client.close();
  });

  test('the event loop goes on while the encoding of a file is guessed and a list of sources is read', async () => {
    const client = createPageClient({ timeoutMs: 50_000 });
    assert.equal(await client.decode(Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])), 'Привет');
    let turns = 0;
    const ticks = setInterval(() => turns++, 1);
    // No encoding at all: every one is tried.
    await client.decode(Uint8Array.from({ length: 1_000_000 }, (_, at) => (at * 197 + (at >> 7) * 31) % 256));
    assert.ok(turns > 20, `the loop turned ${turns} times`);
    turns = 0;
    const outlines = Array.from(
      { length: 9000 },
      (_, at) => `<outline text="${at}" xmlUrl="https://s.example/${at}"/>`,
    );
    const read = await client.list(`<opml version="2.0"><body>${outlines.join('')}</body></opml>`);
    clearInterval(ticks);
    assert.equal(read.ok && read.lines.length, 9000);
    assert.ok(turns > 20, `the loop turned ${turns} times`);
    await client.close();
  });

  test('a page that hangs is an outcome, and the next one is read', async () => {
    const client = createPageClient({ timeoutMs: 2500, workerUrl: new URL('./stubborn-pages.js', import.meta.url) });
    const outcomes = await Promise.all(['hang', 'good'].map((wish) => client.article({ ...input(''), title: wish })));
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason)),
      ['took-too-long', 'ok'],
    );
    await client.close();
  });

  test('beyond twenty waiting pages an article is for later, and a description empty', async () => {
    const client = createPageClient({ timeoutMs: 2500, workerUrl: new URL('./stubborn-pages.js', import.meta.url) });
    const all = Array.from({ length: 22 }, () => client.article({ ...input(''), title: 'good' }));
    const nothing = await client.describe({ bytes: Buffer.from(page()), httpCharset: null });
    assert.deepEqual(nothing, { title: '', excerpt: '' });
    await assert.rejects(client.decode(Buffer.from('я')), { code: 'overloaded', status: 503 });
    const outcomes = (await Promise.all(all)).map((outcome) => (outcome.ok ? 'ok' : outcome.reason));
    assert.deepEqual(outcomes, [...Array(20).fill('ok'), 'busy', 'busy']);
    await client.close();
  });
});
