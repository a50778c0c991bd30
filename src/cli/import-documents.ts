/**
 * The loop of `hustings import`: read each document, find its source, import it, count it. A document that cannot be read
 * is told and counted, and the others go on. Articles with a front matter are gathered, so that a folder of a hundred
 * thousand files is not a hundred thousand transactions.
 * Invariant: when the loop ends, also early, everything that was read is stored.
 */
import type { DraftedFeed } from '../feeds/draft.js';
import type { Feed } from '../feeds/feed.js';
import { AppError, errorText } from '../lib/errors.js';
import { addSource, languageOf } from './add-source.js';
import { type Dumps, dumpsAmong, isLines } from './archive-inputs.js';
import { type DocumentInput, readBytes } from './document-inputs.js';
import { archiveSource, documentSource } from './document-source.js';
import { importForum } from './import-forum.js';
import { importLines } from './import-lines.js';
import { createTally, type ImportTotals, type Tally } from './import-totals.js';
import type { Output } from './output.js';
import type { Progress } from './progress.js';
import { reasonText } from './reason-text.js';
import type { CliServices } from './services.js';

export type ImportTargets = {
  /** Everything goes here when given. */
  feed: Feed | null;
  categoryId: number;
  archiveTitle: string | null;
  baseUrl: string | null;
  /** Name of the account of an old forum whose topics are news; null: found by itself. */
  bot: string | null;
};

export type ImportRun = {
  services: CliServices;
  targets: ImportTargets;
  progress: Progress;
  /** Where long files show their own progress. */
  err: Output;
  isStopping: () => boolean;
};

type Archived = { title: string; drafted: DraftedFeed; documents: number };

const GATHERED = 200;

export async function importDocuments(run: ImportRun, inputs: readonly DocumentInput[]): Promise<ImportTotals> {
  const startedAt = run.services.clock();
  const tally = createTally();
  const archive = createGatherer(run, tally);
  const dumps = await dumpsAmong(inputs);
  for (const [done, input] of inputs.entries()) {
    if (run.isStopping()) break;
    const failed = await importOne(run, input, { tally, archive, dumps });
    if (failed) {
      tally.fail(failed.reason);
      run.progress.note(`${input.source}: ${reasonText(failed.reason)}${failed.detail ? ` (${failed.detail})` : ''}`);
    }
    run.progress.update(done + 1);
  }
  await archive.store();
  return tally.totals(run.services.clock() - startedAt);
}

type Failed = { reason: string; detail: string | null };
type Into = { tally: Tally; archive: Gatherer; dumps: Dumps };

async function importOne(run: ImportRun, input: DocumentInput, into: Into): Promise<Failed | null> {
  if (input.kind === 'missing') return { reason: 'unreadable', detail: input.why };
  const dump = into.dumps.get(input.source);
  if (dump) return importArchive(() => (dump.isFirst ? importForum(run, dump.files, into.tally) : Promise.resolve()));
  if (isLines(input)) return importArchive(() => importLines(run, input.source, into.tally));
  return input.kind === 'url' ? importUrl(run, input.source, into.tally) : importFile(run, input, into);
}

async function importArchive(work: () => Promise<void>): Promise<Failed | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof AppError && error.status < 500)
      return { reason: 'bad-archive', detail: String(error.params.why) };
    throw error;
  }
}

async function importUrl({ services, targets }: ImportRun, url: string, tally: Tally): Promise<Failed | null> {
  try {
    const known = targets.feed === null ? await services.feeds.findByUrl(url) : undefined;
    const report = known
      ? await services.poller.fetchNow(known.mergedInto ?? known.id)
      : await importNewUrl(services, targets, url);
    if (!report.isOk) return { reason: report.outcome, detail: report.detail };
    tally.add(report);
    return null;
  } catch (error) {
    // What the address answers is its own affair; anything else is a bug.
    if (error instanceof AppError && error.status < 500)
      return { reason: error.code, detail: String(error.params.why ?? '') };
    throw error;
  }
}

async function importNewUrl(services: CliServices, { feed, categoryId }: ImportTargets, url: string) {
  if (feed === null) return (await addSource(services, { url, categoryId })).report;
  const preview = await services.previewFeed(url, feed.id);
  return services.importFeed.importDrafted(feed, preview.feed);
}

async function importFile(
  { services, targets }: ImportRun,
  { source, folder }: Extract<DocumentInput, { kind: 'file' }>,
  { tally, archive }: Into,
): Promise<Failed | null> {
  const bytes = await readBytes(source).catch((error: unknown) => errorText(error));
  if (typeof bytes === 'string') return { reason: 'unreadable', detail: bytes };
  const read = await services.reader.read({ bytes, baseUrl: targets.baseUrl, now: services.clock() });
  if (!read.ok) return { reason: read.error, detail: read.detail };
  if (read.feed.format === 'front-matter') await archive.add(targets.archiveTitle ?? folder, read.feed);
  else {
    const { feed = null, categoryId } = targets;
    const into = feed ?? (await documentSource(services, read.feed, { path: source, categoryId }));
    tally.add(await services.importFeed.importDrafted(into, read.feed));
  }
  return null;
}

type Gatherer = ReturnType<typeof createGatherer>;

function createGatherer({ services, targets }: ImportRun, tally: Tally) {
  let waiting: Archived | null = null;

  async function add(title: string, drafted: DraftedFeed): Promise<void> {
    if (waiting !== null && waiting.title !== title) await store();
    const before: DraftedFeed['drafts'] = waiting?.drafted.drafts ?? [];
    const documents: number = (waiting?.documents ?? 0) + 1;
    waiting = { title, documents, drafted: { ...drafted, drafts: before.concat(drafted.drafts) } };
    if (documents >= GATHERED) await store();
  }

  async function store(): Promise<void> {
    if (waiting === null) return;
    const { title, drafted, documents }: Archived = waiting;
    waiting = null;
    const { feed, categoryId, baseUrl } = targets;
    const head = { title, siteUrl: baseUrl, language: languageOf(drafted), categoryId };
    tally.add(
      await services.importFeed.importDrafted(feed ?? (await archiveSource(services, head)), drafted),
      documents,
    );
  }

  return { add, store };
}
