/** Which stored stories do new entries look like? Asked of the search's worker; nothing is stored. */
import type { ArticleDraft } from '../news/article.js';
import type { SearchClient } from '../search/client.js';
import type { SearchDocument } from '../search/document.js';
import type { Decision } from './dedupe.js';

/** On a judged set 97 % of the pairs that are this alike are about the same thing (see SHOWN_FROM in similar.ts). */
export const STORY_FROM = 0.5;
// A preview answers a person who waits: of a long document the first entries are compared.
const MOST_COMPARED = 60;
const TEXT_COMPARED = 20_000;

export type StoryMatch = { threadId: number; score: number };

export function createFindStories(parts: { index: Pick<SearchClient, 'similarTo'> }) {
  return async function findStories(
    decisions: readonly Decision[],
    now: number,
  ): Promise<Map<ArticleDraft, StoryMatch>> {
    const drafts = decisions.flatMap(({ kind, draft }) => (kind === 'new' ? [draft] : [])).slice(0, MOST_COMPARED);
    if (drafts.length === 0) return new Map();
    const documents = drafts.map((draft, at) => toDocument(draft, at, now));
    const matches = await parts.index.similarTo(documents, { limit: 1, minScore: STORY_FROM });
    const found = new Map<ArticleDraft, StoryMatch>();
    drafts.forEach((draft, at) => {
      const best = matches[at]?.[0];
      if (best) found.set(draft, { threadId: best.id, score: best.score });
    });
    return found;
  };
}

export type FindStories = ReturnType<typeof createFindStories>;

/** Of a thread that does not exist: its number is below zero. */
function toDocument(draft: ArticleDraft, at: number, now: number): SearchDocument {
  return {
    id: -1 - at,
    version: 0,
    title: draft.title,
    text: draft.text.slice(0, TEXT_COMPARED),
    language: draft.language,
    publishedAt: draft.publishedAt ?? now,
    categoryId: 0,
    feedIds: [],
  };
}
