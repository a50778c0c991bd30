/** The thread in which feeds are read, so that pages never wait for it. */
import { workerData } from 'node:worker_threads';
import { serveWorker } from '../lib/worker-server.js';
import { type DraftedFeed, toDrafts } from './draft.js';
import { type PageInput, readFeedLinks } from './feed-links.js';
import { type ParseInput, parseDocument } from './parse-document.js';
import type { ParseFailure } from './parsed-feed.js';

/** What an import needs: entries drafted (identity, language, lead) where the time for it does not matter. */
export type ReadOutcome = { ok: true; feed: DraftedFeed } | { ok: false; error: ParseFailure; detail: string };

async function read(input: ParseInput): Promise<ReadOutcome> {
  const outcome = await parseDocument(input);
  return outcome.ok ? { ok: true, feed: toDrafts(outcome.feed) } : outcome;
}

const methods = {
  read,
  parse: (input: ParseInput) => parseDocument(input),
  links: (input: PageInput) => readFeedLinks(input),
};

serveWorker(methods, (workerData ?? {}) as { keepsPriority?: boolean });
