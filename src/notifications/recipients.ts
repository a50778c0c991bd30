/**
 * Who hears about what, and why: pure. Enters: what happened, who follows what, who mutes what, who wants which kind.
 * Leaves: at most one notification a member and event, for the strongest of their reasons.
 * Invariants: nobody hears of their own doing; nothing comes from a muted member; what is muted in lists (source, tag,
 * word) is muted here too, except when somebody speaks to the member in person.
 */
import type { Follow, FollowKind, FollowTarget } from '../forum/follow.js';
import { isThreadMuted, type Mutes, noMutes } from '../forum/mute.js';
import type { WrittenEvent } from '../forum/post-event.js';
import { defaultSettings, type NotificationKind, type NotificationSettings } from './settings.js';

export type Recipient = { userId: number; kind: NotificationKind; because: FollowTarget | null };

export type ThreadFacts = {
  id: number;
  feedId: number;
  title: string;
  tagKeys: readonly string[];
  starterId: number | null;
};

export type Listeners = {
  mutes: ReadonlyMap<number, Mutes>;
  settings: ReadonlyMap<number, NotificationSettings>;
};

export type PostFacts = {
  event: WrittenEvent;
  thread: ThreadFacts;
  /** Who wrote the post that is answered. */
  repliedToId: number | null;
  /** Of the thread and of its author. */
  follows: readonly Follow[];
};

/** Strongest first. */
const strength: NotificationKind[] = ['moderation', 'reply', 'mention', 'thread', 'member', 'story', 'source'];
/** A search was worded by the member, a section holds a fifth of the site: the narrower reason is the better one. */
const narrowness: FollowKind[] = ['search', 'tag', 'member', 'source', 'category', 'thread'];

/** Everyone who may have a reason, in no order and with repeats. */
export function postCandidates({ event, repliedToId, follows }: PostFacts): Recipient[] {
  const spokenTo: Recipient[] = [
    ...(repliedToId === null ? [] : [{ userId: repliedToId, kind: 'reply' as const, because: null }]),
    ...event.mentionedIds.map((userId) => ({ userId, kind: 'mention' as const, because: null })),
  ];
  // Who wrote later follows from then on: what stood there before they have seen.
  const inTime = follows.filter((follow) => follow.createdAt <= event.at);
  const following = inTime.map(({ userId, kind, target }): Recipient => {
    return { userId, kind: kind === 'thread' ? 'thread' : 'member', because: { kind, target } };
  });
  return [...spokenTo, ...following].filter(({ userId }) => userId !== event.authorId);
}

export function recipientsOfPost(facts: PostFacts, listeners: Listeners): Recipient[] {
  const { thread, event } = facts;
  return strongest(postCandidates(facts)).filter((recipient) => {
    const mutes = listeners.mutes.get(recipient.userId) ?? noMutes;
    const isPersonal = recipient.kind === 'reply' || recipient.kind === 'mention';
    if (mutes.memberIds.has(event.authorId)) return false;
    return (isPersonal || !isThreadMuted(mutes, thread)) && wants(listeners, recipient);
  });
}

/** `follows`: all that match the new story. Only what came after somebody began to follow is news to them. */
export function recipientsOfStory(
  story: { thread: ThreadFacts; createdAt: number; follows: readonly Follow[] },
  listeners: Listeners,
): Recipient[] {
  const reasons = story.follows
    .filter((follow) => follow.createdAt <= story.createdAt && follow.userId !== story.thread.starterId)
    .map(({ userId, kind, target }): Recipient => {
      return { userId, kind: kind === 'member' ? 'member' : 'story', because: { kind, target } };
    });
  return strongest(reasons).filter((recipient) => {
    const mutes = listeners.mutes.get(recipient.userId) ?? noMutes;
    return !isThreadMuted(mutes, story.thread) && wants(listeners, recipient);
  });
}

function strongest(reasons: readonly Recipient[]): Recipient[] {
  const best = new Map<number, Recipient>();
  for (const reason of reasons) {
    const known = best.get(reason.userId);
    if (!known || rank(reason) < rank(known)) best.set(reason.userId, reason);
  }
  return [...best.values()];
}

function rank({ kind, because }: Recipient): number {
  return strength.indexOf(kind) * 10 + (because ? narrowness.indexOf(because.kind) : 0);
}

/** Whether the member wants this kind at all. */
export function wants({ settings }: Listeners, { userId, kind }: Pick<Recipient, 'userId' | 'kind'>): boolean {
  return (settings.get(userId) ?? defaultSettings).kinds[kind].way !== 'off';
}
