/**
 * Use cases: a moderator brings another story into this one, or makes one of its articles a story of its own. Both stand in
 * the public log with a reason, can be taken back, and are remembered as rulings that the machine does not go against.
 */
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { checkedReason } from '../forum/reason.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import {
  type CarryOver,
  isMergedInto,
  listArticlesOf,
  lockVisible,
  type MovedStory,
  mergeThreads,
  separateArticle,
  unmergeThreads,
} from '../news/story-write-store.js';
import type { LogStore } from './log-store.js';
import { type ArticlePair, listRulings, putRulings, type RulingRow, restoreRulings } from './ruling-store.js';
import type { Undoer, Undoers } from './undo.js';

export type ShapeStoryParts = {
  db: Db;
  clock: Clock;
  moderationLog: Pick<LogStore, 'insert'>;
  carryOver: CarryOver;
  announce: () => void;
};

export type MergeInput = { threadId: number; otherId: number; reason: string };
export type SplitInput = { threadId: number; articleId: number; reason: string };

type MergeDetails = { from: number; into: number; moved: MovedStory; replaced: RulingRow[] };
type SplitDetails = { from: number; threadId: number; replaced: RulingRow[] };

export function createShapeStory(parts: ShapeStoryParts) {
  async function mergeStories(actor: User | null, { threadId, otherId, reason: typed }: MergeInput): Promise<void> {
    const moderator = allowed(actor);
    const reason = checkedReason(typed);
    if (threadId === otherId) throw new AppError('same-thread', { status: 422 });
    const at = parts.clock();
    await parts.db.transact(async (trx) => {
      const { title, other, kept } = await lockPair(trx, threadId, otherId);
      const moved = await mergeThreads(trx, { from: otherId, into: threadId, now: at }, parts.carryOver);
      const pairs = moved.articleIds.flatMap((id): ArticlePair[] => (kept === undefined ? [] : [[id, kept]]));
      const details: MergeDetails = { from: otherId, into: threadId, moved, replaced: await listRulings(trx, pairs) };
      const both = `${other} → ${title}`;
      const entry = { action: 'thread-merge', subject: 'thread', subjectId: threadId, title: both, reason } as const;
      const logId = await parts.moderationLog.insert(trx, { ...entry, actorId: moderator.id, details, at });
      await putRulings(trx, pairs, { isSame: true, logId });
    });
    parts.announce();
  }

  /** Returns the article's own thread. */
  async function splitArticle(actor: User | null, { threadId, articleId, reason: typed }: SplitInput): Promise<number> {
    const moderator = allowed(actor);
    const reason = checkedReason(typed);
    const at = parts.clock();
    const own = await parts.db.transact(async (trx) => {
      const { title, rest } = await lockForSplit(trx, threadId, articleId);
      const ownThreadId = await separateArticle(trx, { articleId, from: threadId, now: at });
      const pairs = rest.map((id): ArticlePair => [id, articleId]);
      const details: SplitDetails = { from: threadId, threadId: ownThreadId, replaced: await listRulings(trx, pairs) };
      const entry = { action: 'article-split', subject: 'article', subjectId: articleId, title, reason } as const;
      const logId = await parts.moderationLog.insert(trx, { ...entry, actorId: moderator.id, details, at });
      await putRulings(trx, pairs, { isSame: false, logId });
      return ownThreadId;
    });
    parts.announce();
    return own;
  }

  const undoers: Undoers = { 'thread-merge': undoMerge, 'article-split': createUndoSplit(parts.carryOver) };
  return { mergeStories, splitArticle, undoers };
}

export type ShapeStory = ReturnType<typeof createShapeStory>;

function allowed(actor: User | null): User {
  if (!actor || !can(actor, 'story.shape')) throw new AppError('forbidden', { status: 403 });
  return actor;
}

async function lockPair(trx: Knex.Transaction, threadId: number, otherId: number) {
  const threads = await lockVisible(trx, [threadId, otherId]);
  const into = threads.get(threadId);
  if (!into) throw notFound('thread');
  const other = threads.get(otherId);
  if (!other) throw new AppError('no-such-thread', { status: 422 });
  const [kept] = await listArticlesOf(trx, threadId);
  return { title: into.title, other: other.title, kept: kept?.id };
}

async function lockForSplit(trx: Knex.Transaction, threadId: number, articleId: number) {
  if (!(await lockVisible(trx, [threadId])).has(threadId)) throw notFound('thread');
  const articles = await listArticlesOf(trx, threadId);
  const article = articles.find(({ id }) => id === articleId);
  if (!article) throw notFound('article');
  if (articles.length === 1) throw new AppError('last-article', { status: 422 });
  return { title: article.title, rest: articles.flatMap(({ id }) => (id === articleId ? [] : id)) };
}

const undoMerge: Undoer = async (trx, action) => {
  const { from, into, moved, replaced } = action.details as MergeDetails;
  const isThere = (await lockVisible(trx, [into])).has(into) && (await isMergedInto(trx, from, into));
  const articles = await listArticlesOf(trx, into);
  const left = articles.filter(({ id }) => !moved.articleIds.includes(id));
  // Something was moved on, hidden or deleted since: what was together then cannot be put apart as it was.
  if (!isThere || left.length === 0 || left.length === articles.length)
    throw new AppError('undo-impossible', { status: 409 });
  await unmergeThreads(trx, { from, into, moved });
  await restoreRulings(trx, action.id, replaced);
};

function createUndoSplit(carryOver: CarryOver): Undoer {
  return async (trx, action, now) => {
    const { from, threadId, replaced } = action.details as SplitDetails;
    const threads = await lockVisible(trx, [from, threadId]);
    if (threads.size < 2) throw new AppError('undo-impossible', { status: 409 });
    await mergeThreads(trx, { from: threadId, into: from, now }, carryOver);
    await restoreRulings(trx, action.id, replaced);
  };
}
