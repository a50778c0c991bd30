/** "Already discussed here": what the whole text of a thread that is about to be started resembles. */

import { WorkerFailure } from '../lib/call-client.js';
import { urlKey } from '../lib/url.js';
import type { ArticleDraft } from '../news/article.js';
import type { ArticleStore } from '../news/article-store.js';
import type { ThreadSummary } from '../news/thread.js';
import type { ThreadStore } from '../news/thread-store.js';
import type { SearchClient } from '../search/client.js';

const SHOWN = 6;
// "Close": four of five such pairs are directly related on the judged set that the thresholds of similar.ts come from.
const CLOSE = 0.25;

export type Discussed = ThreadSummary & { score: number; terms: string[]; hasLink: boolean };

export type FindDiscussedParts = {
  index: Pick<SearchClient, 'similarTo'>;
  threads: Pick<ThreadStore, 'listByIds'>;
  articles: Pick<ArticleStore, 'listThreadsByUrlKey' | 'listThreadsAbout'>;
  clock: () => number;
};

export function createFindDiscussed(parts: FindDiscussedParts) {
  /** Threads with the same link first, then by likeness. Empty while the index cannot answer: nobody waits for it. */
  return async function findDiscussed(draft: ArticleDraft, categoryId: number): Promise<Discussed[]> {
    const [linked, matches] = await Promise.all([threadsWith(draft.url), similarTo(draft, categoryId)]);
    const byId = new Map(matches.map((match) => [match.id, match]));
    const threads = await parts.threads.listByIds([...new Set([...linked, ...byId.keys()])]);
    const discussed = threads.map((thread) => ({
      ...thread,
      score: byId.get(thread.id)?.score ?? 0,
      terms: byId.get(thread.id)?.terms ?? [],
      hasLink: linked.has(thread.id),
    }));
    return discussed.sort((a, b) => Number(b.hasLink) - Number(a.hasLink) || b.score - a.score).slice(0, SHOWN);
  };

  async function threadsWith(url: string | null): Promise<Set<number>> {
    if (url === null) return new Set();
    const key = urlKey(url);
    const [own, about] = await Promise.all([
      parts.articles.listThreadsByUrlKey([key]),
      parts.articles.listThreadsAbout(key),
    ]);
    return new Set([...own.values(), ...about]);
  }

  async function similarTo({ title, text, language }: ArticleDraft, categoryId: number) {
    const document = { id: 0, version: 0, title, text, language, publishedAt: parts.clock(), categoryId, feedIds: [] };
    try {
      return (await parts.index.similarTo([document], { limit: SHOWN, minScore: CLOSE }))[0] ?? [];
    } catch (error) {
      if (error instanceof WorkerFailure) return [];
      throw error;
    }
  }
}

export type FindDiscussed = ReturnType<typeof createFindDiscussed>;
