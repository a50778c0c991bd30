/**
 * The index as promises; the work happens in a thread of its own. In: documents, questions. Out: answers.
 * Invariants: the snapshot is loaded before the first answer, and again after a crash by the next call, which then tells
 * `onRestart`; what was written since the snapshot is gone by then, so the owner compares versions and mends.
 */
import { createBoundedTurns } from '../lib/bounded-turns.js';
import { AppError } from '../lib/errors.js';
import { createWorkerClient } from '../lib/worker-client.js';
import type { FoundAddition } from '../news/story-store.js';
import type { SearchAnswer, SearchDocument, SearchQuery, SimilarMatch } from './document.js';
import type { IndexedVersions } from './engine.js';
import type { SimilarOptions } from './similar.js';
import type { AdditionRequest } from './story-additions.js';
import type { StoryRequest } from './story-judge.js';
import type { StoryVerdict } from './story-verdict.js';
import type { Compared, Opened, SearchStats, SnippetItem, SnippetPair } from './worker-methods.js';

export type SearchClientOptions = {
  snapshotPath: string;
  /** Limit of the thread's heap, without its typed arrays. */
  maxHeapMb?: number;
  onRestart?: (opened: Opened) => void;
};

// A search takes milliseconds; one that still runs after this has met a bug, and the page has long gone without it.
const SEARCH_TIMEOUT_MS = 15_000;
// One at a time is handed over, so that the time counts from its turn; behind so many nobody waits for an answer.
// One network has a share of the places: a flood from there leaves room for everybody else.
const SEARCHES_WAITING = { waiting: 64, ofOneOwner: 16 };

// An article compared leaves a megabyte of vectors and lists behind.
const YOUNG_HEAP_MB = 96;

const PACES_KEPT = 99;

export function createSearchClient(options: SearchClientOptions) {
  let opened: Promise<Opened> | undefined;
  let hasCrashed = false;
  /** Milliseconds a list, of the last batches. */
  const paces: number[] = [];

  const worker = createWorkerClient({
    url: new URL('./worker.js', import.meta.url),
    name: 'search',
    youngHeapMb: YOUNG_HEAP_MB,
    workerData: { snapshotPath: options.snapshotPath },
    ...(options.maxHeapMb === undefined ? {} : { maxHeapMb: options.maxHeapMb }),
    onCrash: () => {
      opened = undefined;
      hasCrashed = true;
    },
  });

  /** Loads the snapshot once per life of the thread. */
  function open(): Promise<Opened> {
    opened ??= load();
    return opened;
  }

  async function load(): Promise<Opened> {
    const isRestart = hasCrashed;
    const outcome = await worker.call<Opened>('open', undefined).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    hasCrashed = false;
    if (isRestart) options.onRestart?.(outcome);
    return outcome;
  }

  async function call<T>(method: string, payload?: unknown, timeoutMs?: number): Promise<T> {
    await open();
    return worker.call<T>(method, payload, timeoutMs === undefined ? {} : { timeoutMs });
  }

  const inTurn = createBoundedTurns(SEARCHES_WAITING, () => new AppError('search-unavailable', { status: 503 }));
  /** A reader's question, from a network. Throws `search-unavailable` when too many wait. */
  const ask = <T>(method: string, payload: unknown, network?: string) =>
    inTurn(() => call<T>(method, payload, SEARCH_TIMEOUT_MS), network);

  /** For each document its list, in the order asked. A document need not be in the index. */
  async function similarTo(documents: SearchDocument[], similarOptions: SimilarOptions): Promise<SimilarMatch[][]> {
    const matches = await call<Compared>('similarTo', { documents, options: similarOptions });
    if (documents.length > 0) paces.push(matches.ms / documents.length);
    if (paces.length > PACES_KEPT) paces.shift();
    return matches.lists;
  }

  return {
    open,
    /** Every indexed document's id and version. */
    versions: () => call<IndexedVersions>('versions'),
    upsert: (documents: SearchDocument[]) => call<void>('upsert', documents),
    remove: (ids: number[]) => call<void>('remove', ids),
    /** For each document its list, in the order asked. A document need not be in the index. */
    similarTo,
    /** For each pair of articles, whether they tell one event. */
    judgeStories: (request: StoryRequest) => call<StoryVerdict[]>('judgeStories', request),
    findAdditions: (request: AdditionRequest) => call<FoundAddition[]>('findAdditions', request),
    search: (query: SearchQuery, network?: string) => ask<SearchAnswer>('search', query, network),
    snippets: (queryText: string, items: SnippetItem[], maxChars: number, network?: string) =>
      ask<SnippetPair[]>('snippets', { queryText, items, maxChars }, network),
    /** Returns the file's size in bytes. */
    saveSnapshot: () => call<number>('saveSnapshot'),
    /** Median milliseconds that a list of similar articles took lately; null before the first. */
    medianMs: () => paces.toSorted((a, b) => a - b)[Math.floor(paces.length / 2)] ?? null,
    stats: () => call<SearchStats>('stats'),
    close: () => worker.close(),
  };
}

export type SearchClient = ReturnType<typeof createSearchClient>;
