/** What the index knows of a thread (= story), and what it answers. */

export type SearchDocument = {
  /** Thread id. */
  id: number;
  /** Grows with every change of the thread's text; the index is stale where its version differs. */
  version: number;
  title: string;
  text: string;
  /** BCP 47 primary tag, '' when unknown. */
  language: string;
  /** Milliseconds since 1970. */
  publishedAt: number;
  categoryId: number;
  feedIds: number[];
};

export type SimilarMatch = {
  id: number;
  /** 0…1; shown as 0…100. */
  score: number;
  /** The shared terms that carried most of the score, heaviest first, as written in the queried text. */
  terms: string[];
  /** The same as the other article has them, where that is in another language. */
  otherTerms?: string[];
  /** Where it was asked for. */
  parts?: ScoreParts;
};

/** How a score came about: likeness and overlap joined, times the factor of the dates. */
export type ScoreParts = {
  way: 'same language' | 'other language';
  /** Cosine of the two articles, of their meanings across languages. */
  likeness: number;
  /** Of the circles of nearest articles; null across languages, where it is not asked. */
  overlap: number | null;
  dateFactor: number;
  /** Each named term's part of the likeness. */
  shares: { term: string; share: number }[];
};

export type SearchFilters = {
  feedId?: number;
  categoryId?: number;
  language?: string;
  after?: number;
  before?: number;
};

export type SearchQuery = {
  text: string;
  filters: SearchFilters;
  sort: 'relevance' | 'newest';
  offset: number;
  limit: number;
};

export type SearchHit = { id: number; score: number };

export type SearchAnswer = { total: number; hits: SearchHit[]; didYouMean: string | null };

/** A text cut into runs; the marked ones match the query. */
export type Highlighted = { text: string; isMatch: boolean }[];
