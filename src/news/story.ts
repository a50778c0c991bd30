/** Which articles tell one event. A story is a thread with more than one article; see thread.ts. */

/** `own`: the article began its thread. The others joined one: as a further report, or as a repeat of another article. */
export type StoryKind = 'own' | 'report' | 'repeat';

/** A thread's page shows so many articles at most; the rest of so long a story is left out. */
export const ARTICLES_SHOWN = 100;

/** What the machine decided of an article, and why: `reason` is a key of `t.stories.reasons`. */
export type StoryDecision = {
  kind: StoryKind;
  againstId: number | null;
  /** 0…1; null when there was nothing to compare with. */
  score: number | null;
  reason: string;
  params: Record<string, string | number>;
};

/** An article as stories are decided upon. */
export type StoryCandidate = {
  id: number;
  threadId: number;
  feedId: number;
  isDemo: boolean;
  title: string;
  text: string;
  language: string;
  publishedAt: number;
  isQueued: boolean;
};

/** A moderator's word on two articles. */
export type StoryRuling = { lowId: number; highId: number; isSame: boolean };
