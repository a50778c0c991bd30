/** The similar articles of a story as its page shows them, and what the viewer may say of them. */
import type { Request } from 'express';
import { can } from '../../accounts/can.js';
import { isThreadMuted } from '../../forum/mute.js';
import type { FeedbackStore, Judgement } from '../../search/feedback-store.js';
import { SHOWN_FROM } from '../../search/similar.js';
import type { SimilarStore, SimilarThread } from '../../search/similar-store.js';
import type { OwnMutes } from '../following/own-mutes.js';
import type { FormState } from '../page.js';
import { urls } from '../urls.js';
import type { PinForm, SimilarRow } from './pages.js';

const SIMILAR_SHOWN = 10;
// Weakly related articles fill a short list, they do not lengthen a long one.
const WEAK_SHOWN_UP_TO = 5;

export type SimilarSectionParts = {
  similar: Pick<SimilarStore, 'listSimilar' | 'isPending'>;
  feedback: Pick<FeedbackStore, 'listVotes'>;
  ownMutes: OwnMutes;
};

export type SimilarSection = { similar: SimilarRow[]; isSimilarPending: boolean; pinForm: PinForm | null };

export async function loadSimilar(
  parts: SimilarSectionParts,
  req: Request,
  threadId: number,
  pinForm: FormState<'target' | 'reason'> = { values: {}, errors: {} },
): Promise<SimilarSection> {
  const actor = req.user ?? null;
  const [similar, mutes, votes] = await Promise.all([
    parts.similar.listSimilar(threadId, SIMILAR_SHOWN),
    parts.ownMutes(req),
    actor ? parts.feedback.listVotes(actor.id, threadId) : new Map<number, Judgement>(),
  ]);
  const may = { judge: can(actor, 'similar.judge'), rule: can(actor, 'similar.rule') };
  const isShown = (row: SimilarThread, rank: number) =>
    row.isPinned || row.score >= SHOWN_FROM || rank < WEAK_SHOWN_UP_TO;
  const shown = similar.filter((row, rank) => isShown(row, rank) && !isThreadMuted(mutes, row));
  return {
    similar: shown.map((row) => toSimilarRow(row, threadId, may, votes.get(row.id) ?? null)),
    isSimilarPending: similar.length === 0 ? await parts.similar.isPending(threadId) : false,
    pinForm: may.rule ? { ...pinForm, action: urls.pinSimilar(threadId) } : null,
  };
}

function toSimilarRow(
  row: SimilarThread,
  threadId: number,
  may: { judge: boolean; rule: boolean },
  mine: Judgement | null,
): SimilarRow {
  return {
    url: urls.thread(row.id),
    title: row.title,
    language: row.language,
    feed: { name: row.feedTitle, url: urls.feed(row.feedId) },
    publishedAt: row.publishedAt,
    score: Math.round(row.score * 100),
    terms: row.terms,
    isPinned: row.isPinned,
    judgeUrl: may.judge ? urls.judgeSimilar(threadId, row.id) : null,
    mine,
    desk: may.rule
      ? { related: row.relatedCount, unrelated: row.unrelatedCount, rulingUrl: urls.ruleSimilar(threadId, row.id) }
      : null,
  };
}
