/** The sources: list, add, fetch, pause and resume; OPML in and out. */
import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { Feed } from '../feeds/feed.js';
import { ensureCategories } from '../jobs/first-run.js';
import { errorText } from '../lib/errors.js';
import { addSource, categoryIdOf } from './add-source.js';
import { type AddCommand, type Cli, withServices } from './context.js';
import { badInput } from './exit.js';
import { addFeedsFetch } from './feeds-fetch.js';
import { toHttpUrl, toId, withExamples, withJson } from './options.js';
import { isoTime, print, printJson, printLine, table, timeText } from './output.js';
import { reasonText } from './reason-text.js';
import type { CliServices } from './services.js';
import { settleSimilar } from './settle-similar.js';

const LARGEST_LIST = 10 * 1024 * 1024;

type Json = { json?: boolean };
type AddOptions = Json & { category?: string; title?: string };

export const addFeeds: AddCommand = (program, cli) => {
  const feeds = program.command('feeds').description('the sources: list, add, fetch, pause, resume, OPML');
  withExamples(feeds, 'feeds list', 'feeds add https://example.org/rss --category elections', 'feeds fetch --all');
  const list = feeds.command('list').description('all sources and how their last fetch ended');
  withExamples(withJson(list), 'feeds list --json').action((options: Json) => listFeeds(cli, options));
  const add = feeds
    .command('add')
    .description('add a source by the address of its feed, and import what it holds')
    .argument('<url>', 'address of the feed', toHttpUrl)
    .option('--category <slug>', 'category of its articles')
    .option('--title <title>', 'another title than its own')
    .action((url: string, options: AddOptions) => addFeed(cli, url, options));
  withExamples(withJson(add), 'feeds add https://example.org/rss --category elections');
  addFeedsFetch(feeds, cli);
  addPauses(feeds, cli);
  addOpml(feeds, cli);
};

function addPauses(feeds: Command, cli: Cli): void {
  const id = ['<id>', 'id of the source (see `feeds list`)', toId] as const;
  const pause = feeds
    .command('pause')
    .description('stop fetching a source')
    .argument(...id);
  withExamples(pause, 'feeds pause 12').action((feedId: number) => setPaused(cli, feedId, true));
  const resume = feeds
    .command('resume')
    .description('fetch a source by the schedule again')
    .argument(...id);
  withExamples(resume, 'feeds resume 12').action((feedId: number) => setPaused(cli, feedId, false));
}

function addOpml(feeds: Command, cli: Cli): void {
  const read = feeds
    .command('import-opml')
    .description('add the sources of an OPML file')
    .argument('<file>', 'OPML file');
  withExamples(withJson(read), 'feeds import-opml feeds.opml').action((file: string, options: Json) =>
    readOpml(cli, file, options),
  );
  const write = feeds.command('export-opml').description('the sources as an OPML document on standard output');
  withExamples(write, 'feeds export-opml > feeds.opml').action(() => writeOpml(cli));
}

async function listFeeds(cli: Cli, { json }: Json): Promise<void> {
  await withServices(cli, async (services) => {
    const [feeds, categories] = await Promise.all([services.feeds.list(), services.categories.list()]);
    const slugs = new Map(categories.map(({ id, slug }) => [id, slug]));
    const rows = feeds.map((feed) => describeFeed(feed, slugs.get(feed.categoryId) ?? ''));
    await (json ? printJson(cli.out, rows) : print(cli.out, feedsText(feeds)));
  });
}

async function addFeed(cli: Cli, url: string, options: AddOptions): Promise<void> {
  await withServices(cli, async (services) => {
    await ensureCategories(services);
    const categoryId = await categoryIdOf(services, options.category);
    const { feed, report } = await addSource(services, {
      url,
      categoryId,
      ...(options.title ? { title: options.title } : {}),
    });
    const { id, title } = feed;
    if (options.json) await printJson(cli.out, { id, title, url: feed.url, ...report.counts });
    else await printLine(cli.out, `Added source ${id}: ${title}, ${report.counts.new} new articles.`);
    await settleSimilar(cli, services);
  });
}

async function setPaused(cli: Cli, feedId: number, isPaused: boolean): Promise<void> {
  await withServices(cli, async ({ feeds, clock }) => {
    const feed = await feeds.get(feedId);
    if (feed.mergedInto !== null) throw badInput(`source ${feedId} is part of source ${feed.mergedInto}`);
    const next = !isPaused && feed.isFetched ? { nextFetchAt: clock(), nextFetchWhy: 'default' as const } : {};
    await feeds.updateFetchState(feedId, { isPaused, ...next });
    await printLine(cli.out, `${isPaused ? 'Paused' : 'Resumed'} source ${feedId}: ${feed.title}`);
  });
}

async function readOpml(cli: Cli, file: string, { json }: Json): Promise<void> {
  const text = await readListFile(file);
  await withServices(cli, async (services: CliServices) => {
    await ensureCategories(services);
    const result = await services.importOpml(text);
    if (json) return printJson(cli.out, result);
    await printLine(cli.out, `${result.added} sources added, ${result.known} known already.`);
  });
}

/** Bounded, whatever it is (a pipe names no size): what is larger is no list of sources. */
async function readListFile(file: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // To the byte behind the last: with that one it is too large.
    for await (const chunk of createReadStream(file, { end: LARGEST_LIST }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      chunks.push(chunk);
    }
  } catch (error) {
    throw badInput(errorText(error));
  }
  if (size > LARGEST_LIST) throw badInput(`${file} is larger than ${LARGEST_LIST / 1024 / 1024} MB`);
  return Buffer.concat(chunks).toString('utf8');
}

async function writeOpml(cli: Cli): Promise<void> {
  await withServices(cli, async ({ config, exportOpml }) =>
    print(cli.out, (await exportOpml(config.SITE_NAME)).trimEnd()),
  );
}

function describeFeed(feed: Feed, category: string) {
  const {
    id,
    title,
    url,
    siteUrl,
    groupName,
    language,
    isPaused,
    isFetched,
    isDemo,
    articleCount,
    lastOutcome,
    lastDetail,
  } = feed;
  return {
    ...{ id, title, url, siteUrl, category, groupName, language, isPaused, isFetched, isDemo, articleCount },
    ...{ lastOutcome, lastDetail, failureCount: feed.failureCount },
    lastSuccessAt: isoTime(feed.lastSuccessAt),
    nextFetchAt: isoTime(feed.nextFetchAt),
  };
}

function feedsText(feeds: readonly Feed[]): string {
  const rows = feeds.map((feed) => {
    const state = feed.isPaused ? 'paused' : reasonText(feed.lastOutcome ?? 'never');
    return [
      feed.id,
      feed.articleCount,
      state,
      timeText(feed.lastSuccessAt),
      feed.title,
      feed.isFetched ? feed.url : '',
    ];
  });
  return table(['ID', 'ARTICLES', 'STATE', 'LAST READ', 'TITLE', 'ADDRESS'], rows);
}
