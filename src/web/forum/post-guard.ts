/** What a reply must pass before it is looked at: not a machine's, not in haste, not faster than its author's standing allows. */
import type { Request } from 'express';
import type { Limiter, RateLimitStore } from '../../accounts/rate-limit-store.js';
import { checkedText } from '../../forum/check-post.js';
import { allowances, type Standing, standingOf } from '../../forum/standing.js';
import { type Clock, SECOND } from '../../lib/clock.js';
import { AppError } from '../../lib/errors.js';
import { memberOf } from '../authentication.js';
import type { FormTime } from './form-time.js';

export type PostGuardParts = {
  /** Count a member's posts, from wherever they come. */
  postPaces: Record<Standing, Pick<Limiter, 'consume'>>;
  formTime: FormTime;
  /** Seconds that a new member's form must have been open; 0 asks for nothing. */
  minFormSeconds: number;
  clock: Clock;
};

export function createPostPaces(store: Pick<RateLimitStore, 'limiter'>): PostGuardParts['postPaces'] {
  const of = (standing: Standing) => store.limiter({ name: `posts-${standing}`, ...allowances[standing].pace });
  return { new: of('new'), known: of('known'), trusted: of('trusted'), staff: of('staff') };
}

/** A field that people do not see and machines fill in. */
export const TRAP = 'website';

export async function guardPost(parts: PostGuardParts, req: Request, markdown: string): Promise<void> {
  const author = memberOf(req);
  const body = (req.body ?? {}) as Record<string, unknown>;
  if (typeof body[TRAP] === 'string' && body[TRAP] !== '') throw new AppError('looks-automatic', { status: 422 });
  const standing = standingOf(author, parts.clock());
  // Only a text that could be posted counts: mistakes cost no place in the queue, and an empty field is told of first.
  checkedText(markdown);
  if (standing === 'new') checkFormTime(parts, author.id, body.shown);
  await keepPace(parts, req);
}

/** Posts and edits count alike: each is a text that others are shown. */
export async function keepPace(parts: Pick<PostGuardParts, 'postPaces' | 'clock'>, req: Request): Promise<void> {
  const author = memberOf(req);
  const standing = standingOf(author, parts.clock());
  const verdict = await parts.postPaces[standing].consume(String(author.id));
  if (verdict.ok) return;
  const code = standing === 'new' ? 'posting-too-fast-new' : 'posting-too-fast';
  throw new AppError(code, { status: 429, params: { seconds: verdict.seconds } });
}

function checkFormTime({ formTime, minFormSeconds }: PostGuardParts, userId: number, token: unknown): void {
  if (minFormSeconds === 0) return;
  const age = formTime.age(userId, token) ?? 0;
  const left = Math.ceil((minFormSeconds * SECOND - age) / SECOND);
  if (left > 0) throw new AppError('form-too-quick', { status: 422, params: { seconds: left } });
}
