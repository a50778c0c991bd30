/**
 * One import, from the address or from bytes, as its own table of contents:
 * fetch and read (read-source.ts: in a process of its own) → rules (in a worker) → dedupe and store →
 * settle → announce.
 * Invariants: nothing is lost and nothing doubled however often it runs or wherever it stops; every attempt leaves a row
 * in the feed's history; validators are kept only after everything they vouch for is stored.
 */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import { errorText } from '../lib/errors.js';
import type { ArticleStore } from '../news/article-store.js';
import { noProof } from './address-proof.js';
import type { ClaimStore } from './claim-store.js';
import type { DraftedFeed } from './draft.js';
import type { Feed } from './feed.js';
import type { FeedStore } from './feed-store.js';
import type { FetchStore } from './fetch-store.js';
import { countDecisions, type ImportReport, noCounts } from './import-report.js';
import type { DocumentInput, DocumentReader } from './parse-client.js';
import type { ReadBug, ReadSource } from './read-source.js';
import { type Attempt, isSuccessful, moveRecord, settleAttempt } from './settle-attempt.js';
import { type StoreImportParts, storeDrafts } from './store-import.js';
import type { WantPush } from './want-push.js';
import type { ReadOutcome } from './worker.js';

const LONGEST_DETAIL = 300;

export type ImportFeedParts = StoreImportParts & {
  db: Db;
  feeds: FeedStore;
  fetches: Pick<FetchStore, 'insertFetch'>;
  claims: Pick<ClaimStore, 'release' | 'hold'>;
  articles: Pick<ArticleStore, 'listKnown' | 'listVersions'>;
  readSource: ReadSource;
  reader: DocumentReader;
  clock: Clock;
  random: () => number;
  /** A hub that the feed offers; missing where nobody subscribes. */
  wantPush?: WantPush;
  /** Called after the commit of anything new or changed. */
  announce: () => void;
};

export function createImportFeed(parts: ImportFeedParts) {
  async function importFeed(feed: Feed): Promise<ImportReport> {
    const startedAt = parts.clock();
    const { fetched, read } = await parts.readSource({ ...feed, now: startedAt });
    return read ? importRead(feed, read, { startedAt, fetched }) : settle(feed, { startedAt, fetched });
  }

  /** A document that is already here: a file, an archive, a demo feed. */
  async function importDocument(feed: Feed, document: Omit<DocumentInput, 'now'>): Promise<ImportReport> {
    return importUnread(feed, document, { startedAt: parts.clock() });
  }

  /** A document that a hub brought: as if it had been fetched, but for what it tells of the publisher's server. */
  async function importPushed(feed: Feed, document: Omit<DocumentInput, 'now'>): Promise<ImportReport> {
    return importUnread(feed, document, { startedAt: parts.clock(), isPushed: true });
  }

  /** Drafts that are already read: the caller needed the document's head to know its feed. */
  async function importDrafted(feed: Feed, drafted: DraftedFeed): Promise<ImportReport> {
    return importStored(feed, drafted, { startedAt: parts.clock() });
  }

  type Unread = Omit<DocumentInput, 'now'>;

  async function importUnread(feed: Feed, document: Unread, attempt: Attempt): Promise<ImportReport> {
    const read = await settlingBugs(feed, attempt, () => parts.reader.read({ ...document, now: parts.clock() }));
    return importRead(feed, read, attempt);
  }

  async function importRead(feed: Feed, read: ReadOutcome | ReadBug, attempt: Attempt): Promise<ImportReport> {
    if (read.ok) return importStored(feed, read.feed, attempt);
    if (read.error !== 'failed') return settle(feed, { ...attempt, unreadable: read });
    return settlingBugs(feed, attempt, () => Promise.reject<ImportReport>(new Error(read.detail)));
  }

  async function importStored(feed: Feed, drafted: DraftedFeed, attempt: Attempt): Promise<ImportReport> {
    const decisions = await settlingBugs(feed, attempt, () => storeDrafts(parts, feed, drafted, parts.clock()));
    const { counts, reasons } = countDecisions(decisions);
    const report = await settle(feed, { ...attempt, drafted, counts, reasons });
    if (counts.new + counts.updated > 0) parts.announce();
    return { ...report, counts, reasons };
  }

  /** What should not happen happens again at once, and the publisher is asked every few seconds, unless it backs off too. */
  async function settlingBugs<T>(feed: Feed, attempt: Attempt, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // A failed statement's words start with the whole statement; why it failed stands at their end.
      const detail = errorText(error).slice(-LONGEST_DETAIL);
      // When the database is what failed, the first error tells more than the second.
      await settle(feed, { ...attempt, unreadable: { error: 'failed', detail } }).catch(() => {});
      throw error;
    }
  }

  async function settle(feed: Feed, attempt: Attempt): Promise<ImportReport> {
    const now = parts.clock();
    const settled = settleAttempt(feed, attempt, { now, random: parts.random() });
    const { record } = settled;
    await parts.db.transact(async (trx) => {
      await parts.feeds.updateFetchState(feed.id, settled.state, trx);
      await parts.fetches.insertFetch(record, trx);
      if (!attempt.fetched) return;
      await parts.claims.release(trx, feed, now);
      if (settled.holdUntil !== null) await parts.claims.hold(trx, feed.host, settled.holdUntil);
      if (settled.movedTo !== null) await move(trx, feed, settled.movedTo);
      await parts.wantPush?.(trx, feed, attempt);
    });
    return {
      outcome: record.outcome,
      isOk: isSuccessful(record.outcome),
      detail: record.detail,
      counts: noCounts,
      reasons: {},
      ms: record.ms,
    };
  }

  /** The new address stands in the history. When it is another source's already the proof stays, and moderators are told. */
  async function move(trx: Knex.Transaction, feed: Feed, url: string): Promise<void> {
    const isMoved = await parts.feeds.moveTo(trx, feed.id, url);
    if (!isMoved) return;
    await parts.feeds.updateFetchState(feed.id, noProof, trx);
    await parts.fetches.insertFetch(moveRecord(feed, url, parts.clock()), trx);
  }

  return { importFeed, importDocument, importDrafted, importPushed };
}

export type ImportFeed = ReturnType<typeof createImportFeed>;
