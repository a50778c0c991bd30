import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { WorkerFailure } from '../../src/lib/call-client.js';
import { AppError } from '../../src/lib/errors.js';
import { createSearchClient, type SearchClientOptions } from '../../src/search/client.js';
import type { Opened } from '../../src/search/worker-methods.js';
import { ARTICLES, article } from './articles.js';

const query = (text: string) => ({ text, filters: {}, sort: 'relevance', offset: 0, limit: 10 }) as const;

async function start(t: TestContext, options: Partial<SearchClientOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'search-client-'));
  const snapshotPath = join(folder, 'index.snapshot');
  const client = createSearchClient({ snapshotPath, ...options });
  t.after(async () => {
    await client.close();
    await rm(folder, { recursive: true });
  });
  return { client, snapshotPath };
}

describe('search client', () => {
  test('writes, answers, saves, and opens again from the file', async (t) => {
    const { client, snapshotPath } = await start(t);
    assert.deepEqual(await client.open(), { source: 'empty', reason: 'missing', documents: 0 });
    await client.upsert([...ARTICLES]);
    await client.remove([8]);
    const [similar] = await client.similarTo(ARTICLES.slice(0, 1), { limit: 3 });
    assert.equal(similar?.[0]?.id, 2);
    assert.equal((await client.search(query('бюллетень'))).total, 2);
    const [shown] = await client.snippets('метро', [{ title: 'Метро', text: 'О метро.' }], 50);
    assert.equal(shown?.title[0]?.isMatch, true);
    await client.saveSnapshot();
    const stats = await client.stats();
    assert.ok(stats.documents === ARTICLES.length - 1 && stats.terms > 50 && stats.heapMb > 0);
    const second = createSearchClient({ snapshotPath });
    assert.deepEqual(await second.open(), { source: 'snapshot', documents: ARTICLES.length - 1 });
    assert.deepEqual(await second.versions(), await client.versions());
    await second.close();
  });

  test('a damaged file opens empty, with the reason', async (t) => {
    const { client, snapshotPath } = await start(t);
    await writeFile(snapshotPath, 'not an index at all, but long enough to be looked at closely');
    assert.deepEqual(await client.open(), { source: 'empty', reason: 'not-a-snapshot', documents: 0 });
  });

  test('a search is answered while a long write is under way, and sees it done afterwards', async (t) => {
    const { client } = await start(t);
    await client.upsert([...ARTICLES]);
    const many = Array.from({ length: 3000 }, (_, index) =>
      article(1000 + index, `Заметка ${index}`, 'о погоде и урожае '.repeat(20)),
    );
    let isWritten = false;
    const writing = client.upsert(many).then(() => {
      isWritten = true;
    });
    assert.equal((await client.search(query('бюллетень'))).total, 2);
    assert.equal(isWritten, false);
    await writing;
    assert.equal((await client.versions()).ids.length, ARTICLES.length + many.length);
  });

  test('after the worker died the next call restarts it from the snapshot and reports so', async (t) => {
    const restarts: Opened[] = [];
    const { client } = await start(t, { maxHeapMb: 48, onRestart: (opened) => restarts.push(opened) });
    await client.upsert([...ARTICLES]);
    await client.saveSnapshot();
    await client.upsert([article(99, 'После снимка', 'этого в файле нет')]);
    const tooMuch = Array.from({ length: 400_000 }, (_, index) => ({
      title: `${index} бюллетень`,
      text: `${index} бюллетень`,
    }));
    await assert.rejects(client.snippets('бюллетень', tooMuch, 100), WorkerFailure);
    const { ids } = await client.versions();
    assert.deepEqual(
      [...ids],
      ARTICLES.map(({ id }) => id),
    );
    assert.deepEqual(restarts, [{ source: 'snapshot', documents: ARTICLES.length }]);
    assert.equal((await client.search(query('бюллетень'))).total, 2);
    assert.equal(restarts.length, 1);
  });

  test('of a flood of searches those beyond the bound are told so, and the worker lives', async (t) => {
    const restarts: Opened[] = [];
    const { client } = await start(t, { onRestart: (opened) => restarts.push(opened) });
    await client.upsert([...ARTICLES]);
    const answers = await Promise.allSettled(Array.from({ length: 100 }, () => client.search(query('бюллетень'))));
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    assert.equal(answers.length - refused.length, 64);
    assert.ok(refused.every((error) => error instanceof AppError && error.code === 'search-unavailable'));
    assert.equal((await client.search(query('бюллетень'))).total, 2);
    assert.deepEqual(restarts, []);
  });

  test('a flood from one network takes its share of the places, and others are answered meanwhile', async (t) => {
    const { client } = await start(t);
    await client.upsert([...ARTICLES]);
    const flood = Promise.allSettled(Array.from({ length: 100 }, () => client.search(query('метро'), '203.0.113.1')));
    assert.equal((await client.search(query('бюллетень'), '203.0.113.2')).total, 2);
    assert.equal((await flood).filter(({ status }) => status === 'fulfilled').length, 16);
  });

  test('a closed client refuses', async (t) => {
    const { client } = await start(t);
    await client.close();
    await assert.rejects(client.stats(), WorkerFailure);
  });
});
