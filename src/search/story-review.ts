/**
 * Decides again on articles whose sources edited them. The rule:
 * 1. An edit counts when the text is no repeat of what was decided upon: fewer than half of its word triples are left, or
 *    its facts speak against each other. Anything less moves nothing and leaves the decision as it is.
 * 2. An article among others stays while the machine would rather think it the same event than not (STAYS_FROM in
 *    story-choice.ts); otherwise it leaves, and joins the story that it tells now, if there is one.
 * 3. An article alone joins the story that it tells now, by the same test as a new one.
 * 4. Nothing is moved out of, or into, a thread in which somebody wrote, and nothing on which a moderator ruled.
 * In: the queue of edited articles. Out: decisions with score and reason, and moved articles; safe to interrupt and repeat.
 */
import type { Db } from '../db/db.js';
import { WorkerFailure } from '../lib/call-client.js';
import type { Clock } from '../lib/clock.js';
import type { StoryCandidate, StoryRuling } from '../news/story.js';
import { type EditedArticle, findStanding, isDiscussed, type StoryReviewStore } from '../news/story-review-store.js';
import { insertDecisions, type StoryStore } from '../news/story-store.js';
import { type CarryOver, lockVisible, mergeThreads, separateArticle } from '../news/story-write-store.js';
import type { SearchClient } from './client.js';
import { type Choice, type Compared, chooseAgain } from './story-choice.js';
import { toStoryArticle } from './story-profile.js';
import { isWithinWindow, NEARBY, NEARBY_FROM } from './story-verdict.js';

const AT_ONCE = 50;

export type StoryReviewParts = {
  index: Pick<SearchClient, 'similarTo' | 'judgeStories'>;
  stories: StoryStore;
  storyReviews: StoryReviewStore;
  db: Db;
  clock: Clock;
  carryOver: CarryOver;
};

export type ReviewRun = {
  /** Brings the index up to what was stored. */
  follow: () => Promise<unknown>;
  shouldStop: () => boolean;
  /** Told of the thread of an article that could not be compared. */
  onSkipped?: ((threadId: number, error: unknown) => void) | undefined;
};

export function createStoryReview(parts: StoryReviewParts) {
  const { index, stories, storyReviews } = parts;

  /** Returns how many articles moved. The index follows each, so that it is the same where an interrupted review goes on. */
  return async function reviewStories({ follow, shouldStop, onSkipped }: ReviewRun): Promise<number> {
    let moved = 0;
    while (!shouldStop()) {
      const turns = await storyReviews.listTurns(AT_ONCE);
      if (turns.length === 0) break;
      const edited = await storyReviews.listEdited(turns.map(({ articleId }) => articleId));
      const isEdited = new Set(edited.map(({ id }) => id));
      await storyReviews.dequeue(turns.filter(({ articleId }) => !isEdited.has(articleId)));
      for (const article of edited) {
        if (shouldStop()) break;
        const hasMoved = await decideOrSkip(article, onSkipped);
        await storyReviews.dequeue([{ articleId: article.id, changeSeq: article.changeSeq }]);
        if (!hasMoved) continue;
        moved++;
        await follow();
      }
    }
    return moved;
  };

  /** An article that cannot be compared stays where it is, and holds up none behind it. */
  async function decideOrSkip(article: EditedArticle, onSkipped: ReviewRun['onSkipped']): Promise<boolean> {
    try {
      return (await isToldAnew(article)) && (await decideAgain(article));
    } catch (error) {
      // A worker that died or closed is no article's fault; it stays queued.
      if (error instanceof WorkerFailure) throw error;
      onSkipped?.(article.threadId, error);
      return false;
    }
  }

  async function isToldAnew(article: EditedArticle): Promise<boolean> {
    const now = toStoryArticle(article);
    const before = { ...now, title: article.decidedTitle, text: article.decidedText };
    const [verdict] = await index.judgeStories({ articles: [now, before], pairs: [[0, 1]] });
    return verdict?.isRepeat === false;
  }

  async function decideAgain(article: EditedArticle): Promise<boolean> {
    const nearby = await findNearby(article);
    const candidates = await stories.listCandidates([...new Set([article.threadId, ...nearby])]);
    const others = candidates.filter((other) => isComparable(article, other));
    const rulings = await stories.listRulings([article.id]);
    const articles = [article, ...others].map(toStoryArticle);
    const verdicts = await index.judgeStories({ articles, pairs: others.map((_, at) => [0, at + 1]) });
    const compared = others.flatMap((other, at): Compared[] => {
      const verdict = verdicts[at];
      return verdict ? [{ other, verdict }] : [];
    });
    const choice = chooseAgain(article, compared, rulings);
    return choice !== null && store(article, choice, rulings);
  }

  async function findNearby({ title, text, language, publishedAt, threadId }: EditedArticle): Promise<number[]> {
    // Of a thread that does not exist: the story's own words must not speak for the article.
    const document = { id: -1, version: 0, title, text, language, publishedAt, categoryId: 0, feedIds: [] };
    const [matches = []] = await index.similarTo([document], {
      limit: NEARBY,
      minScore: NEARBY_FROM,
      excludeIds: [threadId],
    });
    return matches.map(({ id }) => id);
  }

  function store(
    article: EditedArticle,
    { intoThreadId, decision }: Choice,
    rulings: readonly StoryRuling[],
  ): Promise<boolean> {
    const now = parts.clock();
    return parts.db.transact(async (trx) => {
      const ids = [article.threadId, ...(intoThreadId === null ? [] : [intoThreadId])];
      const threads = await lockVisible(trx, ids);
      const standing = await findStanding(trx, article.id);
      const isAsRead = standing.threadId === article.threadId && standing.rulings === rulings.length;
      if (threads.size < ids.length || !isAsRead || (await isDiscussed(trx, ids))) return false;
      const isAlone = threads.get(article.threadId)?.articleCount === 1;
      const from = { articleId: article.id, from: article.threadId, now };
      const ownId = isAlone ? article.threadId : await separateArticle(trx, from);
      if (intoThreadId !== null) await mergeThreads(trx, { from: ownId, into: intoThreadId, now }, parts.carryOver);
      const turn = { articleId: article.id, changeSeq: article.changeSeq, threadId: ownId };
      await insertDecisions(trx, [{ article: turn, decision }], now);
      return !isAlone || intoThreadId !== null;
    });
  }
}

/** With its own story, and with what was decided upon: a newer article is compared with this one when its turn comes. */
function isComparable(article: StoryCandidate, other: StoryCandidate): boolean {
  if (other.id === article.id || other.isDemo !== article.isDemo) return false;
  if (other.threadId === article.threadId) return true;
  return !other.isQueued && isWithinWindow(article.publishedAt, other.publishedAt);
}
