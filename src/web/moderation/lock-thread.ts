/** Closes a discussion or opens it again. */
import { z } from 'zod';
import { notFound } from '../../lib/errors.js';
import type { LockThread } from '../../moderation/lock-thread.js';
import { attempt } from '../form.js';
import { type Handler, idParam } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';

export type LockThreadParts = { lockThread: LockThread };

const schema = z.object({ lockReason: z.string().catch('') });

export function createLockPage(parts: LockThreadParts, isLocked: boolean): Handler {
  return async (req, res) => {
    const threadId = idParam(req);
    if (threadId === null) throw notFound('thread');
    const { lockReason: reason } = schema.parse(req.body ?? {});
    const done = await attempt(() => parts.lockThread(req.user ?? null, { threadId, isLocked, reason }));
    if (done.ok) setNotice(req, isLocked ? 'thread-locked-now' : 'thread-unlocked');
    else setNotice(req, done.error.code, done.error.params);
    res.redirect(303, `${urls.thread(threadId)}#replies`);
  };
}
