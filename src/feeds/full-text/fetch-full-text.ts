/**
 * One article's page: fetch → read in the worker → store, or note why not and when to try again.
 * Invariant: the article changes only while it still is the version that the page was fetched for.
 */
import type { Db } from '../../db/db.js';
import { type Clock, DAY, HOUR, MINUTE } from '../../lib/clock.js';
import type { HttpFailureReason } from '../../lib/http-failure.js';
import type { HttpGet, HttpResponse } from '../../lib/http-get.js';
import { replaceArticleText } from '../../news/article-text-store.js';
import type { ImageStore } from '../../news/image-store.js';
import { retryAfterMs } from '../http-freshness.js';
import type { PageImage } from './extract-article.js';
import type { DueText, FullTextStore } from './full-text-store.js';
import type { PageClient } from './page-client.js';

export type FetchFullTextParts = {
  db: Db;
  clock: Clock;
  httpGet: HttpGet;
  pages: Pick<PageClient, 'article'>;
  fullTexts: Pick<FullTextStore, 'record'>;
  images: Pick<ImageStore, 'addArticleImage'>;
};

const MAX_PAGE_BYTES = 4_000_000;
/** After the first, second … failed attempt; then it is given up. */
const PAUSES = [10 * MINUTE, HOUR, 6 * HOUR, DAY];
const LONGEST_DETAIL = 200;

/** `isStored` tells whether the article has a new text. */
export type FullTextResult = { outcome: string; isStored: boolean };
type Failed = { reason: string; detail: string; isFinal: boolean; waitMs?: number; image?: PageImage | null };

export function createFetchFullText(parts: FetchFullTextParts) {
  return async function fetchFullText(due: DueText): Promise<FullTextResult> {
    const page = await fetchPage(parts, due);
    if ('reason' in page) return note(parts, due, page);
    const { body: bytes, url, headers } = page;
    const read = await parts.pages.article({
      ...{ bytes, url, title: due.title, text: due.text },
      httpCharset: /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(headers['content-type'] ?? '')?.[1] ?? null,
    });
    // A page says the same tomorrow; only the network, the server's mood and our own queue change.
    if (!read.ok) return note(parts, due, { ...read, isFinal: read.reason !== 'busy' });
    const { ok: _, ...article } = read;
    const isStored = await parts.db.transact(async (trx) => {
      const changed = await replaceArticleText(trx, due, article);
      if (changed && article.image)
        await parts.images.addArticleImage(trx, due.articleId, article.image, parts.clock());
      await parts.fullTexts.record(trx, {
        ...due,
        attempts: due.attempts + 1,
        outcome: 'stored',
        detail: null,
        dueAt: null,
        now: parts.clock(),
      });
      return changed;
    });
    return { outcome: 'stored', isStored };
  };
}

async function fetchPage(parts: FetchFullTextParts, { url }: DueText): Promise<HttpResponse | Failed> {
  const answer = await parts.httpGet(url, {
    headers: { accept: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1' },
    maxBytes: MAX_PAGE_BYTES,
  });
  if (answer.kind === 'failed') return { ...answer, isFinal: isHopeless(answer.reason) };
  const { status, headers } = answer;
  if (status === 429 || status === 503) {
    const asked = retryAfterMs(headers, parts.clock());
    const wait = asked === null ? {} : { waitMs: asked };
    return { reason: 'limited', detail: `HTTP ${status}`, isFinal: false, ...wait };
  }
  if (status === 404 || status === 410) return { reason: 'gone', detail: `HTTP ${status}`, isFinal: true };
  if (status < 200 || status > 299) return { reason: 'http-status', detail: `HTTP ${status}`, isFinal: false };
  const type = headers['content-type'] ?? '';
  if (type !== '' && !/html/i.test(type)) return { reason: 'not-a-page', detail: type, isFinal: true };
  return answer;
}

async function note(parts: FetchFullTextParts, due: DueText, failed: Failed): Promise<FullTextResult> {
  const now = parts.clock();
  const pause = PAUSES[due.attempts];
  const wait = Math.min(Math.max(pause ?? 0, failed.waitMs ?? 0), 7 * DAY);
  await parts.db.transact(async (trx) => {
    await parts.fullTexts.record(trx, {
      ...due,
      attempts: due.attempts + 1,
      outcome: failed.reason,
      detail: failed.detail.slice(0, LONGEST_DETAIL) || null,
      dueAt: failed.isFinal || pause === undefined ? null : now + wait,
      now,
    });
    // A page without more text may still have the picture of the same article.
    if (failed.image && failed.reason === 'not-longer')
      await parts.images.addArticleImage(trx, due.articleId, failed.image, now);
  });
  return { outcome: failed.reason, isStored: false };
}

function isHopeless(reason: HttpFailureReason): boolean {
  return reason === 'blocked-address' || reason === 'bad-address' || reason === 'too-large' || reason === 'bomb';
}
