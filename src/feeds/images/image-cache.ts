/**
 * Encoded pictures on disk, below a bound: what was not asked for longest goes first. A lost file is fetched again, so nothing
 * here is worth a backup. File times are the memory of use; they are written at most once a day for each picture.
 */
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Clock, DAY } from '../../lib/clock.js';

export type ImageCacheOptions = { folder: string; maxBytes: number; clock: Clock };

// Swept down to this share of the bound, so that not every new picture sweeps.
const AFTER_SWEEP = 0.9;
const KEY = /^[\w-]{16,32}$/;

export function createImageCache({ folder, maxBytes, clock }: ImageCacheOptions) {
  let bytesKept: number | null = null;
  let sweeping: Promise<void> | null = null;
  let written = 0;

  async function read(key: string): Promise<Buffer | null> {
    const file = fileOf(folder, key);
    try {
      const bytes = await readFile(file);
      await touch(file);
      return bytes;
    } catch {
      return null;
    }
  }

  async function touch(file: string): Promise<void> {
    const now = clock();
    if (now - (await stat(file)).mtimeMs > DAY) await utimes(file, now / 1000, now / 1000);
  }

  /** Whole or not at all: readers of other processes never see half a picture. */
  async function write(key: string, bytes: Uint8Array): Promise<void> {
    const file = fileOf(folder, key);
    const unfinished = `${file}.${process.pid}.${++written}.part`;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(unfinished, bytes, { mode: 0o600 });
    const now = clock() / 1000;
    await utimes(unfinished, now, now);
    await rename(unfinished, file);
    bytesKept = bytesKept === null ? null : bytesKept + bytes.byteLength;
    if (bytesKept === null || bytesKept > maxBytes) await sweep();
  }

  function sweep(): Promise<void> {
    sweeping ??= sweepOnce().finally(() => {
      sweeping = null;
    });
    return sweeping;
  }

  async function sweepOnce(): Promise<void> {
    const files = await listFiles(folder);
    let total = files.reduce((sum, file) => sum + file.size, 0);
    if (total > maxBytes) {
      for (const file of files.toSorted((one, other) => one.usedAt - other.usedAt)) {
        if (total <= maxBytes * AFTER_SWEEP) break;
        await rm(file.path, { force: true });
        total -= file.size;
      }
    }
    bytesKept = total;
  }

  return { read, write, sweep };
}

export type ImageCache = ReturnType<typeof createImageCache>;

/** Keys are ours, yet what becomes a path is looked at once more. */
function fileOf(folder: string, key: string): string {
  if (!KEY.test(key)) throw new Error('not the key of an image');
  return path.join(folder, key.slice(0, 2), `${key}.webp`);
}

async function listFiles(folder: string): Promise<{ path: string; size: number; usedAt: number }[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = [];
  for (const name of names) {
    if (!/\.(?:webp|part)$/.test(name)) continue;
    const file = path.join(folder, name);
    // Another process may sweep at the same time.
    const found = await stat(file).catch(() => null);
    if (found) files.push({ path: file, size: found.size, usedAt: found.mtimeMs });
  }
  return files;
}
