/**
 * What happened → what each member is told. Runs as a leased job. Enters: queued posts, new stories, the moderation log,
 * troubles of sources.
 * Leaves: rows of notifications. Invariants: an event leaves its queue, or the position moves on, no sooner than it is
 * stored who was told; doing it twice changes nothing, because a member has one row for an event.
 */
import type { Db } from '../db/db.js';
import type { Follow, FollowTarget } from '../forum/follow.js';
import type { FollowStore } from '../forum/follow-store.js';
import type { MuteStore } from '../forum/mute-store.js';
import type { EditedEvent, WrittenEvent } from '../forum/post-event.js';
import type { PostStore } from '../forum/post-store.js';
import { type Clock, DAY, MINUTE } from '../lib/clock.js';
import { groupBy } from '../lib/group-by.js';
import type { ThreadSummary } from '../news/thread.js';
import type { ThreadStore } from '../news/thread-store.js';
import type { EventStore, ModerationRow, NewStory, QueuedEvent } from './event-store.js';
import { type FollowerPage, followerPages } from './follower-pages.js';
import type { NewNotification } from './notification.js';
import type { NotificationStore } from './notification-store.js';
import {
  type Listeners,
  type PostFacts,
  postCandidates,
  type Recipient,
  recipientsOfPost,
  recipientsOfStory,
  wants,
} from './recipients.js';
import { defaultSettings } from './settings.js';
import type { SettingsStore } from './settings-store.js';
import { type FollowedStory, loadStoryTargets, type StoryFollowsParts } from './story-follows.js';

export type FanOutParts = StoryFollowsParts & {
  db: Db;
  events: EventStore;
  notifications: Pick<NotificationStore, 'insert' | 'listMentioned' | 'weakenMentions' | 'withdrawMentions'>;
  follows: Pick<FollowStore, 'listFollowers' | 'listSearchTargets'>;
  mutes: Pick<MuteStore, 'loadMany'>;
  settings: Pick<SettingsStore, 'loadMany'>;
  posts: Pick<PostStore, 'find'>;
  threads: Pick<ThreadStore, 'find'>;
  /** Up to which change of the site's sequence the search index holds everything. */
  indexedUpTo: () => number;
  clock: Clock;
};

type LoadedFacts = Omit<PostFacts, 'follows'> & { writtenAt: number };

const BATCH = 100;
// An archive that is imported brings history, not news.
const NEWS_UNTIL = 3 * DAY;
// A transaction that began earlier may commit later; telling twice is harmless.
const LOOK_BACK = 10 * MINUTE;

export function createFanOut(parts: FanOutParts) {
  const { db, events, notifications, clock } = parts;

  /** Until nothing waits, or `shouldStop`; returns how many events were told. */
  async function run(shouldStop: () => boolean = () => false): Promise<number> {
    const posts = await tellPosts(shouldStop);
    return posts + (await tellStories(shouldStop)) + (await tellModeration(shouldStop)) + (await tellAlerts());
  }

  async function tellPosts(shouldStop: () => boolean): Promise<number> {
    let count = 0;
    while (!shouldStop()) {
      const queued = await events.list(BATCH);
      for (const item of queued) {
        if (shouldStop()) return count;
        await tellPost(item);
        count++;
      }
      if (queued.length < BATCH) break;
    }
    return count;
  }

  /** Told before it leaves the queue: told again after a stop, it changes nothing. */
  async function tellPost({ id, event }: QueuedEvent): Promise<void> {
    if (event.kind === 'edited') await tellMentions(event);
    else {
      const facts = await loadPostFacts(event);
      if (facts) await tellFacts(facts);
    }
    await db.transact((trx) => events.delete(trx, id));
  }

  /** Only of mentions: that a post was changed is no news to those who follow. */
  async function tellMentions(event: EditedEvent): Promise<void> {
    const facts = await loadPostFacts({ ...event, kind: 'written', replyToId: null });
    if (!facts) return;
    const told = await rowsOf({ ...facts, follows: [] }, () => true);
    const subject = `post:${event.postId}`;
    const weaker = await weakerRows(facts);
    await db.transact(async (trx) => {
      await notifications.weakenMentions(trx, weaker);
      await notifications.withdrawMentions(trx, subject, { except: event.mentionedIds, at: event.at });
      await notifications.insert(trx, told);
    });
  }

  /** Who is mentioned no longer, but follows: the post itself is still news to them. */
  async function weakerRows(facts: LoadedFacts): Promise<NewNotification[]> {
    const told = await notifications.listMentioned(`post:${facts.event.postId}`);
    const unnamed = new Set(told.filter((userId) => !facts.event.mentionedIds.includes(userId)));
    if (unnamed.size === 0) return [];
    // Followed since before the post, not since before its edit.
    const event = { ...facts.event, mentionedIds: [], at: facts.writtenAt };
    const weaker: NewNotification[] = [];
    for await (const { follows } of followerPages(parts.follows, targetsOf(facts))) {
      const own = follows.filter(({ userId }) => unnamed.has(userId));
      if (own.length > 0) weaker.push(...(await rowsOf({ ...facts, event, follows: own }, () => true)));
    }
    return weaker;
  }

  async function tellFacts(facts: Omit<PostFacts, 'follows'>): Promise<void> {
    for await (const { follows, isOf } of followerPages(parts.follows, targetsOf(facts))) {
      const told = await rowsOf({ ...facts, follows }, isOf);
      await db.transact((trx) => notifications.insert(trx, told));
    }
  }

  /** undefined: the post or its thread is gone or hidden, there is nothing to tell. */
  async function loadPostFacts(event: WrittenEvent): Promise<LoadedFacts | undefined> {
    const [post, thread] = await Promise.all([parts.posts.find(event.postId), parts.threads.find(event.threadId)]);
    if (!post || post.deleted || !thread || isHidden(thread)) return undefined;
    const [target, labels] = await Promise.all([
      event.replyToId === null ? undefined : parts.posts.find(event.replyToId),
      events.listLabels([thread.id]),
    ]);
    const tagKeys = labels.flatMap((label) => label.tagKey ?? []);
    return {
      event,
      thread: { id: thread.id, feedId: thread.feedId, title: thread.title, tagKeys, starterId: thread.starterId },
      repliedToId: target?.userId ?? null,
      writtenAt: post.createdAt,
    };
  }

  async function rowsOf(facts: PostFacts, isOf: FollowerPage['isOf']): Promise<NewNotification[]> {
    const { event } = facts;
    const listeners = await loadListeners(
      postCandidates(facts)
        .map(({ userId }) => userId)
        .filter(isOf),
    );
    const subject = { event: `post:${event.postId}`, threadId: event.threadId, postId: event.postId };
    const recipients = recipientsOfPost(facts, listeners).filter(({ userId }) => isOf(userId));
    return recipients.map((recipient) =>
      toNotification(recipient, listeners, { ...subject, actorId: event.authorId, detail: '', createdAt: event.at }),
    );
  }

  async function tellStories(shouldStop: () => boolean): Promise<number> {
    let count = 0;
    for (;;) {
      const seen = await events.findProgress('told-stories');
      // The first look: what is there already is no news.
      if (seen === undefined) await events.setProgress('told-stories', await events.newestChange());
      if (seen === undefined || shouldStop()) return count;
      // Followed searches can only be asked of what is indexed; the rest waits for the next run.
      const known = parts.indexedUpTo();
      const changed = (await events.listStoriesAfter(seen, BATCH)).filter((story) => story.changeSeq <= known);
      const last = changed.at(-1);
      if (!last) return count;
      const fresh = changed.filter((story) => isNews(story, clock()));
      if (fresh.length > 0) await tellFresh(fresh);
      await events.setProgress('told-stories', last.changeSeq);
      count += fresh.length;
    }
  }

  async function tellFresh(stories: readonly NewStory[]): Promise<void> {
    const followed = await loadStoryTargets(parts, stories);
    const targets = followed.flatMap((story) => story.targets);
    for await (const { follows } of followerPages(parts.follows, targets)) {
      const told = await storyRows(followed, follows);
      await db.transact((trx) => notifications.insert(trx, told));
    }
  }

  async function storyRows(stories: readonly FollowedStory[], follows: Follow[]): Promise<NewNotification[]> {
    const listeners = await loadListeners(follows.map(({ userId }) => userId));
    const byTarget = groupBy(follows, keyOf);
    return stories.flatMap(({ thread, createdAt, targets }) => {
      const { id } = thread;
      const story = { thread, createdAt, follows: targets.flatMap((target) => byTarget.get(keyOf(target)) ?? []) };
      const subject = { event: `story:${id}`, threadId: id, postId: null, actorId: thread.starterId, detail: '' };
      return recipientsOfStory(story, listeners).map((recipient) =>
        toNotification(recipient, listeners, { ...subject, createdAt: clock() }),
      );
    });
  }

  async function tellModeration(shouldStop: () => boolean): Promise<number> {
    const now = clock();
    const since = (await events.findProgress('told-moderation')) ?? now;
    let count = 0;
    let after = 0;
    while (!shouldStop()) {
      const rows = await events.listModeration(since - LOOK_BACK, after, BATCH);
      const told = await moderationRows(rows);
      const isLast = rows.length < BATCH;
      await db.transact(async (trx) => {
        await notifications.insert(trx, told);
        if (isLast) await events.setProgress('told-moderation', now, trx);
      });
      count += told.length;
      if (isLast) break;
      after = rows.at(-1)?.id ?? after;
    }
    return count;
  }

  async function moderationRows(rows: readonly ModerationRow[]): Promise<NewNotification[]> {
    const about = rows.flatMap((row) => {
      const userId = memberOf(row);
      return userId === null || userId === row.actorId ? [] : [{ row, userId }];
    });
    const listeners = await loadListeners(about.map(({ userId }) => userId));
    const wanting = about.filter(({ userId }) => wants(listeners, { userId, kind: 'moderation' }));
    return wanting.map(({ row, userId }) =>
      toNotification({ userId, kind: 'moderation', because: null }, listeners, {
        event: `log:${row.id}`,
        ...placeOf(row),
        actorId: null,
        detail: JSON.stringify({ action: row.action, reason: row.reason }),
        createdAt: row.at,
      }),
    );
  }

  async function tellAlerts(): Promise<number> {
    const alerts = await events.listAlerts(BATCH);
    if (alerts.length === 0) return 0;
    const moderators = await events.listModerators();
    const listeners = await loadListeners(moderators);
    const wanting = moderators.filter((id) => wants(listeners, { userId: id, kind: 'source' }));
    const told = alerts.flatMap((alert) => {
      const subject = { event: `alert:${alert.id}`, threadId: null, postId: null, actorId: null, createdAt: alert.at };
      const because = { kind: 'source' as const, target: String(alert.feedId) };
      return wanting.map((userId) =>
        toNotification({ userId, kind: 'source', because }, listeners, { ...subject, detail: alert.kind }),
      );
    });
    await db.transact(async (trx) => {
      await notifications.insert(trx, told);
      await events.markAlertsTold(
        trx,
        alerts.map(({ id }) => id),
        clock(),
      );
    });
    return told.length;
  }

  async function loadListeners(userIds: readonly number[]): Promise<Listeners> {
    const unique = [...new Set(userIds)];
    const [mutes, settings] = await Promise.all([parts.mutes.loadMany(unique), parts.settings.loadMany(unique)]);
    return { mutes, settings };
  }

  return { run };
}

/** One that was merged is hidden, too, but its posts are in its heir. */
function isHidden({ hiddenAt, mergedInto }: Pick<ThreadSummary, 'hiddenAt' | 'mergedInto'>): boolean {
  return hiddenAt !== null && mergedInto === null;
}

function targetsOf({ event, thread }: Pick<PostFacts, 'event' | 'thread'>): FollowTarget[] {
  return [
    { kind: 'thread', target: String(thread.id) },
    { kind: 'member', target: String(event.authorId) },
  ];
}

function keyOf({ kind, target }: FollowTarget): string {
  return `${kind} ${target}`;
}

function isNews({ createdAt, publishedAt, hiddenAt }: NewStory, now: number): boolean {
  return hiddenAt === null && Math.min(createdAt, publishedAt) > now - NEWS_UNTIL;
}

type Told = Pick<NewNotification, 'event' | 'threadId' | 'postId' | 'actorId' | 'detail' | 'createdAt'>;

function toNotification(recipient: Recipient, { settings }: Listeners, told: Told): NewNotification {
  const { way, isPushed } = (settings.get(recipient.userId) ?? defaultSettings).kinds[recipient.kind];
  return { ...told, ...recipient, mail: way === 'mail' ? 'now' : way === 'bundle' ? way : null, isPushDue: isPushed };
}

/** Whom an act of a moderator concerns. */
function memberOf({ subject, subjectId, details }: ModerationRow): number | null {
  if (subject === 'user') return subjectId;
  const { authorId } = JSON.parse(details) as { authorId?: unknown };
  return typeof authorId === 'number' ? authorId : null;
}

function placeOf({ subject, subjectId, details }: ModerationRow): Pick<NewNotification, 'threadId' | 'postId'> {
  const { threadId } = JSON.parse(details) as { threadId?: unknown };
  return {
    threadId: typeof threadId === 'number' ? threadId : null,
    postId: subject === 'post' && typeof threadId === 'number' ? subjectId : null,
  };
}
