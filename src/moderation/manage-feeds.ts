/** Use cases: a moderator adds, changes, pauses and resumes a source. Each writes its line of the log in its transaction. */
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { Feed, FeedDraft } from '../feeds/feed.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type ManageFeedsParts = {
  db: Db;
  feeds: Pick<FeedStore, 'find' | 'insert' | 'update' | 'updateFetchState'>;
  moderationLog: Pick<LogStore, 'insert'>;
  clock: Clock;
  announce: () => void;
};

type FeedChange = Omit<FeedDraft, 'isDemo' | 'isFetched' | 'createdBy'>;
type FeedAction = { action: string; details?: Record<string, unknown> };

export function createManageFeeds(parts: ManageFeedsParts) {
  /** Throws `feed-exists` when the address is taken. */
  async function addFeed(actor: User, draft: FeedDraft): Promise<Feed> {
    return change(actor, async (trx) => {
      const feed = await parts.feeds.insert({ ...draft, createdBy: actor.id }, parts.clock(), trx);
      await log(trx, actor, feed, { action: 'feed-add' });
      return feed;
    });
  }

  async function editFeed(actor: User, feed: Feed, draft: FeedChange): Promise<void> {
    await change(actor, async (trx) => {
      await parts.feeds.update(feed.id, draft, parts.clock(), trx);
      const { url, title, siteUrl, language, groupName, categoryId } = feed;
      const before = { url, title, siteUrl, language, groupName, categoryId };
      await log(trx, actor, feed, { action: 'feed-edit', details: { before } });
    });
  }

  async function setPaused(actor: User, feed: Feed, isPaused: boolean): Promise<void> {
    await change(actor, async (trx) => {
      await parts.feeds.updateFetchState(feed.id, pausedState(feed, isPaused, parts.clock()), trx);
      await log(trx, actor, feed, { action: isPaused ? 'feed-pause' : 'feed-resume' });
    });
  }

  async function change<T>(actor: User, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
    if (!can(actor, 'feed.manage')) throw new AppError('forbidden', { status: 403 });
    const done = await parts.db.transact(work);
    parts.announce();
    return done;
  }

  async function log(trx: Knex.Transaction, actor: User, feed: Feed, { action, details = {} }: FeedAction) {
    const entry = { subject: 'feed', subjectId: feed.id, title: feed.title, reason: '', details } as const;
    await parts.moderationLog.insert(trx, { ...entry, action, actorId: actor.id, at: parts.clock() });
  }

  const undoPause = (isPaused: boolean): Undoers[string] => {
    return async (trx, { subjectId }, now) => {
      const feed = await parts.feeds.find(subjectId);
      if (!feed || feed.isPaused === isPaused || feed.mergedInto !== null)
        throw new AppError('undo-impossible', { status: 409 });
      await parts.feeds.updateFetchState(feed.id, pausedState(feed, isPaused, now), trx);
    };
  };
  const undoers: Undoers = {
    'feed-pause': undoPause(false),
    'feed-resume': undoPause(true),
    'feed-edit': async (trx, { subjectId, details }, now) => {
      if ((await parts.feeds.find(subjectId))?.mergedInto) throw new AppError('undo-impossible', { status: 409 });
      await parts.feeds.update(subjectId, details.before as FeedChange, now, trx);
    },
  };

  return { services: { addFeed, editFeed, setPaused }, undoers };
}

export type FeedManagement = ReturnType<typeof createManageFeeds>['services'];

/** A source that is resumed is due at once. */
function pausedState(feed: Feed, isPaused: boolean, now: number) {
  const isDue = !isPaused && feed.isFetched;
  return { isPaused, ...(isDue ? { nextFetchAt: now, nextFetchWhy: 'default' as const } : {}) };
}
