/** The snapshot file: written whole or not at all, read into an engine or a reason. */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorText } from '../lib/errors.js';
import type { Engine } from './engine.js';
import { decodeSnapshot, encodeSnapshot, type SnapshotOutcome } from './snapshot-format.js';

/** The encoding itself blocks (about 1 s for 100,000 articles); the writing does not. Returns the size in bytes. */
export async function saveSnapshot(engine: Engine, path: string): Promise<number> {
  const bytes = encodeSnapshot(engine);
  const temporary = `${path}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeThrough(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  return bytes.length;
}

export async function loadSnapshot(path: string): Promise<SnapshotOutcome> {
  try {
    return decodeSnapshot(await readFile(path));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isMissing ? { ok: false, reason: 'missing' } : { ok: false, reason: 'unreadable', detail: errorText(error) };
  }
}

// The bytes must be on the disk before the new name is: a power cut could otherwise leave an empty file in its place.
async function writeThrough(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

// Without it the rename itself may be lost, which costs a rebuild and nothing else; some systems cannot open a folder.
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
