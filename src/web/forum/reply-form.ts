/** The form of a reply: whom it answers, what is quoted, and the text that was being written. */
import type { Request } from 'express';
import type { UserStore } from '../../accounts/user-store.js';
import { draftPlace } from '../../forum/draft.js';
import type { DraftStore } from '../../forum/draft-store.js';
import { LONGEST_POST } from '../../forum/post.js';
import type { PostTextStore } from '../../forum/post-text-store.js';
import { quoteOf } from '../../forum/quote.js';
import type { SafeHtml } from '../../lib/safe-html.js';
import { memberOf } from '../authentication.js';
import { keptTextFor } from '../kept-text.js';
import type { FormState } from '../page.js';
import { numberOf, textQuery } from '../route.js';
import { urls } from '../urls.js';
import type { FormTime } from './form-time.js';
import type { ReplyForm } from './pages.js';

export type ReplyFormParts = {
  users: Pick<UserStore, 'listByIds'>;
  postTexts: Pick<PostTextStore, 'findText'>;
  drafts: Pick<DraftStore, 'find'>;
  formTime: Pick<FormTime, 'issue'>;
};

/** What the reply form holds when it is shown again. */
export type ReplyDraft = FormState<'markdown' | 'replyTo' | 'shown'> & { preview: SafeHtml | null };

export async function loadReplyForm(
  parts: ReplyFormParts,
  req: Request,
  threadId: number,
  typed?: ReplyDraft,
): Promise<ReplyForm> {
  const target = await findTarget(parts, threadId, typed ? typed.values.replyTo : textQuery(req, 'reply', 10));
  const place = draftPlace({ threadId, replyToId: target?.post.id ?? null });
  const viewer = memberOf(req);
  const draft = typed ? undefined : await parts.drafts.find(viewer.id, place);
  const lost = typed ? '' : keptTextFor(req, place);
  const quote = typed || !target || textQuery(req, 'quote', 2) === '' ? '' : quoteOf(target.post.markdown);
  const form = typed ?? {
    values: { markdown: joined(lost || draft?.markdown || '', quote) },
    errors: {},
    preview: null,
  };
  return {
    ...form,
    values: { ...form.values, replyTo: target ? String(target.post.id) : '' },
    action: `${urls.reply(threadId)}#reply`,
    replyTo: target ? { id: target.post.id, authorName: target.authorName } : null,
    maxLength: LONGEST_POST,
    author: viewer.id,
    // A form that is shown again is as old as it was at first.
    shown: typed?.values.shown ?? parts.formTime.issue(viewer.id),
    draft: { place, isRestored: lost !== '' || draft !== undefined, keptAt: lost ? null : (draft?.updatedAt ?? null) },
  };
}

async function findTarget(parts: ReplyFormParts, threadId: number, typed = '') {
  const id = numberOf(typed);
  const post = id === null ? undefined : await parts.postTexts.findText(id);
  if (!post || post.threadId !== threadId || post.deletedAt !== null) return null;
  const [author] = await parts.users.listByIds([post.userId]);
  return author ? { post, authorName: author.name } : null;
}

/** A quote goes below what was already written, once. */
function joined(kept: string, quote: string): string {
  if (quote === '' || kept.includes(quote.trim())) return kept;
  return kept === '' ? quote : `${kept}\n\n${quote}`;
}
