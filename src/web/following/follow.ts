/** Following and no longer following, from any page and from the member's own list. */
import type { Request } from 'express';
import { z } from 'zod';
import { can } from '../../accounts/can.js';
import { type FollowTarget, followKinds, MOST_FOLLOWS, MOST_SEARCHES, toTarget } from '../../forum/follow.js';
import type { FollowStore } from '../../forum/follow-store.js';
import type { Clock } from '../../lib/clock.js';
import { AppError, notFound } from '../../lib/errors.js';
import { memberOf } from '../authentication.js';
import type { Handler } from '../route.js';
import { safeNext } from '../safe-redirect.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { loadSubjects, type SubjectParts } from './subjects.js';

const targetForm = z.object({
  kind: z.enum(followKinds),
  target: z.string().max(1000),
  category: z.string().max(40).catch(''),
});

export type FollowParts = SubjectParts & {
  follows: Pick<FollowStore, 'find' | 'count' | 'insert' | 'delete' | 'decline'>;
  clock: Clock;
};

export function createFollow(parts: FollowParts): Handler {
  return async (req, res) => {
    const member = memberOf(req);
    if (!can(member, 'follow')) throw new AppError('forbidden', { status: 403 });
    const subject = subjectOf(req);
    const nameOf = await loadSubjects(parts, [subject], res.locals.language);
    const named = nameOf(subject);
    if (!named) throw notFound(subject.kind);
    await checkCount(parts, member.id, subject);
    await parts.follows.insert({ userId: member.id, ...subject, isAutomatic: false, createdAt: parts.clock() });
    setNotice(req, 'followed', { name: named.name });
    res.redirect(303, nextOf(req));
  };
}

export function createUnfollow(parts: FollowParts): Handler {
  return async (req, res) => {
    const member = memberOf(req);
    const subject = subjectOf(req);
    const follow = await parts.follows.find(member.id, subject);
    if (follow) {
      await parts.follows.delete(follow.id);
      if (follow.kind === 'thread') await parts.follows.decline(member.id, Number(follow.target));
    }
    setNotice(req, 'unfollowed');
    res.redirect(303, nextOf(req));
  };
}

export function nextOf(req: Request, fallback: string = urls.following): string {
  return safeNext((req.body as Record<string, unknown> | undefined)?.next, fallback);
}

function subjectOf(req: Request): FollowTarget {
  const parsed = targetForm.safeParse(req.body ?? {});
  if (!parsed.success) throw new AppError('bad-request', { status: 400 });
  const { kind, target: typed, category } = parsed.data;
  const target = toTarget(kind, typed, { words: typed, category });
  if (target === null) throw new AppError('bad-request', { status: 400 });
  return { kind, target };
}

async function checkCount({ follows }: FollowParts, userId: number, { kind }: FollowTarget): Promise<void> {
  const isSearch = kind === 'search';
  const max = isSearch ? MOST_SEARCHES : MOST_FOLLOWS;
  if ((await follows.count(userId, isSearch ? kind : undefined)) < max) return;
  throw new AppError('too-many-follows', { status: 422, params: { max } });
}
