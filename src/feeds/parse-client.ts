/**
 * Feeds read in a few threads with a time and a memory limit. Each reads one document at a time: when one hangs or exhausts
 * the heap, only it fails, and those queued behind it are read by a fresh thread.
 */

import type { SafeHtml } from '../lib/safe-html.js';
import { createWorkerClient, WorkerFailure } from '../lib/worker-client.js';
import type { PageInput, PageLinks } from './feed-links.js';
import type { ParseInput } from './parse-document.js';
import type { ParseFailure, ParseOutcome } from './parsed-feed.js';
import type { CleanInput, ReadOutcome } from './worker.js';

export type DocumentInput = ParseInput;
type Failed = { ok: false; error: ParseFailure; detail: string };

export type ParseClientOptions = {
  timeoutMs?: number;
  maxHeapMb?: number;
  /** Threads; one document that hangs leaves the others to go on. */
  threads?: number;
  /** Another compiled worker module, for tests. */
  workerUrl?: URL;
};

export function createParseClient(options: ParseClientOptions = {}) {
  const {
    timeoutMs = 10_000,
    maxHeapMb = 512,
    threads = 2,
    workerUrl = new URL('./worker.js', import.meta.url),
  } = options;
  const lanes = Array.from({ length: threads }, (_, at) => {
    const worker = createWorkerClient({ url: workerUrl, name: `feeds-${at + 1}`, maxHeapMb });
    return { worker, waiting: 0, last: Promise.resolve() as Promise<unknown> };
  });

  /** In the shortest of the queues. */
  function inTurn<T>(method: string, payload: unknown): Promise<T> {
    const lane = lanes.reduce((best, other) => (other.waiting < best.waiting ? other : best));
    const call = () => lane.worker.call<T>(method, payload, { timeoutMs });
    lane.waiting++;
    const turn = lane.last.then(call, call).finally(() => lane.waiting--);
    lane.last = turn.catch(() => {});
    return turn;
  }

  /** A hanging or dying worker is the document's fault, and an outcome; anything else is a bug, and thrown. */
  async function guarded<T>(method: string, input: DocumentInput): Promise<T | Failed> {
    try {
      return await inTurn<T>(method, input);
    } catch (error) {
      const isDocuments = error instanceof WorkerFailure && error.reason !== 'closed';
      if (!isDocuments) throw error;
      return { ok: false, error: 'took-too-long', detail: error.message };
    }
  }

  return {
    parse: (input: DocumentInput) => guarded<ParseOutcome>('parse', input),
    read: (input: DocumentInput) => guarded<ReadOutcome>('read', input),
    clean: (input: CleanInput) => inTurn<SafeHtml>('clean', input),
    /** What a web page says about its feeds; throws when reading it takes too long. */
    links: (input: PageInput) => inTurn<PageLinks>('links', input),
    close: async () => void (await Promise.all(lanes.map(({ worker }) => worker.close()))),
  };
}

export type ParseClient = ReturnType<typeof createParseClient>;
export type DocumentReader = Pick<ParseClient, 'read'>;
export type PageReader = Pick<ParseClient, 'links'>;
