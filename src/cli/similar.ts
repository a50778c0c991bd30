/** Similar articles: the stored list of a thread, or those of any text, asked of the index directly. */
import type { Command } from 'commander';
import { notFound } from '../lib/errors.js';
import type { ScoreParts, SearchDocument } from '../search/document.js';
import { type AddCommand, type Cli, withServices } from './context.js';
import { toId, toLimit, withExamples, withJson } from './options.js';
import { isoTime, print, printJson, table, timeText } from './output.js';
import type { CliServices } from './services.js';

type Options = { text?: string; title?: string; limit: number; explain?: boolean; json?: boolean };
type Found = { id: number; title: string; publishedAt: number; score: number; terms: string[]; parts?: ScoreParts };

// No thread has this id, so the text never counts as its own neighbour's duplicate.
const NO_THREAD = 0;

export const addSimilar: AddCommand = (program, cli) => {
  const command = program
    .command('similar')
    .description('articles that are about the same thing as a thread, or as a text')
    .argument('[thread]', 'id of a thread', toId)
    .option('--text <text>', 'a text instead of a thread')
    .option('--title <title>', 'headline of the text')
    .option('--explain', 'ask the index anew, and say how each score came about')
    .option('--limit <n>', 'number of articles', toLimit, 10)
    .action((threadId: number | undefined, options: Options, self: Command) => {
      const isText = options.text !== undefined || options.title !== undefined;
      if (isText === (threadId !== undefined)) self.error('error: give the id of a thread, or --text (with --title)');
      return showSimilar(cli, threadId, options);
    });
  withExamples(
    withJson(command),
    'similar 1204',
    'similar 1204 --explain',
    'similar --title "Явка" --text "Явка на выборах составила…" --limit 5',
  );
};

async function showSimilar(cli: Cli, threadId: number | undefined, options: Options): Promise<void> {
  await withServices(cli, async (services) => {
    const found = await find(cli, services, threadId, options);
    if (!options.json) return print(cli.out, options.explain ? explainedText(found) : similarText(found));
    const addresses = await Promise.all(found.map(({ id }) => findAddress(services, id)));
    const rows = found.map(({ id, title, score, publishedAt, terms, parts }, at) => {
      const row = { threadId: id, title, url: addresses[at] ?? null, score, publishedAt: isoTime(publishedAt), terms };
      return parts ? { ...row, parts } : row;
    });
    await printJson(cli.out, rows);
  });
}

async function find(cli: Cli, services: CliServices, threadId: number | undefined, options: Options): Promise<Found[]> {
  if (threadId === undefined) return askIndex(services, documentOf(services, options), options);
  if (!options.explain) return findForThread(cli, services, { threadId, ...options });
  const [document] = await services.similar.listDocuments([threadId]);
  if (!document) throw notFound('thread');
  return askIndex(services, document, options);
}

async function findForThread(
  cli: Cli,
  { threads, similar }: CliServices,
  { threadId, limit }: { threadId: number; limit: number },
): Promise<Found[]> {
  if (!(await threads.find(threadId))) throw notFound('thread');
  if (await similar.isPending(threadId)) cli.err.write('The list of this thread is not computed yet.\n');
  return similar.listSimilar(threadId, limit);
}

function documentOf({ clock }: CliServices, { text = '', title = '' }: Options): SearchDocument {
  // Likeness does not ask for the language, and finding it out costs every command 0.3 s of loading.
  return { id: NO_THREAD, version: 0, title, text, language: '', publishedAt: clock(), categoryId: 0, feedIds: [] };
}

async function askIndex(
  services: CliServices,
  document: SearchDocument,
  { limit, explain }: Options,
): Promise<Found[]> {
  await services.sync.open();
  const [matches = []] = await services.index.similarTo([document], { limit, explain: explain === true });
  const threads = await services.threads.listByIds(matches.map(({ id }) => id));
  const byId = new Map(threads.map((thread) => [thread.id, thread]));
  return matches.flatMap((match) => {
    const thread = byId.get(match.id);
    return thread ? [{ ...match, title: thread.title, publishedAt: thread.publishedAt }] : [];
  });
}

/** Where the thread's first article was published; null when its source gave no address. */
async function findAddress({ articles }: CliServices, threadId: number): Promise<string | null> {
  return (await articles.listByThread(threadId))[0]?.url ?? null;
}

function similarText(found: readonly Found[]): string {
  const rows = found.map(({ id, title, score, publishedAt, terms }) => {
    return [Math.round(100 * score), id, timeText(publishedAt), title, terms.join(', ')];
  });
  return table(['SCORE', 'THREAD', 'PUBLISHED', 'TITLE', 'BECAUSE OF'], rows);
}

function explainedText(found: readonly Found[]): string {
  const rows = found.map(({ id, title, score, parts }) => {
    const percent = (part: number) => `${Math.round(100 * part)} %`;
    const shares = parts?.shares.map(({ term, share }) => `${term} ${percent(share)}`).join(', ') ?? '';
    const numbers = [parts?.likeness, parts?.overlap, parts?.dateFactor].map((value) => value?.toFixed(2) ?? '–');
    return [Math.round(100 * score), id, parts?.way ?? '', ...numbers, title, shares];
  });
  return table(['SCORE', 'THREAD', 'FOUND IN', 'LIKENESS', 'COMPANY', 'DATE', 'TITLE', 'CARRIED BY'], rows);
}
