/**
 * Feeds read in a few threads with a time and a memory limit. A document that hangs or exhausts
 * the heap fails alone; see turn-client.ts.
 */
import { createTurnClient } from '../lib/turn-client.js';
import type { PageInput, PageLinks } from './feed-links.js';
import type { ParseInput } from './parse-document.js';
import type { ParseFailure, ParseOutcome } from './parsed-feed.js';
import type { ReadOutcome } from './worker.js';

export type DocumentInput = ParseInput;

// Nine feeds of ten are half as long. What is longer takes turns in the first thread: a few publishers with endless
// documents then occupy one core at most, and the others' feeds are read beside them.
const HEAVY_BYTES = 1_000_000;

type Failed = { ok: false; error: ParseFailure; detail: string };

export type ParseClientOptions = {
  timeoutMs?: number;
  maxHeapMb?: number;
  /** Threads; one document that hangs leaves the others to go on. */
  threads?: number;
  /** Another compiled worker module, for tests. */
  workerUrl?: URL;
  /** In a process that has stepped back as a whole. */
  keepsPriority?: boolean;
};

export function createParseClient(options: ParseClientOptions = {}) {
  const {
    timeoutMs = 10_000,
    maxHeapMb = 512,
    threads = 2,
    keepsPriority = false,
    workerUrl = new URL('./worker.js', import.meta.url),
  } = options;
  const lanes = Array.from({ length: threads }, (_, at) =>
    createTurnClient({ url: workerUrl, name: `feeds-${at + 1}`, workerData: { keepsPriority }, maxHeapMb, timeoutMs }),
  );

  function laneFor({ bytes }: { bytes: Uint8Array }) {
    const open = bytes.byteLength > HEAVY_BYTES ? lanes.slice(0, 1) : lanes;
    return open.reduce((best, other) => (other.countWaiting() < best.countWaiting() ? other : best));
  }

  function guarded<T>(method: string, input: DocumentInput): Promise<T | Failed> {
    return laneFor(input).call<T | Failed>(method, input, ({ message }) => ({
      ok: false,
      error: 'took-too-long',
      detail: message,
    }));
  }

  return {
    parse: (input: DocumentInput) => guarded<ParseOutcome>('parse', input),
    read: (input: DocumentInput) => guarded<ReadOutcome>('read', input),
    /** What a web page says about its feeds; throws when reading it takes too long. */
    links: (input: PageInput) => laneFor(input).call<PageLinks>('links', input),
    close: async () => void (await Promise.all(lanes.map((lane) => lane.close()))),
  };
}

export type ParseClient = ReturnType<typeof createParseClient>;
export type DocumentReader = Pick<ParseClient, 'read'>;
export type PageReader = Pick<ParseClient, 'links'>;
