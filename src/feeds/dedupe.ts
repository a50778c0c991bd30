/**
 * Is a draft new, an edit, or something we have? Pure: stored articles come in, decisions leave, in the drafts' order.
 * Identity, strongest first: guid within the feed, canonical address on the whole site, title and date within the feed.
 * Invariant: deciding again after storing the decisions gives `same` for every draft.
 */
import type { ArticleDraft, KnownArticle } from '../news/article.js';
import { createArticleLookup } from './article-lookup.js';

export type Rejection = 'no-content';

export type Decision =
  | { kind: 'new'; draft: ArticleDraft }
  | { kind: 'updated'; draft: ArticleDraft; known: KnownArticle }
  | { kind: 'same'; draft: ArticleDraft; known: KnownArticle | null }
  | { kind: 'rejected'; draft: ArticleDraft; reason: Rejection };

export type KnownArticles = { articles: KnownArticle[]; versions: ReadonlySet<string> };

/** All that the source lists now, and the articles that its earlier parts spoke for. */
export type WholeDocument = { drafts: readonly ArticleDraft[]; spokenFor: ReadonlySet<number> };

/** `drafts` may be a part of a long document. */
export function decide(
  feedId: number,
  drafts: readonly ArticleDraft[],
  stored: KnownArticles,
  document: WholeDocument = { drafts, spokenFor: new Set() },
): Decision[] {
  const lookup = createArticleLookup(feedId, document.drafts, stored.articles);
  const taken = new Set(document.spokenFor);
  return drafts.map((draft, at): Decision => {
    if (draft.title === '' && draft.text === '') return { kind: 'rejected', draft, reason: 'no-content' };
    const known = lookup.find(draft);
    if (!known) {
      const fresh = lookup.isAddressTaken(draft) ? { ...draft, urlKey: null } : draft;
      lookup.put(begun(feedId, fresh, at));
      return { kind: 'new', draft: fresh };
    }
    if (known.id < 0) return { kind: 'same', draft, known: null };
    // The first of several entries for one article speaks for it: feeds put the newest first.
    const isFirst = lookup.speaks(draft) && !taken.has(known.id);
    taken.add(known.id);
    const isEdit = isFirst && known.feedId === feedId && isEdited(draft, known, stored.versions);
    if (!isEdit) return { kind: 'same', draft, known };
    const learnt = lookup.withKeys(known, draft);
    lookup.put({ ...learnt, identityKey: draft.identityKey, contentHash: draft.contentHash });
    return { kind: 'updated', draft, known: learnt };
  });
}

/** An article that this document brings, before it is stored: its id is negative. */
function begun(feedId: number, draft: ArticleDraft, at: number): KnownArticle {
  const { guidKey, urlKey, identityKey, contentHash, editedAt } = draft;
  return { id: -1 - at, threadId: 0, feedId, guidKey, urlKey, identityKey, contentHash, editedAt, publishedAt: 0 };
}

/** A version that the article had before, or one dated before it, is an old copy. */
function isEdited(draft: ArticleDraft, known: KnownArticle, versions: ReadonlySet<string>): boolean {
  if (draft.contentHash === known.contentHash) return false;
  if (draft.editedAt !== null && known.editedAt !== null && draft.editedAt < known.editedAt) return false;
  if (!versions.has(`${known.id}:${draft.contentHash}`)) return true;
  return draft.editedAt !== null && draft.editedAt > (known.editedAt ?? known.publishedAt);
}
