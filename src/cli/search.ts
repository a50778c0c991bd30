import type { Highlighted, SearchAnswer } from '../search/document.js';
import { asksNothing, parseSearch } from '../web/news/search-query.js';
import { createSections } from '../web/sections.js';
import { type AddCommand, type Cli, withServices } from './context.js';
import { toLimit, withExamples, withJson } from './options.js';
import { isoTime, print, printJson, table, timeText } from './output.js';
import type { CliServices } from './services.js';

type Options = { limit: number; json?: boolean };
type Result = { threadId: number; title: string; score: number; snippet: string; publishedAt: number };
type Results = { total: number; ms: number; results: Result[]; didYouMean: string | null };

// As on the search page.
const SNIPPET_LENGTH = 260;
const TEXT_SEARCHED = 20_000;

export const addSearch: AddCommand = (program, cli) => {
  const command = program
    .command('search')
    .description('search the articles, with the filters of the search page (category: source: before: after:)')
    .argument('<words...>', 'what to look for')
    .option('--limit <n>', 'number of results', toLimit, 10)
    .action((words: string[], options: Options) => showSearch(cli, words.join(' '), options));
  withExamples(withJson(command), 'search "явка на выборах"', 'search ЦИК after:2026-01-01 --limit 5 --json');
};

async function showSearch(cli: Cli, query: string, options: Options): Promise<void> {
  await withServices(cli, async (services) => {
    const found = await search(services, query, options.limit);
    if (!options.json) return print(cli.out, resultsText(found));
    const { total, ms, results, didYouMean } = found;
    const rows = results.map((result) => ({ ...result, publishedAt: isoTime(result.publishedAt) }));
    await printJson(cli.out, { total, ms, results: rows, ...(didYouMean === null ? {} : { didYouMean }) });
  });
}

async function search(services: CliServices, query: string, limit: number): Promise<Results> {
  await services.sync.open();
  const [sections, feeds] = await Promise.all([createSections(services).current(), services.feeds.list()]);
  const parsed = parseSearch(query, '', sections, feeds);
  const { words, filters } = parsed;
  const started = performance.now();
  const answer = asksNothing(parsed)
    ? { total: 0, hits: [], didYouMean: null }
    : await services.index.search({ text: words, filters, sort: 'relevance', offset: 0, limit });
  const ms = Math.round(100 * (performance.now() - started)) / 100;
  return {
    total: answer.total,
    ms,
    results: await readResults(services, words, answer),
    didYouMean: answer.didYouMean,
  };
}

async function readResults(services: CliServices, words: string, { hits }: SearchAnswer): Promise<Result[]> {
  const ids = hits.map(({ id }) => id);
  const [threads, texts] = await Promise.all([services.threads.listByIds(ids), services.articles.listTexts(ids)]);
  const scores = new Map(hits.map(({ id, score }) => [id, score]));
  const textOf = (id: number) => texts.find(({ threadId }) => threadId === id)?.text.slice(0, TEXT_SEARCHED) ?? '';
  const items = threads.map(({ id, title }) => ({ title, text: textOf(id) }));
  const snippets = await services.index.snippets(words, items, SNIPPET_LENGTH);
  return threads.map(({ id, title, publishedAt }, at) => {
    return {
      threadId: id,
      title,
      score: scores.get(id) ?? 0,
      snippet: plain(snippets[at]?.snippet ?? []),
      publishedAt,
    };
  });
}

function plain(runs: Highlighted): string {
  return runs.map(({ text }) => text).join('');
}

function resultsText({ total, results, didYouMean }: Results): string {
  const rows = results.map(({ threadId, title, publishedAt, snippet }) => [
    threadId,
    timeText(publishedAt),
    title,
    snippet,
  ]);
  const lines = [`${total} found`, ...(didYouMean === null ? [] : [`Did you mean: ${didYouMean}`])];
  return results.length === 0
    ? lines.join('\n')
    : [...lines, '', table(['THREAD', 'PUBLISHED', 'TITLE', 'TEXT'], rows)].join('\n');
}
