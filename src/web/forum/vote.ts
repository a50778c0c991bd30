/** A vote on a post: back to the post, or two numbers for the script that sent it. */
import { z } from 'zod';
import type { Vote } from '../../forum/vote.js';
import type { VoteValue } from '../../forum/vote-store.js';
import { errorText } from '../../i18n/texts.js';
import { notFound } from '../../lib/errors.js';
import { attempt } from '../form.js';
import { type Handler, idParam } from '../route.js';
import { setNotice } from '../session.js';
import { urls, withQuery } from '../urls.js';
import { orderOf, orderQuery } from './discussion-order.js';

export type VotePageParts = { vote: Vote };

const values: Record<string, VoteValue> = { up: 1, down: -1, none: 0 };
const schema = z.object({ value: z.enum(['up', 'down', 'none']).catch('none') });

export function createVotePage(parts: VotePageParts): Handler {
  return async (req, res) => {
    const postId = idParam(req);
    if (postId === null) throw notFound('post');
    const { value } = schema.parse(req.body ?? {});
    const voted = await attempt(() => parts.vote(req.user ?? null, { postId, value: values[value] ?? 0 }));
    if (req.accepts(['html', 'json']) === 'json') {
      if (voted.ok) res.json({ up: voted.value.upCount, down: voted.value.downCount });
      else
        res.status(voted.error.status).json({ error: errorText(res.locals.t, voted.error.code, voted.error.params) });
      return;
    }
    if (!voted.ok) setNotice(req, voted.error.code, voted.error.params);
    res.redirect(303, withQuery(urls.post(postId), orderQuery(orderOf(req))));
  };
}
