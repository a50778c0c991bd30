/**
 * Joins new articles to the stories they tell. In: the queue of undecided articles. Out: decisions, and moved articles.
 * Steps: the index names threads nearby → their articles are compared in the worker → one article after the other is
 * decided (story-choice.ts) → moves and decisions are stored in one transaction. What was not stored is still queued, so
 * it is safe to interrupt and to repeat; two processes are kept apart by the lease of the job that calls it.
 */
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import type { StoryCandidate, StoryRuling } from '../news/story.js';
import { insertDecisions, type QueuedArticle, type StoryStore } from '../news/story-store.js';
import { type CarryOver, lockVisible, mergeThreads } from '../news/story-write-store.js';
import type { SearchClient } from './client.js';
import type { SimilarStore } from './similar-store.js';
import { type Choice, type Compared, chooseStory } from './story-choice.js';
import type { StoryArticle } from './story-profile.js';
import { isWithinWindow } from './story-verdict.js';

const AT_ONCE = 50;
/** Threads nearby that an article is compared with; below this likeness no pair of the labelled set was ever joined. */
const NEARBY = 10;
const NEARBY_FROM = 0.15;

export type StoryGroupingParts = {
  index: Pick<SearchClient, 'similarTo' | 'judgeStories'>;
  similar: Pick<SimilarStore, 'listDocuments'>;
  stories: StoryStore;
  db: Db;
  clock: Clock;
  carryOver: CarryOver;
  isOn: boolean;
};

export type GroupStories = ReturnType<typeof createStoryGrouping>;

type Decided = { article: QueuedArticle; choice: Choice };

export function createStoryGrouping(parts: StoryGroupingParts) {
  const { stories } = parts;

  /** Decides on everything queued. Returns how many articles joined a story: the index has to follow. */
  return async function groupStories(): Promise<number> {
    if (!parts.isOn) {
      // What arrives while the machine is off stays as it is also later.
      await stories.clearQueue();
      return 0;
    }
    let joined = 0;
    for (let afterId = 0; ; ) {
      const queued = await stories.listQueued(afterId, AT_ONCE);
      const last = queued.at(-1);
      if (!last) return joined;
      const decided = await decideAll(queued);
      joined += await store(decided);
      // Those put off wait for what was decided just now; the first of a batch never is.
      const open = queued.filter((article) => !decided.some((each) => each.article.articleId === article.articleId));
      afterId = (open[0]?.articleId ?? last.articleId + 1) - 1;
    }
  };

  async function decideAll(queued: readonly QueuedArticle[]): Promise<Decided[]> {
    const nearby = await findNearby(queued);
    const threadIds = new Set([...queued.map(({ threadId }) => threadId), ...[...nearby.values()].flat()]);
    const candidates = await stories.listCandidates([...threadIds]);
    const rulings = await stories.listRulings(queued.map(({ articleId }) => articleId));
    const comparisons = await compareAll(queued, candidates, nearby);
    return decideInTurn(queued, { candidates, comparisons, rulings });
  }

  async function findNearby(queued: readonly QueuedArticle[]): Promise<Map<number, number[]>> {
    const documents = await parts.similar.listDocuments([...new Set(queued.map(({ threadId }) => threadId))]);
    const matches = await parts.index.similarTo(documents, { limit: NEARBY, minScore: NEARBY_FROM });
    return new Map(documents.map(({ id }, at) => [id, (matches[at] ?? []).map((match) => match.id)]));
  }

  async function compareAll(
    queued: readonly QueuedArticle[],
    candidates: readonly StoryCandidate[],
    nearby: ReadonlyMap<number, readonly number[]>,
  ): Promise<Map<number, Compared[]>> {
    const placeOf = new Map(candidates.map((candidate, place) => [candidate.id, place]));
    const pairs = queued.flatMap(({ articleId, threadId }) => {
      const place = placeOf.get(articleId);
      const article = candidates[place ?? -1];
      if (place === undefined || !article) return [];
      const near = new Set(nearby.get(threadId));
      const others = candidates.filter((other) => near.has(other.threadId) && isComparable(article, other));
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

  async function store(decided: readonly Decided[]): Promise<number> {
    const now = parts.clock();
    return parts.db.transact(async (trx) => {
      let joined = 0;
      const settled: { article: QueuedArticle; decision: Choice['decision'] }[] = [];
      for (const { article, choice } of decided) {
        const hasMoved =
          choice.intoThreadId !== null &&
          (await join(trx, { from: article.threadId, into: choice.intoThreadId, now }, parts.carryOver));
        if (hasMoved) joined++;
        const isLost = choice.intoThreadId !== null && !hasMoved;
        settled.push({ article, decision: isLost ? { ...choice.decision, ...KEPT_APART } : choice.decision });
      }
      await insertDecisions(trx, settled, now);
      return joined;
    });
  }
}

/** Two discussions are never merged by machine. */
const KEPT_APART = { kind: 'own', reason: 'discussed' } as const;

async function join(...[trx, merge, carryOver]: Parameters<typeof mergeThreads>): Promise<boolean> {
  const { from, into } = merge;
  const threads = await lockVisible(trx, [from, into]);
  const [own, story] = [threads.get(from), threads.get(into)];
  if (!own || !story || own.articleCount !== 1 || (own.replyCount > 0 && story.replyCount > 0)) return false;
  await mergeThreads(trx, merge, carryOver);
  return true;
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
 * was not compared with is put off to the next batch, which knows.
 */
function decideInTurn(queued: readonly QueuedArticle[], { candidates, comparisons, rulings }: Known): Decided[] {
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const movedTo = new Map<number, number>();
  const grown = new Map<number, number[]>();
  const decided: Decided[] = [];
  for (const article of queued) {
    const candidate = byId.get(article.articleId);
    const compared = (comparisons.get(article.articleId) ?? []).map(({ other, verdict }) => {
      return { other: { ...other, threadId: movedTo.get(other.id) ?? other.threadId }, verdict };
    });
    const seen = new Set(compared.map(({ other }) => other.id));
    const isOutdated = compared.some(({ other }) => (grown.get(other.threadId) ?? []).some((id) => !seen.has(id)));
    if (!candidate) {
      decided.push({ article, choice: hiddenChoice });
      continue;
    }
    if (isOutdated) continue;
    const choice = chooseStory(candidate, compared, rulings);
    decided.push({ article, choice });
    if (choice.intoThreadId === null) continue;
    movedTo.set(article.articleId, choice.intoThreadId);
    grown.set(choice.intoThreadId, [...(grown.get(choice.intoThreadId) ?? []), article.articleId]);
  }
  return decided;
}

/** Hidden before it was looked at: nothing to decide. */
const hiddenChoice: Choice = {
  intoThreadId: null,
  decision: { kind: 'own', againstId: null, score: null, reason: 'alone', params: {} },
};

function toStoryArticle({ id, title, text, language, publishedAt, feedId }: StoryCandidate): StoryArticle {
  return { id, title, text, language, publishedAt, source: String(feedId) };
}
