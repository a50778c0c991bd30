/**
 * Keeps the index and the stored lists of similar threads in step with the database, which is the truth.
 * `open` loads the snapshot and compares every version; `catchUp` follows the sequence of changes; `drain` (drain.ts)
 * computes the lists of queued threads. All are safe to repeat and to interrupt: what was not finished is still different, or still queued.
 */
import { chunksOf } from '../db/chunks.js';
import type { Clock } from '../lib/clock.js';
import type { SearchClient } from './client.js';
import { cell } from './columns.js';
import { createDrain, type DrainParts } from './drain.js';
import type { IndexedVersions } from './engine.js';
import type { SimilarStore } from './similar-store.js';

const PAGE = 2000;
const DOCUMENTS_AT_ONCE = 100;

export type SyncParts = Omit<DrainParts, 'index' | 'catchUp'> & {
  index: Pick<SearchClient, 'open' | 'versions' | 'upsert' | 'remove' | 'similarTo' | 'stats'>;
  store: SimilarStore;
  clock: Clock;
  /** Told how many documents are in place of how many, while a rebuild runs. */
  onProgress?: (done: number, total: number) => void;
};

/** What the health page says: `rebuilding` while articles that the index lacks are read into it. */
export type IndexProgress = { state: 'opening' | 'rebuilding' | 'ready'; done: number; total: number };

export function createSearchSync(parts: SyncParts) {
  const { index, store } = parts;
  /** Everything up to this change is in the index. */
  let seenChange = 0;
  let catchingUp: Promise<number> | undefined;
  let progress: IndexProgress = { state: 'opening', done: 0, total: 0 };

  /** Compares every thread with the index and mends the differences. */
  async function heal(): Promise<{ updated: number; removed: number }> {
    // Before the pages are read: a thread of an early page may change while a later one is read.
    const newest = await store.newestChange();
    const { stale, gone } = await compareAll(await index.versions());
    await index.remove(gone);
    const total = stale.length;
    if (total > 0) progress = { state: 'rebuilding', done: 0, total };
    await upsertAll(stale, (done) => {
      progress = { state: 'rebuilding', done, total };
    });
    progress = { state: 'ready', done: total, total };
    seenChange = newest;
    return { updated: stale.length, removed: gone.length };
  }

  /** Ids that the index lacks or holds in another version, and ids that only it holds. Both sides rise, so one pass does. */
  async function compareAll({ ids, versions }: IndexedVersions): Promise<{ stale: number[]; gone: number[] }> {
    const [stale, gone]: [number[], number[]] = [[], []];
    let at = 0;
    for (let afterId = 0; ; ) {
      const page = await store.listVersions(afterId, PAGE);
      for (const { id, version } of page) {
        for (; at < ids.length && cell(ids, at) < id; at++) gone.push(cell(ids, at));
        const isHeld = at < ids.length && cell(ids, at) === id;
        if (!isHeld || cell(versions, at) !== version) stale.push(id);
        if (isHeld) at++;
      }
      const last = page.at(-1);
      if (!last) break;
      afterId = last.id;
    }
    for (; at < ids.length; at++) gone.push(cell(ids, at));
    return { stale, gone };
  }

  /** Takes up what any process changed since the last look, one run at a time. Deletions come with the next `heal`. */
  function catchUp(): Promise<number> {
    catchingUp ??= followChanges().finally(() => {
      catchingUp = undefined;
    });
    return catchingUp;
  }

  async function followChanges(): Promise<number> {
    let count = 0;
    for (;;) {
      const changed = await store.listChangedSince(seenChange, PAGE);
      const last = changed.at(-1);
      if (!last) return count;
      await upsertAll(changed.map((thread) => thread.id));
      seenChange = last.version;
      count += changed.length;
    }
  }

  async function upsertAll(ids: number[], onDone?: (done: number) => void): Promise<void> {
    let done = 0;
    for (const chunk of chunksOf(ids, DOCUMENTS_AT_ONCE)) {
      const documents = await store.listDocuments(chunk);
      await index.upsert(documents);
      const held = new Set(documents.map((document) => document.id));
      // Hidden since, or deleted while this ran: the index must not keep what it held of them.
      const vanished = chunk.filter((id) => !held.has(id));
      if (vanished.length > 0) await index.remove(vanished);
      done += chunk.length;
      onDone?.(done);
      parts.onProgress?.(done, ids.length);
    }
  }

  return {
    async open() {
      const opened = await index.open();
      return { ...opened, ...(await heal()) };
    },
    progress: () => progress,
    heal,
    catchUp,
    /** Everything up to this change can be found; 0 until the index is open and compared. */
    indexedUpTo: () => seenChange,
    drain: createDrain({ ...parts, catchUp }),
  };
}

export type SearchSync = ReturnType<typeof createSearchSync>;
