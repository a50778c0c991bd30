/** Search: the index ranks in its worker, the database gives the rows, the worker marks the matches. */
import { networkOf } from '../../accounts/network.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import { isThreadMuted } from '../../forum/mute.js';
import { searchTarget } from '../../forum/saved-search.js';
import { WorkerFailure } from '../../lib/call-client.js';
import { AppError } from '../../lib/errors.js';
import type { ArticleStore } from '../../news/article-store.js';
import type { ThreadStore } from '../../news/thread-store.js';
import type { SearchClient } from '../../search/client.js';
import type { SearchAnswer, SearchQuery } from '../../search/document.js';
import { loadOwnTools, type OwnToolsParts } from '../following/own-tools.js';
import { renderPage } from '../render.js';
import { type Handler, textQuery } from '../route.js';
import type { Sections, SectionsNow } from '../sections.js';
import { urls, withQuery } from '../urls.js';
import type { SearchPage, SearchRow } from './pages.js';
import { asksNothing, parseSearch } from './search-query.js';
import { toThreadRow } from './thread-rows.js';

export const RESULTS_PER_PAGE = 20;
const LAST_PAGE = 50;
const SNIPPET_LENGTH = 260;
// A match far into a long text is rare; what is sent to the worker stays small.
const TEXT_SEARCHED = 20_000;

export type SearchParts = OwnToolsParts & {
  index: Pick<SearchClient, 'search' | 'snippets'>;
  threads: Pick<ThreadStore, 'listByIds'>;
  articles: Pick<ArticleStore, 'listTexts'>;
  feeds: Pick<FeedStore, 'list'>;
  sections: Sections;
};

export function createShowSearch(parts: SearchParts): Handler {
  return async (req, res) => {
    const { t, language } = res.locals;
    const sections = await parts.sections.current();
    const query = textQuery(req, 'q', 200).trim();
    const category = textQuery(req, 'category', 40);
    const sort = req.query.sort === 'newest' ? 'newest' : 'relevance';
    const pageNumber = Math.min(Math.max(Number.parseInt(textQuery(req, 'page', 4), 10) || 1, 1), LAST_PAGE);
    const linkTo = (page: number, words = query) =>
      withQuery(urls.search, {
        q: words,
        category,
        sort: sort === 'newest' ? sort : null,
        page: page > 1 ? page : null,
      });
    const offset = (pageNumber - 1) * RESULTS_PER_PAGE;
    const asked = { words: query, category, sort, offset, network: networkOf(req.ip) } as const;
    const found = query === '' ? null : await orUnavailable(() => find(parts, sections, asked));
    const page: SearchPage = {
      query,
      category,
      sort,
      categories: sections.categories.map(({ slug, nameRu, nameEn }) => ({
        slug,
        name: language === 'ru' ? nameRu : nameEn,
      })),
      problems:
        found === null || found === 'unavailable'
          ? []
          : found.problems.map(({ kind, typed }) => t.searchProblems[kind](typed)),
      results: null,
      tools:
        query === ''
          ? null
          : await loadOwnTools(parts, req, { kind: 'search', target: searchTarget({ words: query, category }) }),
      isUnavailable: found === 'unavailable',
    };
    if (found !== null && found !== 'unavailable') {
      const { total, didYouMean } = found;
      const mutes = await parts.ownMutes(req);
      const hits = found.hits.filter(({ thread }) => !isThreadMuted(mutes, thread));
      page.results = {
        total,
        rows: hits.map(({ thread, title, snippet }): SearchRow => {
          return { ...toThreadRow(thread, sections, language), highlightedTitle: title, snippet };
        }),
        didYouMean:
          didYouMean === null ? null : { name: didYouMean, url: linkTo(1, [didYouMean, ...found.typed].join(' ')) },
        previous: pageNumber > 1 ? linkTo(pageNumber - 1) : null,
        next: total > pageNumber * RESULTS_PER_PAGE && pageNumber < LAST_PAGE ? linkTo(pageNumber + 1) : null,
      };
    }
    const head = {
      title: query === '' ? t.pages.searchTitle : t.pages.searchFor(query),
      description: t.pages.searchDescription,
      path: linkTo(pageNumber),
      isUnlisted: query !== '',
      ...(query === '' ? {} : { feedPath: withQuery('/search/feed', { q: query, category }) }),
    };
    await renderPage(req, res, 'news/search', { head, page, status: page.isUnavailable ? 503 : 200 });
  };
}

type Asked = { words: string; category: string; sort: SearchQuery['sort']; offset: number; network: string };

async function find(parts: SearchParts, sections: SectionsNow, asked: Asked) {
  const feeds = /source:/i.test(asked.words) ? await parts.feeds.list() : [];
  const parsed = parseSearch(asked.words, asked.category, sections, feeds);
  const { words, filters, typed, problems } = parsed;
  if (asksNothing(parsed)) return { total: 0, hits: [], didYouMean: null, typed, problems };
  const question = { text: words, filters, sort: asked.sort, offset: asked.offset, limit: RESULTS_PER_PAGE };
  const answer = await parts.index.search(question, asked.network);
  return {
    ...answer,
    typed,
    problems,
    hits: await hydrateHits(parts, answer.didYouMean ?? words, answer, asked.network),
  };
}

/** The index may be loading, its worker restarting or too many may be asking: that is an answer too. */
async function orUnavailable<T>(work: () => Promise<T>): Promise<T | 'unavailable'> {
  try {
    return await work();
  } catch (error) {
    const isFull = error instanceof AppError && error.code === 'search-unavailable';
    if (isFull || error instanceof WorkerFailure) return 'unavailable';
    throw error;
  }
}

export async function hydrateHits(
  parts: Pick<SearchParts, 'index' | 'threads' | 'articles'>,
  words: string,
  answer: SearchAnswer,
  network?: string,
) {
  const ids = answer.hits.map((hit) => hit.id);
  const [threads, texts] = await Promise.all([parts.threads.listByIds(ids), parts.articles.listTexts(ids)]);
  const textOf = new Map<number, string>();
  for (const { threadId, text } of texts) if (!textOf.has(threadId)) textOf.set(threadId, text.slice(0, TEXT_SEARCHED));
  const items = threads.map((thread) => ({ title: thread.title, text: textOf.get(thread.id) ?? '' }));
  const marked = await parts.index.snippets(words, items, SNIPPET_LENGTH, network);
  return threads.map((thread, at) => ({
    thread,
    title: marked[at]?.title ?? [],
    snippet: marked[at]?.snippet ?? [],
  }));
}
