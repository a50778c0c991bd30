/**
 * Joins new articles to the stories they tell. In: the queue of undecided articles. Out: decisions, and moved articles.
 * Steps: the index finds what is similar → the articles of the nearest threads are compared in the worker → one article
 * after the other is decided (story-choice.ts) → moves and decisions are stored in one transaction. What was not stored is
 * still queued, so it is safe to interrupt and to repeat; two processes are kept apart by the lease of the job that calls it.
 */

import { WorkerFailure } from '../lib/call-client.js';
import { groupBy } from '../lib/group-by.js';
import type { StoryCandidate, StoryRuling } from '../news/story.js';
import { insertDecisions, type QueuedArticle } from '../news/story-store.js';
import { lockVisible, mergeThreads } from '../news/story-write-store.js';
import type { SimilarMatch } from './document.js';
import { SIMILAR_KEPT, type SimilarStore } from './similar-store.js';
import type { SimilarResult } from './similar-write-store.js';
import { type Choice, type Compared, chooseStory } from './story-choice.js';
import { toStoryArticle } from './story-profile.js';
import { createStoryReview, type StoryReviewParts } from './story-review.js';
import { isWithinWindow, NEARBY, NEARBY_FROM, windowAround } from './story-verdict.js';

const AT_ONCE = 100;

export type StoryGroupingParts = StoryReviewParts & {
  similar: Pick<SimilarStore, 'listDocuments'>;
  isOn: boolean;
};

export type GroupingRun = {
  /** Brings the index up to what was stored. */
  follow?: () => Promise<unknown>;
  /** Takes the similar threads that were found for the articles which keep their own. */
  keepLists?: (lists: SimilarResult[]) => Promise<unknown>;
  shouldStop?: () => boolean;
  /** Told of a thread whose article could not be compared; it keeps its own thread. */
  onSkipped?: ((threadId: number, error: unknown) => void) | undefined;
};

/** Returns how many articles moved. */
export type GroupStories = (run?: GroupingRun) => Promise<number>;

type DatedArticle = QueuedArticle & { publishedAt: number };
type Decided = { article: QueuedArticle; choice: Choice };
/** Of a batch. */
type Lists = ReadonlyMap<number, SimilarResult>;

type Outcome = { lists: Lists; decided: Decided[] };

const nothing = async () => {};
const never = () => false;

export function createStoryGrouping(parts: StoryGroupingParts): GroupStories {
  const { stories } = parts;
  const reviewStories = createStoryReview(parts);

  /**
   * Decides on everything queued, in the order of ids. The index follows after each batch: what a decision is made by are
   * the decisions before it, wherever the work was interrupted and taken up again.
   */
  return async function groupStories({ follow = nothing, keepLists = nothing, shouldStop = never, onSkipped } = {}) {
    if (!parts.isOn) {
      // What arrives while the machine is off stays as it is also later.
      await stories.clearQueue();
      return 0;
    }
    let moved = await reviewStories({ follow, shouldStop, onSkipped });
    let atOnce = AT_ONCE;
    for (let afterId = 0; !shouldStop(); ) {
      await follow();
      const queued = await stories.listQueued(afterId, atOnce);
      const [first, last] = [queued[0], queued.at(-1)];
      if (!first || !last) break;
      const outcome = await compareAndDecide(queued);
      if (outcome instanceof Error) {
        // One article that cannot be compared must not hold up those behind it: looked at alone, it is passed over and named.
        atOnce = 1;
        if (queued.length > 1) continue;
        onSkipped?.(first.threadId, outcome);
      } else atOnce = AT_ONCE;
      const { lists, decided } = outcome instanceof Error ? passedOver(first) : outcome;
      const gone = await store(decided);
      moved += gone.size;
      // Those put off wait for what was decided just now; the first of a batch never is.
      const open = queued.filter((article) => !decided.some((each) => each.article.articleId === article.articleId));
      await keepLists([...lists.values()].filter(({ threadId }) => !gone.has(threadId)));
      afterId = (open[0]?.articleId ?? last.articleId + 1) - 1;
    }
    return moved;
  };

  /** A worker that died or closed is no article's fault; the batch stays queued. */
  async function compareAndDecide(queued: readonly DatedArticle[]): Promise<Outcome | Error> {
    try {
      const lists = await compareThreads(queued);
      return { lists, decided: await decideAll(queued, lists) };
    } catch (error) {
      if (error instanceof WorkerFailure || !(error instanceof Error)) throw error;
      return error;
    }
  }

  /** With as many as a stored list keeps: the nearest decide on the story, all become the list. */
  async function compareThreads(queued: readonly QueuedArticle[]): Promise<Lists> {
    const documents = await parts.similar.listDocuments([...new Set(queued.map(({ threadId }) => threadId))]);
    const found = await parts.index.similarTo(documents, { limit: SIMILAR_KEPT });
    return new Map(
      documents.map(({ id, version }, at) => [id, { threadId: id, changeSeq: version, matches: found[at] ?? [] }]),
    );
  }

  async function decideAll(queued: readonly DatedArticle[], lists: Lists): Promise<Decided[]> {
    const nearby = new Map([...lists.values()].map(({ threadId, matches }) => [threadId, nearestOf(matches)]));
    const threadIds = new Set([...queued.map(({ threadId }) => threadId), ...[...nearby.values()].flat()]);
    const period = windowAround(queued.map(({ publishedAt }) => publishedAt));
    const candidates = await stories.listCandidates([...threadIds], period);
    const rulings = await stories.listRulings(queued.map(({ articleId }) => articleId));
    const comparisons = await compareAll(queued, candidates, nearby);
    return decideInTurn(queued, { candidates, comparisons, rulings });
  }

  async function compareAll(
    queued: readonly QueuedArticle[],
    candidates: readonly StoryCandidate[],
    nearby: ReadonlyMap<number, readonly number[]>,
  ): Promise<Map<number, Compared[]>> {
    const placeOf = new Map(candidates.map((candidate, place) => [candidate.id, place]));
    const byThread = groupBy(candidates, ({ threadId }) => threadId);
    const pairs = queued.flatMap(({ articleId, threadId }) => {
      const place = placeOf.get(articleId);
      const article = candidates[place ?? -1];
      if (place === undefined || !article) return [];
      const near = (nearby.get(threadId) ?? []).flatMap((id) => byThread.get(id) ?? []);
      const others = near.filter((other) => isComparable(article, other));
      return others.map((other) => ({
        article,
        other,
        places: [place, placeOf.get(other.id) ?? 0] as [number, number],
      }));
    });
    const articles = candidates.map(toStoryArticle);
    const verdicts = await parts.index.judgeStories({ articles, pairs: pairs.map(({ places }) => places) });
    const compared = new Map<number, Compared[]>();
    pairs.forEach(({ article, other }, at) => {
      const verdict = verdicts[at];
      if (verdict) compared.set(article.id, [...(compared.get(article.id) ?? []), { other, verdict }]);
    });
    return compared;
  }

  /** Returns the threads whose article went to another. */
  async function store(decided: readonly Decided[]): Promise<Set<number>> {
    const now = parts.clock();
    return parts.db.transact(async (trx) => {
      const gone = new Set<number>();
      const settled: { article: QueuedArticle; decision: Choice['decision'] }[] = [];
      for (const { article, choice } of decided) {
        const { intoThreadId, decision } = choice;
        const obstacle =
          intoThreadId === null
            ? null
            : await join(trx, { from: article.threadId, into: intoThreadId, now }, parts.carryOver);
        if (intoThreadId !== null && obstacle === null) gone.add(article.threadId);
        settled.push({
          article,
          decision: obstacle === null ? decision : { ...decision, kind: 'own', reason: obstacle },
        });
      }
      await insertDecisions(trx, settled, now);
      return gone;
    });
  }
}

function nearestOf(matches: readonly SimilarMatch[]): number[] {
  return matches
    .filter(({ score }) => score >= NEARBY_FROM)
    .slice(0, NEARBY)
    .map(({ id }) => id);
}

/** Why an article stays although it tells the story, as it turns out when both threads are locked. */
type Obstacle = 'hidden' | 'not-alone' | 'discussed';

async function join(...[trx, merge, carryOver]: Parameters<typeof mergeThreads>): Promise<Obstacle | null> {
  const { from, into } = merge;
  const threads = await lockVisible(trx, [from, into]);
  const [own, story] = [threads.get(from), threads.get(into)];
  if (!own || !story) return 'hidden';
  if (own.articleCount !== 1) return 'not-alone';
  // Two discussions are never merged by machine.
  if (own.replyCount > 0 && story.replyCount > 0) return 'discussed';
  await mergeThreads(trx, merge, carryOver);
  return null;
}

/** Only with what was there before it, so that of two new articles the later joins the earlier. */
function isComparable(article: StoryCandidate, other: StoryCandidate): boolean {
  if (other.id === article.id || other.threadId === article.threadId) return false;
  if (other.isQueued && other.id > article.id) return false;
  // The demo is taken away as a whole: nothing real may hang on it.
  return other.isDemo === article.isDemo && isWithinWindow(article.publishedAt, other.publishedAt);
}

type Known = {
  candidates: readonly StoryCandidate[];
  comparisons: ReadonlyMap<number, readonly Compared[]>;
  rulings: readonly StoryRuling[];
};

/**
 * One after the other, each seeing what those before it joined. An article whose stories grew meanwhile by one that it
 * was not compared with is put off to the next batch, which knows; and so is whatever is near one put off, which would
 * otherwise join it in a thread that it is about to leave.
 */
function decideInTurn(queued: readonly QueuedArticle[], { candidates, comparisons, rulings }: Known): Decided[] {
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const movedTo = new Map<number, number>();
  const grown = new Map<number, number[]>();
  const putOff = new Set<number>();
  const decided: Decided[] = [];
  for (const article of queued) {
    const candidate = byId.get(article.articleId);
    const compared = (comparisons.get(article.articleId) ?? []).map(({ other, verdict }) => {
      return { other: { ...other, threadId: movedTo.get(other.id) ?? other.threadId }, verdict };
    });
    const seen = new Set(compared.map(({ other }) => other.id));
    const isOutdated = compared.some(
      ({ other }) => putOff.has(other.id) || (grown.get(other.threadId) ?? []).some((id) => !seen.has(id)),
    );
    if (!candidate) {
      decided.push({ article, choice: hiddenChoice });
      continue;
    }
    if (isOutdated) {
      putOff.add(article.articleId);
      continue;
    }
    const choice = chooseStory(candidate, compared, rulings);
    decided.push({ article, choice });
    if (choice.intoThreadId === null) continue;
    movedTo.set(article.articleId, choice.intoThreadId);
    grown.set(choice.intoThreadId, [...(grown.get(choice.intoThreadId) ?? []), article.articleId]);
  }
  return decided;
}

const passedOver = (article: QueuedArticle): Outcome => ({
  lists: new Map(),
  decided: [{ article, choice: hiddenChoice }],
});

/** Hidden before it was looked at, or not to be compared: nothing to decide. */
const hiddenChoice: Choice = {
  intoThreadId: null,
  decision: { kind: 'own', againstId: null, score: null, reason: 'alone', params: {} },
};
