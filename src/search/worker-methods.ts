/**
 * What the search worker answers. Writes run one after another in slices, with room for other calls between two slices;
 * reads see the index as it is at that moment.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Highlighted, SearchAnswer, SearchDocument, SearchQuery, SimilarMatch } from './document.js';
import { createEngine, type Engine } from './engine.js';
import { highlight, snippet } from './highlight.js';
import { search } from './query.js';
import { type SimilarOptions, similarTo } from './similar.js';
import { loadSnapshot, saveSnapshot } from './snapshot.js';
import type { SnapshotProblem } from './snapshot-format.js';
import { type AdditionRequest, findAdditions } from './story-additions.js';
import { judgePairs, rarityOf, type StoryRequest } from './story-judge.js';

export type Opened = { source: 'snapshot' | 'empty'; reason?: SnapshotProblem; documents: number };
export type SearchStats = { documents: number; terms: number; heapMb: number };
export type SnippetItem = { title: string; text: string };
export type SnippetPair = { title: Highlighted; snippet: Highlighted };
export type SnippetRequest = { queryText: string; items: SnippetItem[]; maxChars: number };
/** A list for each document, and how long they took, without what ran between two slices. */
export type Compared = { lists: SimilarMatch[][]; ms: number };
export type SimilarRequest = { documents: SearchDocument[]; options: SimilarOptions };

/** About 10 ms of work: the longest that a search waits behind a write. */
const SLICE = 16;

export function createSearchMethods(snapshotPath: string) {
  let engine: Engine = createEngine();
  let lastWrite: Promise<unknown> = Promise.resolve();

  /** After the writes before it, whether those failed or not. */
  function inTurn<T>(write: () => Promise<T>): Promise<T> {
    const mine = lastWrite.then(write, write);
    lastWrite = mine.catch(() => undefined);
    return mine;
  }

  async function load(): Promise<Opened> {
    const outcome = await loadSnapshot(snapshotPath);
    if (!outcome.ok) return { source: 'empty', reason: outcome.reason, documents: engine.stats().documents };
    engine = outcome.engine;
    return { source: 'snapshot', documents: engine.stats().documents };
  }

  return {
    open: () => inTurn(load),
    upsert: (documents: SearchDocument[]) => inTurn(() => inSlices(documents, (slice) => engine.upsert(slice))),
    remove: (ids: number[]) => inTurn(() => inSlices(ids, (slice) => engine.remove(slice))),
    saveSnapshot: () => inTurn(() => saveSnapshot(engine, snapshotPath)),
    // After the writes that were asked for before it, so that nobody takes a half-done upsert for a difference.
    versions: () => inTurn(async () => engine.versions()),
    search: (query: SearchQuery): SearchAnswer => search(engine, query),
    async similarTo({ documents, options }: SimilarRequest): Promise<Compared> {
      const lists: SimilarMatch[][] = [];
      let ms = 0;
      await inSlices(documents, (slice) => {
        const started = performance.now();
        for (const document of slice) lists.push(similarTo(engine, document, options));
        ms += performance.now() - started;
      });
      return { lists, ms };
    },
    judgeStories: (request: StoryRequest) => judgePairs(engine, request),
    findAdditions: (request: AdditionRequest) => findAdditions(request, rarityOf(engine)),
    snippets: ({ queryText, items, maxChars }: SnippetRequest): SnippetPair[] =>
      items.map(({ title, text }) => ({
        title: highlight(queryText, title),
        snippet: snippet(queryText, text, maxChars),
      })),
    stats: (): SearchStats => ({ documents: engine.stats().documents, terms: engine.stats().terms, heapMb: heapMb() }),
  };
}

async function inSlices<T>(items: T[], work: (slice: T[]) => void): Promise<void> {
  for (let at = 0; at < items.length; at += SLICE) {
    work(items.slice(at, at + SLICE));
    await nextTurn();
  }
}

// The thread's own heap and its typed arrays.
function heapMb(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return Math.round((heapUsed + arrayBuffers) / 2 ** 20);
}
