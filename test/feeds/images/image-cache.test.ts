import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createImageCache } from '../../../src/feeds/images/image-cache.js';
import { DAY } from '../../../src/lib/clock.js';
import { NOW } from '../../support/news-builders.js';

const key = (at: number) => `key-${String(at).padStart(18, '0')}`;

describe('pictures on disk', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-images-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test('stay below their bound, and what was used least goes first', async () => {
    let now = NOW;
    const cache = createImageCache({ folder, maxBytes: 1000, clock: () => now });
    for (let at = 0; at < 9; at++) {
      now += DAY;
      await cache.write(key(at), Buffer.alloc(100, at));
    }
    now += 2 * DAY;
    assert.deepEqual(await cache.read(key(0)), Buffer.alloc(100, 0), 'used again');
    for (let at = 9; at < 12; at++) {
      now += DAY;
      await cache.write(key(at), Buffer.alloc(100, at));
    }
    assert.equal(await cache.read(key(1)), null);
    assert.ok(await cache.read(key(0)));
    assert.ok(await cache.read(key(11)));
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.webp'));
    assert.ok(files.length <= 10, `${files.length} files`);
    assert.ok((await readdir(folder, { recursive: true })).every((name) => !name.endsWith('.part')));
  });

  test('a new process knows the bound too', async () => {
    const cache = createImageCache({ folder, maxBytes: 300, clock: () => NOW + 50 * DAY });
    await cache.write(key(50), Buffer.alloc(100));
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.webp'));
    assert.ok(files.length <= 3);
    assert.ok(await cache.read(key(50)));
  });

  test('a key that is a path is refused', async () => {
    const cache = createImageCache({ folder, maxBytes: 300, clock: () => NOW });
    await assert.rejects(cache.write('../../../../tmp/evil-key', Buffer.alloc(1)), /not the key/);
  });
});
