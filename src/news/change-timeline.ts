/**
 * Every change that a text went through in a story, in one order: what its source edited in place, its newer versions
 * under other addresses, and other sources' repeats with changes. Pure.
 */
import { changedKind, type StoryRelation } from './story-relation.js';

/** Where the words of a version stand: in a version that was replaced, or in an article as it is now. */
export type VersionPlace = { table: 'revision' | 'article'; id: number };

export type Change = {
  kind: 'edit' | Extract<StoryRelation['kind'], 'revision' | 'edited-repeat'>;
  /** Stays the same however many others come: for addresses. */
  key: string;
  at: number;
  articleId: number;
  before: VersionPlace;
  after: VersionPlace;
};

/** An article of a story, with the report that it repeats. */
export type FamilyMember = {
  id: number;
  feedId: number;
  title: string;
  language: string;
  publishedAt: number;
  repeatsId: number | null;
  isEdited: boolean;
};

/** A version that a source replaced. */
export type Edit = { id: number; articleId: number; replacedAt: number };

/** The articles that go back to the same text as this one, the one they go back to first. */
export function familyOf(articleId: number, members: readonly FamilyMember[]): FamilyMember[] {
  const rootOf = createRootFinder(members);
  const root = rootOf(articleId);
  const family = members.filter(({ id }) => rootOf(id) === root);
  return family.sort((a, b) => Number(b.id === root) - Number(a.id === root));
}

export type OwnRepeat = Pick<FamilyMember, 'id' | 'isEdited'> & { repeatsId: number };
/** How many further texts go back to an article, and whether any of them says something else. */
export type OwnVersions = { count: number; isEdited: boolean };

/** Of these articles those that others of `repeats` go back to. */
export function versionsOf(articleIds: readonly number[], repeats: readonly OwnRepeat[]): Map<number, OwnVersions> {
  const roots = articleIds.map((id) => ({ id, repeatsId: null }));
  const asked = new Set(articleIds);
  const rootOf = createRootFinder([...roots, ...repeats]);
  const found = new Map<number, OwnVersions>();
  for (const { id, isEdited } of repeats) {
    const root = rootOf(id);
    const before = found.get(root) ?? { count: 0, isEdited: false };
    if (asked.has(root) && root !== id)
      found.set(root, { count: before.count + 1, isEdited: before.isEdited || isEdited });
  }
  return found;
}

/** Oldest first. */
export function timelineOf(family: readonly FamilyMember[], edits: readonly Edit[]): Change[] {
  const byId = new Map(family.map((member) => [member.id, member]));
  const repeats = family.flatMap((member): Change[] => {
    const repeated = byId.get(member.repeatsId ?? 0);
    if (!repeated || !member.isEdited) return [];
    return [
      {
        kind: changedKind(member, repeated),
        key: repeatKey(member.id),
        at: member.publishedAt,
        articleId: member.id,
        before: { table: 'article', id: repeated.id },
        after: { table: 'article', id: member.id },
      },
    ];
  });
  return [...family.flatMap(({ id }) => editsOf(id, edits)), ...repeats].sort((a, b) => a.at - b.at);
}

export function repeatKey(articleId: number): string {
  return `a${articleId}`;
}

function editsOf(articleId: number, edits: readonly Edit[]): Change[] {
  const own = edits.filter((edit) => edit.articleId === articleId).sort((a, b) => a.id - b.id);
  return own.map(({ id, replacedAt }, at): Change => {
    const next = own[at + 1];
    return {
      kind: 'edit',
      key: `r${id}`,
      at: replacedAt,
      articleId,
      before: { table: 'revision', id },
      after: next ? { table: 'revision', id: next.id } : { table: 'article', id: articleId },
    };
  });
}

/** Follows repeats back to the text that repeats none. Only earlier articles are repeated, but rows could lie: no circle is walked twice. */
function createRootFinder(members: readonly Pick<FamilyMember, 'id' | 'repeatsId'>[]) {
  const repeats = new Map(members.map(({ id, repeatsId }) => [id, repeatsId]));
  return (articleId: number): number => {
    let root = articleId;
    for (const _ of members) {
      const before = repeats.get(root) ?? null;
      if (before === null || !repeats.has(before)) return root;
      root = before;
    }
    return articleId;
  };
}
