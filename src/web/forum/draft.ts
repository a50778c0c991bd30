/** Keeps a text on the server while it is typed, or throws it away. Answers the script with nothing, a person with the form. */
import type { Request } from 'express';
import { z } from 'zod';
import type { DraftStore } from '../../forum/draft-store.js';
import { LONGEST_POST } from '../../forum/post.js';
import type { PostStore } from '../../forum/post-store.js';
import { type Clock, MINUTE } from '../../lib/clock.js';
import { AppError } from '../../lib/errors.js';
import { stripControls } from '../../lib/text.js';
import { memberOf } from '../authentication.js';
import { forgetKeptText } from '../kept-text.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { placeAddress } from './draft-places.js';

export type DraftParts = {
  drafts: Pick<DraftStore, 'upsert' | 'delete'>;
  posts: Pick<PostStore, 'hasRepeat'>;
  clock: Clock;
};

// The last keystroke's message may come after the post itself.
const LATE = 10 * MINUTE;

const schema = z.object({
  place: z.string().catch(''),
  markdown: z.string().catch(''),
  intent: z.enum(['save', 'discard']).catch('save'),
});

export function createDraftPage(parts: DraftParts): Handler {
  return async (req, res) => {
    const { place, markdown, intent } = schema.parse(req.body ?? {});
    const address = placeAddress(place);
    if (address === null) throw new AppError('bad-request', { status: 400 });
    if (intent === 'discard') {
      await parts.drafts.delete(memberOf(req).id, place);
      forgetKeptText(req, place);
      setNotice(req, 'draft-discarded');
      return res.redirect(303, `${address}#reply`);
    }
    await keepDraft(parts, req, { place, markdown });
    res.status(204).end();
  };
}

/** Longer than a post may be is kept all the same: it can be cut down later. */
export async function keepDraft(
  parts: DraftParts,
  req: Request,
  { place, markdown }: { place: string; markdown: string },
): Promise<void> {
  const userId = memberOf(req).id;
  const text = stripControls(markdown.replaceAll('\r\n', '\n')).slice(0, LONGEST_POST + 5000);
  const now = parts.clock();
  const threadId = Number(/^thread:(\d+)/.exec(place)?.[1] ?? 0);
  const isLate = threadId > 0 && (await parts.posts.hasRepeat({ threadId, userId, markdown: text.trim() }, now - LATE));
  if (text.trim() === '' || isLate) await parts.drafts.delete(userId, place);
  else await parts.drafts.upsert(userId, { place, markdown: text, updatedAt: now });
  forgetKeptText(req, place);
}
