/**
 * Which story a new article joins, if any. Pure: verdicts on the article and each article of the stories nearby come in,
 * one decision leaves. A story is judged by the average over its articles, so that a chain of likenesses, each near
 * enough to the next, does not end in one story about two events.
 */
import type { StoryCandidate, StoryDecision, StoryRuling } from '../news/story.js';
import { isJoinable, JOINED_FROM, type StoryVerdict } from './story-verdict.js';

export type Compared = { other: StoryCandidate; verdict: StoryVerdict };
export type Choice = { intoThreadId: number | null; decision: StoryDecision };

/** A repeat of one of its articles joins a story also where the others tell it in other words. */
const REPEAT_AVERAGE = 0.5;
/** Below even odds, by the blend's own scale, it is more likely another event. */
const STAYS_FROM = 0.5;

type Group = { threadId: number; best: Compared; average: number; isBarred: boolean; isWanted: boolean };

export function chooseStory(
  article: StoryCandidate,
  compared: readonly Compared[],
  rulings: readonly StoryRuling[] = [],
): Choice {
  const groups = toGroups(article, compared, rulings).sort((a, b) => rank(b) - rank(a));
  const chosen = groups.find((group) => group.isWanted || (!group.isBarred && isTold(article, group)));
  if (!chosen) return { intoThreadId: null, decision: ownDecision(article, groups[0]) };
  const { other, verdict } = chosen.best;
  const decision: StoryDecision = {
    kind: verdict.isRepeat ? 'repeat' : 'report',
    againstId: other.id,
    score: chosen.isWanted ? 1 : chosen.average,
    reason: chosen.isWanted ? 'ruled' : verdict.reason,
    params: verdict.params,
  };
  return { intoThreadId: chosen.threadId, decision };
}

/**
 * Whether an article that was edited stays where it is (null), and what it tells otherwise. Leaving is harder than not
 * joining, so that a story is not torn by an edit that makes two texts a little less alike.
 */
export function chooseAgain(
  article: StoryCandidate,
  compared: readonly Compared[],
  rulings: readonly StoryRuling[],
): Choice | null {
  const [own] = toGroups(
    article,
    compared.filter(({ other }) => other.threadId === article.threadId),
    rulings,
  );
  // A moderator put it where it is, or put it apart: see rule 4 in story-review.ts.
  if (rulings.length > 0) return null;
  if (own && (own.best.verdict.isRepeat || own.average >= STAYS_FROM)) return null;
  const elsewhere = compared.filter(({ other }) => other.threadId !== article.threadId);
  const choice = chooseStory(article, elsewhere, rulings);
  if (!own || choice.intoThreadId !== null) return choice;
  return { intoThreadId: null, decision: ownDecision(article, own) };
}

function toGroups(article: StoryCandidate, compared: readonly Compared[], rulings: readonly StoryRuling[]): Group[] {
  const byThread = new Map<number, Compared[]>();
  for (const each of compared) {
    byThread.set(each.other.threadId, [...(byThread.get(each.other.threadId) ?? []), each]);
  }
  return [...byThread].flatMap(([threadId, members]) => {
    const [best] = [...members].sort((a, b) => b.verdict.score - a.verdict.score);
    if (!best) return [];
    const words = members.flatMap(({ other }) => rulingOn(article.id, other.id, rulings) ?? []);
    const average = members.reduce((sum, { verdict }) => sum + verdict.score, 0) / members.length;
    return [{ threadId, best, average, isBarred: words.includes(false), isWanted: words.includes(true) }];
  });
}

function rank(group: Group): number {
  return (group.isWanted ? 2 : 0) + (group.best.verdict.isRepeat ? 1 : 0) + group.average;
}

function isTold(article: StoryCandidate, { best, average }: Group): boolean {
  const apart = Math.abs(article.publishedAt - best.other.publishedAt);
  if (!isJoinable(best.verdict, apart)) return false;
  return average >= (best.verdict.isRepeat ? REPEAT_AVERAGE : JOINED_FROM);
}

function rulingOn(one: number, other: number, rulings: readonly StoryRuling[]): boolean | undefined {
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  return rulings.find((ruling) => ruling.lowId === low && ruling.highId === high)?.isSame;
}

function ownDecision(article: StoryCandidate, nearest: Group | undefined): StoryDecision {
  if (!nearest) return { kind: 'own', againstId: null, score: null, reason: 'alone', params: {} };
  const { other, verdict } = nearest.best;
  const kept = { kind: 'own', againstId: other.id, score: nearest.average, params: verdict.params } as const;
  if (nearest.isBarred) return { ...kept, reason: 'ruled-apart' };
  if (verdict.score < JOINED_FROM) return { ...kept, reason: verdict.reason };
  const isLate = !isJoinable(verdict, Math.abs(article.publishedAt - other.publishedAt));
  return { ...kept, reason: isLate ? 'late' : 'unlike-others' };
}
