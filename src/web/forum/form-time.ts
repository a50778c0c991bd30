/** When a form was shown, signed, so that a machine cannot say it read for a minute. For one member each. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../lib/clock.js';

export function createFormTime({ secret, clock }: { secret: string; clock: Clock }) {
  const sign = (userId: number, time: string) =>
    createHmac('sha256', secret).update(`form:${userId}:${time}`).digest('base64url').slice(0, 22);

  return {
    issue(userId: number): string {
      const time = clock().toString(36);
      return `${time}.${sign(userId, time)}`;
    },

    /** Milliseconds since the form was shown; null for what was not issued to this member. */
    age(userId: number, token: unknown): number | null {
      if (typeof token !== 'string' || token.length > 60) return null;
      const [time = '', signature = ''] = token.split('.', 2);
      const right = Buffer.from(sign(userId, time));
      const given = Buffer.from(signature);
      if (right.length !== given.length || !timingSafeEqual(right, given)) return null;
      return clock() - Number.parseInt(time, 36);
    },
  };
}

export type FormTime = ReturnType<typeof createFormTime>;
