/**
 * Sources asked and documents read in a process of their own, which starts with the first of them. Should it die, what
 * was under way fails like any request that brought nothing, and comes again with its source's schedule.
 */
import { WorkerFailure } from '../lib/call-client.js';
import { createProcessClient } from '../lib/process-client.js';
import type { PageInput, PageLinks } from './feed-links.js';
import { noAnswer } from './fetch.js';
import type { DocumentInput } from './parse-client.js';
import type { ReadSource, SourceAnswer } from './read-source.js';
import type { ReadOutcome } from './worker.js';

/** Of the guarded fetcher, which runs there. */
export type SourceSettings = { allowHosts: readonly string[]; userAgent: string };
export type SourceClientOptions = SourceSettings & {
  /** Another compiled module, for tests. */
  processUrl?: URL;
};

export function createSourceClient({ processUrl, ...settings }: SourceClientOptions) {
  const url = processUrl ?? new URL('./source-process.js', import.meta.url);
  const process = createProcessClient({ url, name: 'sources', settings });
  let isAsked = false;
  let isDropped = false;

  async function call<T>(method: string, payload: unknown, onFailure: (failure: WorkerFailure) => T): Promise<T> {
    isAsked = true;
    try {
      return await process.call<T>(method, payload);
    } catch (error) {
      if (!(error instanceof WorkerFailure)) throw error;
      return onFailure(error);
    }
  }

  const readSource: ReadSource = async (request) => {
    if (isDropped) return unanswered('aborted');
    const { url, etag, lastModified, bodyHash, now } = request;
    // Of a feed that has more about it, no more than is needed goes over.
    return call('readSource', { url, etag, lastModified, bodyHash, now }, ({ message }) => unanswered(message));
  };

  const read = (input: DocumentInput) =>
    call<ReadOutcome>('read', input, (failure) => {
      if (failure.reason === 'closed') throw failure;
      return { ok: false, error: 'took-too-long', detail: failure.message };
    });

  const links = (input: PageInput) =>
    call<PageLinks>('links', input, (failure) => {
      throw failure;
    });

  /** Ends what is being asked, and asks no more; what has been answered is still read. */
  function drop(): void {
    isDropped = true;
    if (isAsked) void call('drop', null, () => undefined);
  }

  return { readSource, read, links, drop, close: () => process.close() };
}

function unanswered(detail: string): SourceAnswer {
  return { fetched: noAnswer({ reason: 'network', detail, ms: 0 }) };
}
