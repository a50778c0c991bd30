/** What a report of a story is to the reports before it. Decided by the texts as they stand now, not by how it joined. */
import type { Addition } from './addition.js';

export type StoryRelation =
  /** It tells the event in its own words. */
  | { kind: 'report' }
  /** A newer version: its source published the text again, with changes, under another address. */
  | { kind: 'revision'; ofId: number }
  /** Another source's text with changes. */
  | { kind: 'edited-repeat'; ofId: number }
  /** The text of another report, word for word. */
  | { kind: 'repeat'; ofId: number };

export type RelatedArticle = { id: number; feedId: number };

/** `articles`: those of the story. A report that repeats one which is gone counts as a report. */
export function relationOf(
  article: RelatedArticle,
  addition: Addition | null,
  articles: readonly RelatedArticle[],
): StoryRelation {
  if (addition === null || addition.kind === 'added') return { kind: 'report' };
  const repeated = articles.find(({ id }) => id === addition.againstId);
  if (!repeated) return { kind: 'report' };
  const ofId = repeated.id;
  if (addition.kind === 'unchanged') return { kind: 'repeat', ofId };
  return { kind: changedKind(article, repeated), ofId };
}

/** Of a text that is published again with changes. */
export function changedKind(article: { feedId: number }, repeated: { feedId: number }): 'revision' | 'edited-repeat' {
  return repeated.feedId === article.feedId ? 'revision' : 'edited-repeat';
}
