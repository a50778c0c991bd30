/**
 * How the text of an article changed: its source's edits, newer versions and other sources' repeats in one order, the
 * newest first; one is shown at a time, as a readable difference.
 */
import type { Feed } from '../../feeds/feed.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import type { Texts } from '../../i18n/texts.js';
import { notFound } from '../../lib/errors.js';
import type { DiffPairs } from '../../lib/text-client.js';
import type { DiffRun } from '../../lib/text-diff.js';
import type { ArticleStore } from '../../news/article-store.js';
import { type Change, type FamilyMember, familyOf, timelineOf } from '../../news/change-timeline.js';
import type { RevisionStore } from '../../news/revision-store.js';
import type { ThreadStore } from '../../news/thread-store.js';
import type { Link } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam, textQuery } from '../route.js';
import { urls, withQuery } from '../urls.js';

export type ChangeRow = { at: number; what: string; source: string; url: string; isCurrent: boolean };

export type RevisionsPage = {
  title: string;
  language: string;
  article: Link;
  /** Every change, newest first. */
  changes: ChangeRow[];
  /** null: nothing was changed. */
  shown: {
    at: number;
    /** `at` is when this site saw the edit; the source may have made it before. */
    isNoticed: boolean;
    what: string;
    /** The report that has the changed words. */
    article: Link;
    language: string;
    /** The headline as it is after the change. */
    headline: string;
    title: DiffRun[] | null;
    text: DiffRun[] | null;
  } | null;
};

export type RevisionsParts = {
  articles: Pick<ArticleStore, 'findThreadOf'>;
  threads: Pick<ThreadStore, 'get'>;
  feeds: Pick<FeedStore, 'listByIds'>;
  revisions: Pick<RevisionStore, 'listMembers' | 'listEdits' | 'findVersion'>;
  diffPairs: DiffPairs;
};

export function createShowRevisions(parts: RevisionsParts): Handler {
  return async (req, res) => {
    const { t } = res.locals;
    const { threadId, family, root } = await loadFamily(parts, idParam(req));
    const [edits, feeds] = await Promise.all([
      parts.revisions.listEdits(family.map(({ id }) => id)),
      parts.feeds.listByIds([...new Set(family.map(({ feedId }) => feedId))]),
    ]);
    const changes = timelineOf(family, edits);
    const last = changes.at(-1);
    const current = changes.find(({ key }) => key === textQuery(req, 'change', 12)) ?? last;
    const path = (change: Change | undefined) =>
      withQuery(urls.revisions(root.id), { change: change === last ? null : change?.key });
    const rows = changes.map((change) => ({
      ...wordsOf(change, { family, feeds, t }),
      url: path(change),
      isCurrent: change === current,
    }));
    const page: RevisionsPage = {
      title: root.title,
      language: root.language,
      article: linkTo(root, threadId),
      changes: rows.reverse(),
      shown: current ? await difference(parts, current, { family, feeds, t, threadId }) : null,
    };
    const head = {
      title: t.revisions.titleOf(root.title),
      description: t.revisions.intro,
      path: path(current),
      isUnlisted: true,
    };
    await renderPage(req, res, 'news/revisions', { head, page });
  };
}

type Known = { family: readonly FamilyMember[]; feeds: readonly Feed[]; t: Texts };

function wordsOf({ kind, at, articleId }: Change, { family, feeds, t }: Known): Omit<ChangeRow, 'url' | 'isCurrent'> {
  const feedId = family.find(({ id }) => id === articleId)?.feedId;
  return { at, what: t.stories.changeKinds[kind], source: feeds.find(({ id }) => id === feedId)?.title ?? '' };
}

async function difference(
  parts: RevisionsParts,
  change: Change,
  known: Known & { threadId: number },
): Promise<RevisionsPage['shown']> {
  const member = known.family.find(({ id }) => id === change.articleId);
  const versions = await Promise.all([change.before, change.after].map((place) => parts.revisions.findVersion(place)));
  const [before, after] = versions;
  // Deleted while this ran.
  if (!before || !after || !member) return null;
  const [title = [], text = []] = await parts.diffPairs([
    [before.title, after.title],
    [before.text, after.text],
  ]);
  const { what, source } = wordsOf(change, known);
  return {
    at: change.at,
    isNoticed: change.kind === 'edit',
    what,
    article: { ...linkTo(member, known.threadId), name: source },
    language: member.language,
    headline: after.title,
    title: ifChanged(title),
    text: ifChanged(text),
  };
}

async function loadFamily(parts: RevisionsParts, id: number | null) {
  const threadId = id === null ? undefined : await parts.articles.findThreadOf(id);
  if (id === null || threadId === undefined) throw notFound('article');
  const [thread, members] = await Promise.all([parts.threads.get(threadId), parts.revisions.listMembers(threadId)]);
  const family = familyOf(id, members);
  const [root] = family;
  if (thread.hiddenAt !== null || !root) throw notFound('revision');
  return { threadId, family, root };
}

function linkTo(member: FamilyMember, threadId: number): Link {
  return { name: member.title, url: `${urls.thread(threadId)}#article-${member.id}` };
}

function ifChanged(runs: DiffRun[]): DiffRun[] | null {
  return runs.some((run) => run.kind !== 'same') ? runs : null;
}
