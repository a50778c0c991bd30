/**
 * Links of letters that stop something without a log-in: the address itself carries who, what, and a signature.
 * A token never expires, as old letters lie in mailboxes for years, and can do nothing but stop.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type FollowTarget, followKinds } from '../forum/follow.js';
import { type NotificationKind, notificationKinds } from './settings.js';

/** `mail`: every letter about notifications; they still stand on the site. */
export type Stop =
  | { what: 'digest' }
  | { what: 'mail' }
  | { what: 'kind'; kind: NotificationKind }
  | { what: 'follow'; follow: FollowTarget };

export type LetterTokens = ReturnType<typeof createLetterTokens>;

const LONGEST = 1500;

export function createLetterTokens(secret: () => string) {
  const sign = (payload: string) =>
    // A key of its own: what is signed here means nothing to the sessions, and the other way round.
    createHmac('sha256', createHmac('sha256', secret()).update('letters').digest()).update(payload).digest();

  return {
    make(userId: number, stop: Stop): string {
      const payload = Buffer.from(JSON.stringify([userId, stop])).toString('base64url');
      return `${payload}.${sign(payload).toString('base64url')}`;
    },

    read(token: string): { userId: number; stop: Stop } | null {
      const [payload = '', signature = ''] = token.slice(0, LONGEST).split('.');
      const given = Buffer.from(signature, 'base64url');
      const right = sign(payload);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      const [userId, stop] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [number, Stop];
      return isStop(stop) ? { userId, stop } : null;
    },
  };
}

/** Signed by an earlier version of the program: what it knew may be gone. */
function isStop(stop: Stop): boolean {
  if (stop.what === 'kind') return notificationKinds.includes(stop.kind);
  return stop.what === 'follow' ? followKinds.includes(stop.follow.kind) : ['digest', 'mail'].includes(stop.what);
}
