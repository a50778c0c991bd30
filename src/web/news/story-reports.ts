/** What the further reports of a story are to one another, in words. */
import type { Feed } from '../../feeds/feed.js';
import type { Format } from '../../i18n/format.js';
import type { Texts } from '../../i18n/texts.js';
import type { Article } from '../../news/article.js';
import { relationOf } from '../../news/story-relation.js';
import type { StoryCoverage } from '../../news/story-store.js';
import type { ReportView } from './pages.js';

type Told = Pick<Article, 'id' | 'feedId' | 'publishedAt'>;
type Words = { feeds: readonly Feed[]; t: Texts; fmt: Format };

export function createReports(
  articles: readonly Told[],
  coverage: readonly StoryCoverage[],
  { feeds, t, fmt }: Words,
): (articleId: number) => ReportView {
  const told = new Map(articles.map((article) => [article.id, article]));
  const known = new Map(coverage.map((report) => [report.articleId, report]));
  const nameOf = (id: number) => {
    const article = told.get(id);
    const feed = feeds.find((each) => each.id === article?.feedId);
    return article && feed ? `${feed.title}, ${fmt.dateTime(article.publishedAt)}` : '';
  };

  return (articleId) => {
    const { joined = null, addition = null } = known.get(articleId) ?? {};
    const article = told.get(articleId);
    const relation = article ? relationOf(article, addition, articles) : { kind: 'report' as const };
    const joinedText = joined && toJoinedText(joined, t);
    if (relation.kind === 'report') return { badge: null, repeats: null, joined: joinedText, addition };
    const { badge, lead } = t.stories.relations[relation.kind];
    const of = { name: nameOf(relation.ofId), url: `#article-${relation.ofId}` };
    return { badge, repeats: { lead, of }, joined: joinedText, addition };
  };
}

/** The articles whose text changed on its way from one report to another. */
export function changedIn(articles: readonly Told[], coverage: readonly StoryCoverage[]): Set<number> {
  return new Set(
    coverage.flatMap(({ articleId, addition }) => {
      const isThere = addition?.kind === 'changed' && articles.some(({ id }) => id === addition.againstId);
      return isThere ? [articleId, addition.againstId] : [];
    }),
  );
}

function toJoinedText({ score, reason, params }: NonNullable<StoryCoverage['joined']>, t: Texts): string {
  const why = t.stories.reasons[reason]?.(params) ?? '';
  return t.stories.joined(Math.round(100 * (score ?? 0)), why);
}
