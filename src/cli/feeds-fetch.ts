import type { Command } from 'commander';
import type { ImportReport } from '../feeds/import-report.js';
import { errorText } from '../lib/errors.js';
import { type AddCommand, type Cli, withServices } from './context.js';
import { badInput, ExitCode } from './exit.js';
import { toIds, withExamples, withJson } from './options.js';
import { print, printJson, table } from './output.js';
import { startProgress } from './progress.js';
import { reasonText } from './reason-text.js';
import type { CliServices } from './services.js';
import { settleSimilar } from './settle-similar.js';

type Options = { all?: boolean; due?: boolean; json?: boolean };
type Fetched = Pick<ImportReport, 'outcome' | 'isOk' | 'detail' | 'counts'> & { id: number; title: string };

export const addFeedsFetch: AddCommand = (feeds, cli) => {
  const command = feeds
    .command('fetch')
    .description('fetch sources now: those named, those that are due, or all that are not paused')
    .argument('[id...]', 'ids of sources (see `feeds list`)', toIds)
    .option('--all', 'all sources that are not paused')
    .option('--due', 'those whose time has come')
    .action((ids: number[] | undefined, options: Options, self: Command) => {
      const chosen = [(ids ?? []).length > 0, options.all, options.due].filter(Boolean).length;
      if (chosen !== 1) self.error('error: give ids, or --all, or --due');
      return fetchFeeds(cli, ids ?? [], options);
    });
  withExamples(withJson(command), 'feeds fetch 12 15', 'feeds fetch --due');
};

async function fetchFeeds(cli: Cli, ids: readonly number[], options: Options): Promise<void> {
  await withServices(cli, async (services) => {
    const wanted = ids.length > 0 ? [...new Set(ids)] : await listWanted(services, options);
    const fetched = await fetchEach(cli, services, wanted);
    await (options.json ? printJson(cli.out, fetched.map(toRow)) : print(cli.out, fetchedText(fetched)));
    await settleSimilar(cli, services);
    if (fetched.length > 0 && !fetched.some((one) => one.isOk)) cli.end(ExitCode.badInput);
  });
}

async function listWanted({ feeds, clock }: CliServices, { due }: Options): Promise<number[]> {
  const now = clock();
  const active = (await feeds.list()).filter((feed) => feed.isFetched && !feed.isPaused);
  return active.filter((feed) => !due || (feed.nextFetchAt ?? 0) <= now).map((feed) => feed.id);
}

/** All at once: the poller itself sees to one request at a time for each host, and to a limit in all. */
async function fetchEach(cli: Cli, { feeds, poller }: CliServices, ids: readonly number[]): Promise<Fetched[]> {
  const known = await Promise.all(ids.map((id) => feeds.get(id)));
  const unfetched = known.find((feed) => !feed.isFetched);
  if (unfetched) throw badInput(`Source ${unfetched.id} came from files and has no address to fetch.`);
  const progress = startProgress(cli.err, 'sources', ids.length);
  let done = 0;
  const fetched = await Promise.all(
    known.map(async ({ id, title }) => {
      const report = await poller.fetchNow(id).catch(failedReport);
      progress.update(++done);
      return { ...report, id, title };
    }),
  );
  progress.end();
  return fetched;
}

/** One source's bug must not hide what the others brought. */
function failedReport(error: unknown): Pick<Fetched, 'outcome' | 'isOk' | 'detail' | 'counts'> {
  const counts = { new: 0, updated: 0, same: 0, rejected: 0, held: 0 };
  return { outcome: 'failed', isOk: false, detail: errorText(error), counts };
}

function toRow({ id, title, outcome, isOk, detail, counts }: Fetched) {
  return { id, title, outcome, isOk, detail, ...counts };
}

function fetchedText(fetched: readonly Fetched[]): string {
  const rows = fetched.map(({ id, title, outcome, detail, counts }) => {
    return [id, counts.new, counts.updated, reasonText(outcome), title, detail ?? ''];
  });
  return table(['ID', 'NEW', 'UPDATED', 'OUTCOME', 'TITLE', 'DETAIL'], rows);
}
