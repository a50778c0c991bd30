/** SQL of deciding which articles tell one event: what waits, what there is to compare with, and what was decided. */
import type { Knex } from 'knex';
import { chunksOf, inChunks } from '../db/chunks.js';
import type { Db } from '../db/db.js';
import type { Addition } from './addition.js';
import { editCount } from './article-write-store.js';
import { ARTICLES_SHOWN, type StoryCandidate, type StoryDecision, type StoryKind, type StoryRuling } from './story.js';

/** Articles of one story that a new one is compared with. */
const COMPARED_PER_THREAD = 12;

type CandidateRow = Omit<StoryCandidate, 'isDemo' | 'isQueued'> & {
  isDemo: number | boolean;
  queuedId: number | null;
};

type CoverageRow = {
  articleId: number;
  kind: StoryKind | null;
  score: number | null;
  reason: string | null;
  params: string | null;
  body: string | null;
};

export type StoryCoverage = {
  articleId: number;
  /** The machine's decision, where it joined the article to this story. */
  joined: { kind: StoryKind; score: number | null; reason: string; params: StoryDecision['params'] } | null;
  addition: Addition | null;
};

export type FoundAddition = { articleId: number; addition: Addition };

/** Milliseconds, both included. */
export type Period = { from: number; to: number };

/** A place in the queue, as it was read: an edit that comes later raises `changeSeq`. */
export type StoryTurn = { articleId: number; changeSeq: number };

export type QueuedArticle = StoryTurn & { threadId: number };

/** Of `articles` with their feeds. */
export const candidateColumns = {
  id: 'articles.id',
  threadId: 'articles.thread_id',
  feedId: 'articles.feed_id',
  isDemo: 'feeds.is_demo',
  title: 'articles.title',
  text: 'articles.text',
  language: 'articles.language',
  publishedAt: 'articles.published_at',
};

export function createStoryStore(db: Db) {
  return {
    /** Not decided upon yet, in the order in which they were stored. Edited ones: story-review-store.ts. */
    async listQueued(afterId: number, limit: number): Promise<(QueuedArticle & { publishedAt: number })[]> {
      return db
        .read('story_queue')
        .join('articles', 'articles.id', 'story_queue.article_id')
        .leftJoin('story_decisions', 'story_decisions.article_id', 'story_queue.article_id')
        .where('story_queue.article_id', '>', afterId)
        .whereNull('story_decisions.article_id')
        .orderBy('story_queue.article_id')
        .limit(limit)
        .select({
          articleId: 'articles.id',
          changeSeq: 'story_queue.change_seq',
          threadId: 'articles.thread_id',
          publishedAt: 'articles.published_at',
        });
    },

    async clearQueue(): Promise<void> {
      await db.write('story_queue').delete();
    },

    /** The articles of these threads that were published in a period, oldest first, a bounded number of each. */
    async listCandidates(threadIds: readonly number[], period?: Period): Promise<StoryCandidate[]> {
      const rows = await inChunks<number, CandidateRow>(threadIds, (chunk) => {
        const query = candidates(db, chunk);
        return period ? query.whereBetween('articles.published_at', [period.from, period.to]) : query;
      });
      const perThread = new Map<number, number>();
      return rows.flatMap(({ queuedId, isDemo, ...row }) => {
        const count = (perThread.get(row.threadId) ?? 0) + 1;
        perThread.set(row.threadId, count);
        if (count > COMPARED_PER_THREAD) return [];
        return [{ ...row, isDemo: Boolean(isDemo), isQueued: queuedId !== null }];
      });
    },

    async listRulings(articleIds: readonly number[]): Promise<StoryRuling[]> {
      const rows = await inChunks<number, StoryRuling & { isSame: number | boolean }>(articleIds, (chunk) =>
        db
          .read('story_rulings')
          .where((query) => query.whereIn('low_id', chunk).orWhereIn('high_id', chunk))
          .select({ lowId: 'low_id', highId: 'high_id', isSame: 'is_same' }),
      );
      return rows.map((row) => ({ ...row, isSame: Boolean(row.isSame) }));
    },

    /** The decisions on a thread's articles and what each adds, for its page. */
    async listCoverage(threadId: number): Promise<StoryCoverage[]> {
      const rows = await db
        .read('articles')
        .leftJoin('story_decisions', 'story_decisions.article_id', 'articles.id')
        .leftJoin('story_additions', 'story_additions.article_id', 'articles.id')
        .where('articles.thread_id', threadId)
        .orderBy(['articles.published_at', 'articles.id'])
        .limit(ARTICLES_SHOWN)
        .select<CoverageRow[]>({
          articleId: 'articles.id',
          kind: 'kind',
          score: 'score',
          reason: 'reason',
          params: 'params',
          body: 'body',
        });
      return rows.map(toCoverage);
    },

    /** In place of all that was known of these threads' articles. */
    async replaceAdditions(threadIds: readonly number[], found: readonly FoundAddition[]): Promise<void> {
      await db.transact(async (trx) => {
        for (const chunk of chunksOf(threadIds)) {
          const articles = trx('articles').whereIn('thread_id', chunk).select('id');
          await trx('story_additions').whereIn('article_id', articles).delete();
        }
        const rows = found.map(toAdditionRow);
        for (const chunk of chunksOf(rows)) await trx('story_additions').insert(chunk).onConflict('article_id').merge();
        for (const chunk of chunksOf(threadIds)) {
          await trx('threads')
            .whereIn('id', chunk)
            .update({ edit_count: editCount(trx) });
        }
      });
    },

    async listStoryIds(threadIds: readonly number[]): Promise<number[]> {
      return inChunks<number, number>(threadIds, (chunk) =>
        db.read('threads').whereIn('id', chunk).where('article_count', '>', 1).pluck('id'),
      );
    },

    async findMergedInto(threadId: number): Promise<number | null> {
      const row = await db.read('threads').where('id', threadId).first('merged_into');
      return row?.merged_into ?? null;
    },
  };
}

export type StoryStore = ReturnType<typeof createStoryStore>;

function candidates(db: Db, threadIds: number[]) {
  return (
    db
      .read('articles')
      .join('threads', 'threads.id', 'articles.thread_id')
      .join('feeds', 'feeds.id', 'articles.feed_id')
      .leftJoin('story_queue', 'story_queue.article_id', 'articles.id')
      .whereIn('articles.thread_id', threadIds)
      .whereNull('threads.hidden_at')
      // What a member began stays theirs.
      .whereNull('threads.user_id')
      .orderBy(['articles.published_at', 'articles.id'])
      .select<CandidateRow[]>({ ...candidateColumns, queuedId: 'story_queue.article_id' })
  );
}

function toCoverage({ articleId, kind, score, reason, params, body }: CoverageRow): StoryCoverage {
  const isJoined = kind !== null && kind !== 'own' && reason !== null;
  return {
    articleId,
    joined: isJoined ? { kind, score, reason, params: JSON.parse(params ?? '{}') as StoryDecision['params'] } : null,
    addition: body === null ? null : (JSON.parse(body) as Addition),
  };
}

function toAdditionRow({ articleId, addition }: FoundAddition) {
  return {
    article_id: articleId,
    body: JSON.stringify(addition),
    repeats_id: addition.kind === 'added' ? null : addition.againstId,
    is_edited: addition.kind === 'changed',
  };
}

export async function insertDecisions(
  trx: Knex.Transaction,
  decided: readonly { article: QueuedArticle; decision: StoryDecision }[],
  now: number,
): Promise<void> {
  const rows = decided.map(({ article, decision }) => ({
    article_id: article.articleId,
    kind: decision.kind,
    against_id: decision.againstId,
    score: decision.score,
    reason: decision.reason,
    params: JSON.stringify(decision.params),
    own_thread_id: article.threadId,
    decided_at: now,
    change_seq: article.changeSeq,
  }));
  for (const chunk of chunksOf(rows)) await trx('story_decisions').insert(chunk).onConflict('article_id').merge();
  await takeOff(
    trx,
    decided.map(({ article }) => article),
  );
}

/** What was edited since it was read stays queued. */
export async function takeOff(trx: Knex.Transaction, turns: readonly StoryTurn[]): Promise<void> {
  for (const chunk of chunksOf(turns)) {
    const anyOf = chunk.map(() => '(article_id = ? and change_seq <= ?)').join(' or ');
    const bindings = chunk.flatMap(({ articleId, changeSeq }) => [articleId, changeSeq]);
    await trx('story_queue').whereRaw(anyOf, bindings).delete();
  }
}
