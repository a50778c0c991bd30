/**
 * The titles in the public log. What was hidden, deleted or turned away is not told to everybody by the line that says so,
 * nor by any other line that speaks of it: there it has its number alone.
 */
import type { LoggedAction } from '../../moderation/log-store.js';
import type { ArticleStore } from '../../news/article-store.js';
import type { ThreadStore } from '../../news/thread-store.js';

export type LogTitleParts = {
  threads: Pick<ThreadStore, 'listReadableIds'>;
  articles: Pick<ArticleStore, 'listReadableIds'>;
};

/** What must be there for all to see before the title is; null where the title names nothing that can be hidden. */
type Named = { threads: number[]; articles: number[]; isPublic: boolean };

export async function withoutHiddenTitles(
  { threads, articles }: LogTitleParts,
  actions: readonly LoggedAction[],
): Promise<LoggedAction[]> {
  const named = actions.map(namedIn);
  const [threadIds, articleIds] = await Promise.all([
    threads.listReadableIds([...new Set(named.flatMap((each) => each?.threads ?? []))]),
    articles.listReadableIds([...new Set(named.flatMap((each) => each?.articles ?? []))]),
  ]);
  const readable = { threads: new Set(threadIds), articles: new Set(articleIds) };
  return actions.map((action, at) => {
    const what = named[at];
    const isReadable =
      !what ||
      (what.isPublic &&
        what.threads.every((id) => readable.threads.has(id)) &&
        what.articles.every((id) => readable.articles.has(id)));
    return isReadable ? action : { ...action, title: numbersOf(action) };
  });
}

function namedIn(action: LoggedAction): Named | null {
  const { subject, subjectId, details } = action;
  if (subject === 'thread' || subject === 'similar') {
    return { threads: threadsOf(action), articles: [], isPublic: true };
  }
  if (subject === 'article') return { threads: [], articles: [subjectId], isPublic: true };
  if (subject !== 'item') return null;
  // What was let in is known by its article; what was turned away nobody has read.
  const { articleId } = details;
  const isLetIn = typeof articleId === 'number';
  return { threads: [], articles: isLetIn ? [articleId] : [], isPublic: isLetIn };
}

/** In the order in which the title names them. */
function threadsOf({ action, subject, subjectId, details }: LoggedAction): number[] {
  if (action === 'thread-merge') return [Number(details.from), subjectId];
  if (subject !== 'similar') return [subjectId];
  return [subjectId, Number(details.low) === subjectId ? Number(details.high) : Number(details.low)];
}

function numbersOf(action: LoggedAction): string {
  const ids = action.subject === 'article' || action.subject === 'item' ? [action.subjectId] : threadsOf(action);
  return ids.map((id) => `№ ${id}`).join(action.action === 'thread-merge' ? ' → ' : ' — ');
}
