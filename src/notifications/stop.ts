/** Stops what somebody no longer wants to hear: one kind, all letters, the digest, or what one follow brings. */
import type { FollowStore } from '../forum/follow-store.js';
import type { Stop } from './letter-token.js';
import { type NotificationKind, type NotificationSettings, notificationKinds } from './settings.js';
import type { SettingsStore } from './settings-store.js';

export type StopParts = {
  settings: Pick<SettingsStore, 'load' | 'update'>;
  follows: Pick<FollowStore, 'find' | 'delete' | 'decline'>;
};

export type StopHearing = ReturnType<typeof createStop>;

/** Doing it again changes nothing. `way`: what a stopped kind falls back to. */
export function createStop({ settings, follows }: StopParts) {
  return async function stopHearing(userId: number, stop: Stop, way: 'off' | 'site'): Promise<void> {
    if (stop.what === 'digest') return settings.update(userId, { digest: 'off' });
    if (stop.what === 'follow') return unfollow(userId, stop.follow);
    const kinds = stop.what === 'kind' ? [stop.kind] : notificationKinds;
    await settings.update(userId, { kinds: lowered((await settings.load(userId)).kinds, kinds, way) });
  };

  async function unfollow(userId: number, target: Extract<Stop, { what: 'follow' }>['follow']): Promise<void> {
    const follow = await follows.find(userId, target);
    if (!follow) return;
    await follows.delete(follow.id);
    if (follow.kind === 'thread') await follows.decline(userId, Number(follow.target));
  }
}

function lowered(
  all: NotificationSettings['kinds'],
  kinds: readonly NotificationKind[],
  way: 'off' | 'site',
): NotificationSettings['kinds'] {
  const changed = { ...all };
  for (const kind of kinds) {
    // What is off already stays off.
    if (all[kind].way !== 'off') changed[kind] = { way, isPushed: way !== 'off' && all[kind].isPushed };
  }
  return changed;
}
