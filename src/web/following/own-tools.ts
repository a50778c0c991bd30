/** The buttons "follow" and "mute" of a page, as they stand for the asking member. One query, and the mutes. */
import type { Request } from 'express';
import type { FollowKind } from '../../forum/follow.js';
import type { FollowStore } from '../../forum/follow-store.js';
import type { MuteKind, Mutes } from '../../forum/mute.js';
import { savedSearch } from '../../forum/saved-search.js';
import type { OwnMutes } from './own-mutes.js';
import type { OwnTools } from './pages.js';

export type OwnToolsParts = { follows: Pick<FollowStore, 'find'>; ownMutes: OwnMutes };

export async function loadOwnTools(
  parts: OwnToolsParts,
  req: Request,
  subject: { kind: FollowKind; target: string; mute?: MuteKind },
): Promise<OwnTools | null> {
  const { user } = req;
  if (!user) return null;
  const { kind, target, mute } = subject;
  const isSelf = kind === 'member' && target === String(user.id);
  const [followed, mutes] = await Promise.all([parts.follows.find(user.id, { kind, target }), parts.ownMutes(req)]);
  const typed = kind === 'search' ? savedSearch(target) : { words: target, category: '' };
  return {
    follow: isSelf ? null : { kind, target: typed.words, category: typed.category, isOn: followed !== undefined },
    mute: mute && !isSelf ? { kind: mute, target, isOn: isMuted(mutes, mute, target) } : null,
    next: req.originalUrl,
  };
}

function isMuted(mutes: Mutes, kind: MuteKind, target: string): boolean {
  if (kind === 'source') return mutes.feedIds.has(Number(target));
  if (kind === 'member') return mutes.memberIds.has(Number(target));
  return kind === 'tag' && mutes.tagKeys.has(target);
}
