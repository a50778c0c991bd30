/** What a source changed in an article: each change as a readable difference, the newest first; one is shown at a time. */
import { notFound } from '../../lib/errors.js';
import type { DiffPairs } from '../../lib/text-client.js';
import type { DiffRun } from '../../lib/text-diff.js';
import type { Article } from '../../news/article.js';
import type { ArticleStore } from '../../news/article-store.js';
import type { Revision, RevisionStore } from '../../news/revision-store.js';
import type { ThreadStore } from '../../news/thread-store.js';
import type { Link } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam, textQuery } from '../route.js';
import { urls, withQuery } from '../urls.js';

export type RevisionsPage = {
  title: string;
  language: string;
  article: Link;
  /** Every change, newest first. */
  changes: { at: number; url: string; isCurrent: boolean }[];
  /** null: the source has changed nothing. */
  shown: { at: number; title: DiffRun[] | null; text: DiffRun[] | null } | null;
};

export type RevisionsParts = {
  articles: Pick<ArticleStore, 'find' | 'findText'>;
  threads: Pick<ThreadStore, 'get'>;
  revisions: Pick<RevisionStore, 'list'>;
  diffPairs: DiffPairs;
};

export function createShowRevisions(parts: RevisionsParts): Handler {
  return async (req, res) => {
    const { t } = res.locals;
    const { article, versions } = await load(parts, idParam(req));
    const last = versions.length - 2;
    const wanted = Number(textQuery(req, 'change', 3)) - 1;
    const at = Number.isInteger(wanted) && wanted >= 0 && wanted <= last ? wanted : last;
    const path = (change: number) =>
      withQuery(urls.revisions(article.id), { change: change === last ? null : change + 1 });
    const page: RevisionsPage = {
      title: article.title,
      language: article.language,
      article: { name: article.title, url: `${urls.thread(article.threadId)}#article-${article.id}` },
      changes: versions
        .slice(0, -1)
        .map(({ replacedAt }, change) => ({ at: replacedAt, url: path(change), isCurrent: change === at }))
        .reverse(),
      shown: await difference(parts, versions[at], versions[at + 1]),
    };
    const head = {
      title: t.revisions.titleOf(article.title),
      description: t.revisions.intro,
      path: path(at),
      isUnlisted: true,
    };
    await renderPage(req, res, 'news/revisions', { head, page });
  };
}

async function difference(
  parts: RevisionsParts,
  before: Revision | undefined,
  after: Revision | undefined,
): Promise<RevisionsPage['shown']> {
  if (!before || !after) return null;
  const [title = [], text = []] = await parts.diffPairs([
    [before.title, after.title],
    [before.text, after.text],
  ]);
  return { at: before.replacedAt, title: ifChanged(title), text: ifChanged(text) };
}

/** The versions in their order; the last is what the article says now. */
async function load(parts: RevisionsParts, id: number | null): Promise<{ article: Article; versions: Revision[] }> {
  const article = id === null ? undefined : await parts.articles.find(id);
  if (!article) throw notFound('article');
  const [thread, revisions, text] = await Promise.all([
    parts.threads.get(article.threadId),
    parts.revisions.list(article.id),
    parts.articles.findText(article.id),
  ]);
  if (thread.hiddenAt !== null) throw notFound('revision');
  return { article, versions: [...revisions, { id: 0, title: article.title, text: text ?? '', replacedAt: 0 }] };
}

function ifChanged(runs: DiffRun[]): DiffRun[] | null {
  return runs.some((run) => run.kind !== 'same') ? runs : null;
}
