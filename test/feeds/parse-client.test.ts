import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createParseClient } from '../../src/feeds/parse-client.js';
import { NOW, readFixture, rssItem } from './feed-fixture.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('the parse client', { timeout: 60_000 }, () => {
  test('reads in a thread', async () => {
    const client = createParseClient({ timeoutMs: 50_000 });
    const parsed = await client.parse({ bytes: await readFixture('rss20.xml'), now: NOW });
    assert.equal(parsed.ok && parsed.feed.entries.length, 4);
    const read = await client.read({ bytes: await readFixture('rss20.xml'), now: NOW });
    assert.equal(read.ok && read.feed.drafts.length, 4);
    await client.close();
  });

  test('failures of a document are outcomes', async () => {
    const client = createParseClient({ timeoutMs: 50_000 });
    const outcome = await client.parse({ bytes: bytesOf('<html><body>'), now: NOW });
    assert.deepEqual(outcome.ok ? null : outcome.error, 'html-page');
    await client.close();
  });

  test('only the document that hangs or crashes fails; those behind it are read', async () => {
    const client = createParseClient({ timeoutMs: 2500, workerUrl: new URL('./stubborn-worker.js', import.meta.url) });
    const ask = (text: string) => client.parse({ bytes: bytesOf(text), now: NOW });
    const outcomes = await Promise.all(['good', 'hang', 'good', 'crash', 'good'].map(ask));
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error)),
      ['ok', 'took-too-long', 'ok', 'took-too-long', 'ok'],
    );
    await client.close();
  });

  test('heavy documents take turns in one thread: a light one is read beside them', async () => {
    const client = createParseClient({ timeoutMs: 2500, workerUrl: new URL('./stubborn-worker.js', import.meta.url) });
    const order: string[] = [];
    const ask = async (name: string, text: string) => {
      const outcome = await client.parse({ bytes: bytesOf(text), now: NOW });
      order.push(`${name} ${outcome.ok ? 'ok' : outcome.error}`);
    };
    const heavy = `hang${' '.repeat(1_100_000)}`;
    await Promise.all([ask('heavy', heavy), ask('heavy', heavy), ask('light', 'good')]);
    assert.deepEqual(order, ['light ok', 'heavy took-too-long', 'heavy took-too-long']);
    await client.close();
  });

  test('a bug in the worker is thrown, and a closed client refuses', async () => {
    const client = createParseClient({
      timeoutMs: 50_000,
      workerUrl: new URL('./stubborn-worker.js', import.meta.url),
    });
    await assert.rejects(client.parse({ bytes: bytesOf('bug'), now: NOW }), /a bug/);
    await client.close();
    await assert.rejects(client.parse({ bytes: bytesOf(rssItem('')), now: NOW }), /closed/);
  });
});
