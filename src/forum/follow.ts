/** What a member can follow, and the one text that names each in the database. */

import { tagKey } from '../news/tag.js';
import { LONGEST_SEARCH, type SavedSearch, searchTarget } from './saved-search.js';

export const followKinds = ['thread', 'category', 'tag', 'source', 'search', 'member'] as const;
export type FollowKind = (typeof followKinds)[number];

/** `target`: an id as text, a tag's key, or a search (`searchTarget`). */
export type FollowTarget = { kind: FollowKind; target: string };

export type Follow = FollowTarget & { id: number; userId: number; isAutomatic: boolean; createdAt: number };

/** Nobody reads more; and what one member follows stays cheap to compare with every new story. */
export const MOST_FOLLOWS = 2000;
export const MOST_SEARCHES = 50;

/** What a form names, as it is kept; null for what can be nothing. */
export function toTarget(kind: FollowKind, typed: string, search: SavedSearch): string | null {
  if (kind === 'search') {
    const words = search.words.trim().slice(0, LONGEST_SEARCH);
    return /[\p{L}\p{N}]/u.test(words) ? searchTarget({ words, category: search.category }) : null;
  }
  if (kind === 'tag') return tagKey(typed) || null;
  return /^[1-9]\d{0,9}$/.test(typed) && Number(typed) < 2 ** 31 ? typed : null;
}
