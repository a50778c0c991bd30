/**
 * Works off what waits to be decided on and compared. In: two queues. Out: stories, and stored lists of similar threads.
 * New articles come first: what the index finds for them decides on their stories and becomes their lists (story-grouping.ts).
 * Then the lists of threads that changed, a hundred at a time; while one hundred is stored the worker compares the next.
 * Safe to interrupt and to repeat: what was not stored is still queued.
 */

import { WorkerFailure } from '../lib/call-client.js';
import type { Clock } from '../lib/clock.js';
import type { SearchClient } from './client.js';
import { SIMILAR_KEPT, type SimilarStore } from './similar-store.js';
import type { QueuePosition, SimilarResult } from './similar-write-store.js';
import type { GroupStories } from './story-grouping.js';

const THREADS_AT_ONCE = 100;

export type DrainParts = {
  index: Pick<SearchClient, 'similarTo' | 'stats'>;
  store: Pick<SimilarStore, 'listQueued' | 'listDocuments' | 'replaceSimilar'>;
  clock: Clock;
  /** Brings the index up to the database. */
  catchUp: () => Promise<unknown>;
  groupStories?: GroupStories;
  /** Told which threads' texts or articles changed, before their lists are stored. */
  describeStories?: (threadIds: readonly number[]) => Promise<void>;
  /** Told of a thread whose list could not be computed. */
  onSkipped?: (threadId: number, error: unknown) => void;
};

export function createDrain(parts: DrainParts) {
  const { index, store } = parts;

  /** Until nothing waits, or `shouldStop` says so. Returns how many lists were computed. */
  return async function drain(shouldStop: () => boolean = () => false): Promise<number> {
    let count = 0;
    let after: QueuePosition | undefined;
    let storing: Promise<void> = Promise.resolve();
    const keepLists = async (results: SimilarResult[]) => {
      // A thread whose article was just decided on may hold others already.
      await parts.describeStories?.(results.map(({ threadId }) => threadId));
      await storing;
      storing = storeLists(results);
      // A failure is thrown by the next `await storing`; until then it must not count as unheard.
      storing.catch(() => {});
      count += results.length;
    };
    try {
      while (!shouldStop()) {
        const before = count;
        await parts.catchUp();
        await parts.groupStories?.({ follow: parts.catchUp, keepLists, shouldStop, onSkipped: parts.onSkipped });
        // What is being stored is still queued. Articles on which nothing is decided yet get their lists with the decision.
        if (count > before) await storing;
        if (parts.groupStories && shouldStop()) break;
        const queued = await store.listQueued(THREADS_AT_ONCE, after);
        after = queued.at(-1);
        if (!after) break;
        await keepLists(await compareOrSkip(queued));
      }
      await storing;
    } finally {
      // Whoever is told of a failure may close the database.
      await storing.catch(() => {});
    }
    return count;
  };

  async function storeLists(results: SimilarResult[]): Promise<void> {
    await store.replaceSimilar(results, { documents: (await index.stats()).documents, at: parts.clock() });
  }

  /** One document that cannot be compared must not hold up those behind it: it gets an empty list and is named. */
  async function compareOrSkip(queued: QueuePosition[]): Promise<SimilarResult[]> {
    try {
      return await compare(queued);
    } catch (error) {
      // A worker that died or closed is no document's fault; the batch stays queued.
      if (error instanceof WorkerFailure) throw error;
    }
    const results: SimilarResult[] = [];
    for (const item of queued) results.push(...(await compare([item]).catch((error: unknown) => skip(item, error))));
    return results;
  }

  function skip({ threadId, changeSeq }: QueuePosition, error: unknown): SimilarResult[] {
    if (error instanceof WorkerFailure) throw error;
    parts.onSkipped?.(threadId, error);
    return [{ threadId, changeSeq, matches: [] }];
  }

  async function compare(queued: QueuePosition[]): Promise<SimilarResult[]> {
    const documents = await store.listDocuments(queued.map((item) => item.threadId));
    const lists = await index.similarTo(documents, { limit: SIMILAR_KEPT });
    const compared = new Map(documents.map((document, at) => [document.id, { document, matches: lists[at] ?? [] }]));
    // A thread without a document has nothing to compare; it would be asked for without end.
    return queued.map(({ threadId, changeSeq }) => {
      const known = compared.get(threadId);
      return { threadId, changeSeq: known?.document.version ?? changeSeq, matches: known?.matches ?? [] };
    });
  }
}
