import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createEngine } from '../../src/search/engine.js';
import { search } from '../../src/search/query.js';
import { similarTo } from '../../src/search/similar.js';
import { loadSnapshot, saveSnapshot } from '../../src/search/snapshot.js';
import { ARTICLES } from './articles.js';

let folder = '';
const path = () => join(folder, 'index.snapshot');

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapshot-'));
});
after(() => rm(folder, { recursive: true }));

function filled() {
  const engine = createEngine();
  engine.upsert([...ARTICLES]);
  engine.remove([3]);
  return engine;
}

describe('snapshot', () => {
  test('what is loaded answers as what was saved, and can be changed further', async () => {
    const engine = filled();
    assert.ok((await saveSnapshot(engine, path())) > 0);
    const loaded = await loadSnapshot(path());
    assert.ok(loaded.ok);
    for (const one of [engine, loaded.engine]) one.upsert(ARTICLES.slice(0, 3).map((old) => ({ ...old, version: 2 })));
    assert.deepEqual(loaded.engine.versions(), engine.versions());
    for (const document of ARTICLES) {
      assert.deepEqual(similarTo(loaded.engine, document, { limit: 5 }), similarTo(engine, document, { limit: 5 }));
    }
    for (const text of ['бюллетень', '"единая россия"', 'бюлетень', 'станц']) {
      const query = { text, filters: { feedId: 1 }, sort: 'relevance', offset: 0, limit: 9 } as const;
      assert.deepEqual(search(loaded.engine, query), search(engine, query));
    }
    loaded.engine.remove(ARTICLES.map(({ id }) => id));
    assert.equal(loaded.engine.stats().documents, 0);
  });

  test('an empty engine is a valid snapshot, and saving leaves no other file behind', async () => {
    await saveSnapshot(createEngine(), path());
    const loaded = await loadSnapshot(path());
    assert.ok(loaded.ok && loaded.engine.stats().documents === 0);
    assert.deepEqual(await readdir(folder), ['index.snapshot']);
  });

  test('a folder that is not there is made; where a file stands in its way, the saving fails and the file stays', async () => {
    await saveSnapshot(filled(), join(folder, 'new', 'index'));
    assert.equal((await stat(join(folder, 'new'))).mode & 0o077, 0, 'nobody else looks into it');
    assert.ok((await loadSnapshot(join(folder, 'new', 'index'))).ok);
    const before = await readFile(path());
    await assert.rejects(saveSnapshot(filled(), join(path(), 'index')));
    assert.deepEqual(await readFile(path()), before);
  });

  test('a missing, cut, changed, foreign or newer file is a reason, never an exception', async () => {
    await saveSnapshot(filled(), path());
    const good = await readFile(path());
    const reasonFor = async (bytes: Buffer) => {
      await writeFile(path(), bytes);
      const outcome = await loadSnapshot(path());
      return outcome.ok ? 'ok' : outcome.reason;
    };
    assert.equal(await reasonFor(good), 'ok');
    assert.equal(await reasonFor(good.subarray(0, good.length - 1)), 'damaged');
    assert.equal(await reasonFor(good.subarray(0, 20)), 'not-a-snapshot');
    assert.equal(await reasonFor(Buffer.alloc(0)), 'not-a-snapshot');
    assert.equal(await reasonFor(Buffer.from('{"some":"json"}'.repeat(20))), 'not-a-snapshot');
    const newer = Buffer.from(good);
    newer.writeUInt32LE(999, 8);
    assert.equal(await reasonFor(newer), 'other-version');
    for (let at = 12; at < good.length; at += 37) {
      const changed = Buffer.from(good);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      assert.equal(await reasonFor(changed), 'damaged', `byte ${at}`);
    }
    const missing = await loadSnapshot(join(folder, 'none'));
    assert.ok(!missing.ok && missing.reason === 'missing');
    const unreadable = await loadSnapshot(folder);
    assert.ok(!unreadable.ok && unreadable.reason === 'unreadable');
  });
});
