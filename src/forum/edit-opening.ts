/**
 * Use case: the author of a thread changes its headline and opening text. It is an edit of an article: what it said before
 * stays readable, and index, stories and similar articles follow by the same way as a source's edit.
 */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import { CLEANER_VERSION } from '../lib/html.js';
import { updateArticle } from '../news/article-write-store.js';
import type { ThreadStore } from '../news/thread-store.js';
import { checkThread } from './check-post.js';
import { openingPlace } from './draft.js';
import type { DraftStore } from './draft-store.js';
import type { OpeningStore } from './opening-store.js';
import type { DraftThread } from './start-thread.js';

export type EditOpeningParts = {
  db: Db;
  openings: Pick<OpeningStore, 'find' | 'lock' | 'updateMarkdown'>;
  threads: Pick<ThreadStore, 'find' | 'get'>;
  drafts: Pick<DraftStore, 'delete'>;
  draftThread: DraftThread;
  /** Posts a member must have published before they change any; see hold-post.ts. */
  holdFirstPosts: number;
  clock: Clock;
  announce: () => void;
};

export type EditOpeningInput = { articleId: number; title: string; markdown: string };

export function createEditOpening(parts: EditOpeningParts) {
  return async function editOpening(actor: User | null, input: EditOpeningInput): Promise<{ isChanged: boolean }> {
    const opening = await parts.openings.find(input.articleId);
    if (!opening) throw notFound('article');
    if (!actor || !can(actor, 'opening.edit', opening)) throw new AppError('forbidden', { status: 403 });
    const { id, threadId, feedId } = opening;
    await checkThread(parts.threads, actor, { threadId, lockedCode: 'edit-locked' });
    // What a moderator let through is not to become something else unseen.
    if (actor.role === 'member' && actor.postCount < parts.holdFirstPosts)
      throw new AppError('edit-held', { status: 422 });
    const { categoryId } = await parts.threads.get(threadId);
    // The page that it is about stays: whoever replied, replied to that.
    const { draft, markdown } = await parts.draftThread(actor, { ...input, link: opening.url ?? '' });
    const now = parts.clock();
    const isChanged = await parts.db.transact(async (trx) => {
      const current = await parts.openings.lock(trx, id);
      if (!current) throw notFound('article');
      await parts.drafts.delete(actor.id, openingPlace(id), trx);
      if (current.title === draft.title && current.markdown === markdown) return false;
      const context = { feedId, categoryId, cleanerVersion: CLEANER_VERSION, now };
      await updateArticle(trx, context, current, { ...draft, editedAt: now });
      await parts.openings.updateMarkdown(trx, id, markdown);
      return true;
    });
    parts.announce();
    return { isChanged };
  };
}

export type EditOpening = ReturnType<typeof createEditOpening>;
