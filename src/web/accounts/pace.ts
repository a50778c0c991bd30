/** Limits inside handlers: over the limit is an expected answer with the time to wait. */
import type { Limiter } from '../../accounts/rate-limit-store.js';
import { AppError } from '../../lib/errors.js';

export type Pace = Pick<Limiter, 'consume'>;

export async function keepPace(limiter: Pace, key: string): Promise<void> {
  const verdict = await limiter.consume(key);
  if (!verdict.ok) throw new AppError('too-many-requests', { status: 429, params: { seconds: verdict.seconds } });
}
