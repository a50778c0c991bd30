/**
 * Keeps the index and the stored lists of similar threads in step with the database, which is the truth.
 * `open` loads the snapshot and compares every version; `catchUp` follows the sequence of changes; `drain` computes the
 * lists of queued threads. All are safe to repeat and to interrupt: what was not finished is still different, or still queued.
 */
import { chunksOf } from '../db/chunks.js';
import type { Clock } from '../lib/clock.js';
import { WorkerFailure } from '../lib/worker-client.js';
import type { SearchClient } from './client.js';
import { SIMILAR_KEPT, type SimilarStore } from './similar-store.js';
import type { QueuePosition, SimilarResult } from './similar-write-store.js';
import type { GroupStories } from './story-grouping.js';

const PAGE = 5000;
const DOCUMENTS_AT_ONCE = 100;

export type SyncParts = {
  index: Pick<SearchClient, 'open' | 'versions' | 'upsert' | 'remove' | 'similarTo' | 'stats'>;
  store: SimilarStore;
  clock: Clock;
  /** Joins new articles to stories before lists are computed; asks the index to follow whenever some moved. */
  groupStories?: GroupStories;
  /** Told which threads' texts or articles changed, before their lists are computed. */
  describeStories?: (threadIds: readonly number[]) => Promise<void>;
  /** Told of a thread whose list could not be computed. */
  onSkipped?: (threadId: number, error: unknown) => void;
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
    const inIndex = new Map(await index.versions());
    const stale: { id: number; version: number }[] = [];
    for (let afterId = 0; ; ) {
      const page = await store.listVersions(afterId, PAGE);
      for (const { id, version } of page) {
        if (inIndex.get(id) !== version) stale.push({ id, version });
        inIndex.delete(id);
      }
      const last = page.at(-1);
      if (!last) break;
      afterId = last.id;
    }
    await index.remove([...inIndex.keys()]);
    const total = stale.length;
    if (total > 0) progress = { state: 'rebuilding', done: 0, total };
    await upsertAll(
      stale.map((thread) => thread.id),
      (done) => {
        progress = { state: 'rebuilding', done, total };
      },
    );
    progress = { state: 'ready', done: total, total };
    seenChange = newest;
    return { updated: stale.length, removed: inIndex.size };
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

  /**
   * Computes queued lists until none waits, or `shouldStop` says so. Returns how many were computed. While one batch is
   * being stored the worker compares the next.
   */
  async function drain(shouldStop: () => boolean = () => false): Promise<number> {
    let count = 0;
    let after: QueuePosition | undefined;
    let storing: Promise<void> = Promise.resolve();
    while (!shouldStop()) {
      const queued = await store.listQueued(DOCUMENTS_AT_ONCE, after);
      const last = queued.at(-1);
      if (!last) break;
      await catchUp();
      await parts.groupStories?.(catchUp);
      await parts.describeStories?.(queued.map((item) => item.threadId));
      const results = await computeOrSkip(queued);
      await storing;
      storing = store.replaceSimilar(results, { documents: (await index.stats()).documents, at: parts.clock() });
      // A failure is thrown by the next `await storing`; until then it must not count as unheard.
      storing.catch(() => {});
      after = last;
      count += queued.length;
    }
    await storing;
    return count;
  }

  /** One document that cannot be compared must not hold up those behind it: it gets an empty list and is named. */
  async function computeOrSkip(queued: QueuePosition[]): Promise<SimilarResult[]> {
    try {
      return await compute(queued);
    } catch (error) {
      // A worker that died or closed is no document's fault; the batch stays queued.
      if (error instanceof WorkerFailure) throw error;
    }
    const results: SimilarResult[] = [];
    for (const item of queued) results.push(...(await compute([item]).catch((error: unknown) => skip(item, error))));
    return results;
  }

  function skip({ threadId, changeSeq }: QueuePosition, error: unknown): SimilarResult[] {
    if (error instanceof WorkerFailure) throw error;
    parts.onSkipped?.(threadId, error);
    return [{ threadId, changeSeq, matches: [] }];
  }

  async function compute(queued: QueuePosition[]): Promise<SimilarResult[]> {
    const documents = await store.listDocuments(queued.map((item) => item.threadId));
    const matches = await index.similarTo(documents, { limit: SIMILAR_KEPT });
    const computed = new Map(documents.map((document, at) => [document.id, { document, matches: matches[at] ?? [] }]));
    // A thread without a document has nothing to compute; it would be asked for without end.
    return queued.map(({ threadId, changeSeq }) => {
      const known = computed.get(threadId);
      return { threadId, changeSeq: known?.document.version ?? changeSeq, matches: known?.matches ?? [] };
    });
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
    drain,
  };
}

export type SearchSync = ReturnType<typeof createSearchSync>;
