/** The similar articles of a story as its page shows them. */
import { SHOWN_FROM } from '../../search/similar.js';
import type { SimilarStore, SimilarThread } from '../../search/similar-store.js';
import { urls } from '../urls.js';
import type { SimilarRow } from './pages.js';

const SIMILAR_SHOWN = 10;
// Weakly related articles fill a short list, they do not lengthen a long one.
const WEAK_SHOWN_UP_TO = 5;

export type SimilarSectionParts = { similar: Pick<SimilarStore, 'listSimilar' | 'isPending'> };

export async function loadSimilar(
  parts: SimilarSectionParts,
  threadId: number,
): Promise<{ similar: SimilarRow[]; isSimilarPending: boolean }> {
  const similar = await parts.similar.listSimilar(threadId, SIMILAR_SHOWN);
  return {
    similar: similar.filter((row, rank) => row.score >= SHOWN_FROM || rank < WEAK_SHOWN_UP_TO).map(toSimilarRow),
    isSimilarPending: similar.length === 0 ? await parts.similar.isPending(threadId) : false,
  };
}

function toSimilarRow(thread: SimilarThread): SimilarRow {
  return {
    url: urls.thread(thread.id),
    title: thread.title,
    language: thread.language,
    feed: { name: thread.feedTitle, url: urls.feed(thread.feedId) },
    publishedAt: thread.publishedAt,
    score: Math.round(thread.score * 100),
    terms: thread.terms,
  };
}
