/** A member's word on a similar article: one click, back to the list. */
import { z } from 'zod';
import type { Limiter } from '../../accounts/rate-limit-store.js';
import type { JudgeSimilar } from '../../forum/judge-similar.js';
import { AppError, notFound } from '../../lib/errors.js';
import { memberOf } from '../authentication.js';
import { type Handler, idParam } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';

const schema = z.object({ value: z.enum(['1', '-1', '0']) });
const values = { '1': 1, '-1': -1, '0': null } as const;

export type JudgeSimilarParts = { judgeSimilar: JudgeSimilar; judgeLimit: Pick<Limiter, 'consume'> };

export function createJudge(parts: JudgeSimilarParts): Handler {
  return async (req, res) => {
    const [threadId, similarId] = [idParam(req), idParam(req, 'similarId')];
    if (threadId === null || similarId === null) throw notFound('thread');
    const actor = memberOf(req);
    const parsed = schema.safeParse(req.body ?? {});
    if (!parsed.success) throw new AppError('bad-request', { status: 400 });
    const verdict = await parts.judgeLimit.consume(String(actor.id));
    if (!verdict.ok) throw new AppError('too-many-requests', { status: 429, params: { seconds: verdict.seconds } });
    const value = values[parsed.data.value];
    await parts.judgeSimilar(actor, { threadId, similarId, value });
    setNotice(req, value === null ? 'judgement-withdrawn' : 'judgement-kept');
    res.redirect(303, `${urls.thread(threadId)}#similar`);
  };
}
