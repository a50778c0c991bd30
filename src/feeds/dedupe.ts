/**
 * Is a draft new, an edit, or something we have? Pure: stored articles come in, decisions leave, in the drafts' order.
 * Identity, strongest first: guid within the feed, canonical address on the whole site, title and date within the feed.
 * Invariant: deciding again after storing the decisions gives `same` for every draft.
 */
import type { ArticleDraft, KnownArticle } from '../news/article.js';
import { createArticleLookup } from './article-lookup.js';
import { noVerdict, type RuleEffect, type RuleRejection, type Verdict } from './rule.js';
import { type Aside, asideReasons } from './set-aside.js';

export type Rejection = 'no-content' | RuleRejection | (typeof asideReasons)[keyof typeof asideReasons];

export type Decision =
  | { kind: 'new'; draft: ArticleDraft; verdict: Verdict }
  | { kind: 'updated'; draft: ArticleDraft; known: KnownArticle }
  | { kind: 'same'; draft: ArticleDraft; known: KnownArticle | null }
  | { kind: 'held'; draft: ArticleDraft; verdict: Verdict }
  /** It waits already; `isEdit`: with other words. */
  | { kind: 'waiting'; draft: ArticleDraft; asideId: number; isEdit: boolean }
  | { kind: 'rejected'; draft: ArticleDraft; reason: Rejection; by: RuleEffect | null };

export type KnownArticles = { articles: KnownArticle[]; versions: ReadonlySet<string>; asides?: readonly Aside[] };

/** All that the source lists now, the articles that its earlier parts spoke for, and what the rules make of entries. */
export type WholeDocument = {
  drafts: readonly ArticleDraft[];
  spokenFor: ReadonlySet<number>;
  verdicts?: ReadonlyMap<ArticleDraft, Verdict>;
};

/** `drafts` may be a part of a long document. */
export function decide(
  feedId: number,
  drafts: readonly ArticleDraft[],
  stored: KnownArticles,
  document: WholeDocument = { drafts, spokenFor: new Set() },
): Decision[] {
  const lookup = createArticleLookup(feedId, document.drafts, stored.articles);
  const decideUnknown = createNewcomers(feedId, stored.asides ?? [], document);
  const taken = new Set(document.spokenFor);
  return drafts.map((draft, at): Decision => {
    if (draft.title === '' && draft.text === '') return { kind: 'rejected', draft, reason: 'no-content', by: null };
    const known = lookup.find(draft);
    if (!known) {
      const fresh = lookup.isAddressTaken(draft) ? { ...draft, urlKey: null } : draft;
      const decision = decideUnknown(draft, fresh, at);
      if (decision.kind === 'new') lookup.put(begun(feedId, fresh, at));
      return decision;
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

/** An entry that is no article yet: set aside before, or left to the rules. */
function createNewcomers(feedId: number, asides: readonly Aside[], document: WholeDocument) {
  const lookup = createArticleLookup(feedId, document.drafts, asides);
  const kinds = new Map(asides.map((aside) => [aside.id, aside.kind]));
  return (draft: ArticleDraft, fresh: ArticleDraft, at: number): Decision => {
    const aside = lookup.find(draft);
    if (aside) return decideAside(draft, aside, kinds.get(aside.id) ?? 'held');
    const verdict = document.verdicts?.get(draft) ?? noVerdict;
    if (verdict.reason !== null) return { kind: 'rejected', draft, reason: verdict.reason, by: verdict.by };
    if (verdict.kind !== 'hold') return { kind: 'new', draft: fresh, verdict };
    lookup.put(begun(feedId, draft, at));
    return { kind: 'held', draft, verdict };
  };
}

function decideAside(draft: ArticleDraft, aside: KnownArticle, kind: Aside['kind']): Decision {
  if (kind !== 'held') return { kind: 'rejected', draft, reason: asideReasons[kind], by: null };
  // Of several entries of one document the first has just been set aside.
  if (aside.id < 0) return { kind: 'same', draft, known: null };
  return { kind: 'waiting', draft, asideId: aside.id, isEdit: aside.contentHash !== draft.contentHash };
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
