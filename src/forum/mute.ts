/**
 * What a member does not want to see, and the pure question whether something is muted. Lists ask it in SQL
 * (news/thread-filter-store.ts) so that their pages stay full; both must answer alike.
 */
import { collapse } from '../lib/text.js';
import { tagKey } from '../news/tag.js';
import { foldTitle, wordPattern } from '../news/title-words.js';

export const muteKinds = ['source', 'tag', 'word', 'member'] as const;
export type MuteKind = (typeof muteKinds)[number];

export type Mute = { id: number; userId: number; kind: MuteKind; target: string; createdAt: number };

/** All mutes of one member, as questions are asked of them. */
export type Mutes = {
  feedIds: ReadonlySet<number>;
  tagKeys: ReadonlySet<string>;
  /** Patterns of `wordPattern`. */
  words: readonly string[];
  memberIds: ReadonlySet<number>;
};

/** Every list carries them all: a bound for the statement that does. */
export const MOST_MUTES = 200;
const LONGEST_WORD = 40;

export const noMutes: Mutes = { feedIds: new Set(), tagKeys: new Set(), words: [], memberIds: new Set() };

export function toMutes(rows: readonly Pick<Mute, 'kind' | 'target'>[]): Mutes {
  const of = (kind: MuteKind) => rows.filter((row) => row.kind === kind).map((row) => row.target);
  return {
    feedIds: new Set(of('source').map(Number)),
    tagKeys: new Set(of('tag')),
    words: of('word').map(wordPattern),
    memberIds: new Set(of('member').map(Number)),
  };
}

/** What a form names, as it is kept; null for what can be nothing. */
export function toMuteTarget(kind: MuteKind, typed: string): string | null {
  if (kind === 'tag') return tagKey(typed) || null;
  if (kind === 'word') {
    const word = collapse(typed).toLowerCase().replaceAll('ё', 'е').slice(0, LONGEST_WORD);
    return /[\p{L}\p{N}]{2}/u.test(word) ? word : null;
  }
  return /^[1-9]\d{0,9}$/.test(typed) && Number(typed) < 2 ** 31 ? typed : null;
}

export function isTitleMuted(mutes: Mutes, title: string): boolean {
  if (mutes.words.length === 0) return false;
  const folded = foldTitle(title);
  return mutes.words.some((pattern) => folded.includes(pattern));
}

export type MutableThread = {
  feedId: number;
  title: string;
  tagKeys?: readonly string[];
  starterId?: number | null;
};

export function isThreadMuted(mutes: Mutes, thread: MutableThread): boolean {
  return (
    mutes.feedIds.has(thread.feedId) ||
    (thread.starterId != null && mutes.memberIds.has(thread.starterId)) ||
    isTitleMuted(mutes, thread.title) ||
    (thread.tagKeys ?? []).some((key) => mutes.tagKeys.has(key))
  );
}
