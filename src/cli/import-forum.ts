/**
 * A Kunena dump into the site: its rows are laid out in a file of their own below DATA_DIR, then imported topic by topic.
 * Either half can be killed: a laid-out dump is used again, and topics that are here are passed over.
 */
import { createHash } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { connect } from '../db/connect.js';
import { createKunenaStaging, type KunenaStaging } from '../feeds/archives/kunena-staging-store.js';
import { stageDump } from '../feeds/archives/stage-dump.js';
import { archiveSource } from './document-source.js';
import { badInput } from './exit.js';
import type { ImportRun } from './import-documents.js';
import type { Tally } from './import-totals.js';
import { startProgress } from './progress.js';

// Numbers beyond it would leave our own posts too few.
const LARGEST_KEPT = 1_000_000_000;
const CONNECTIONS = { sqliteReaders: 1, postgresPool: 1 };

export async function importForum(run: ImportRun, files: readonly string[], tally: Tally): Promise<void> {
  const file = await stagingFile(run, files);
  const isReady = await stat(file).then(
    () => true,
    () => false,
  );
  if (!isReady && !(await layOut(run, files, file, tally))) return;
  const db = await connect({ kind: 'sqlite', file }, CONNECTIONS);
  try {
    await importStaged(run, createKunenaStaging(db), { files, tally });
  } finally {
    await db.close();
  }
  if (!run.isStopping()) await removeStaging(file);
}

/** The same files, unchanged, are laid out once. */
async function stagingFile({ services }: ImportRun, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = await stat(file);
    hash.update(JSON.stringify([path.resolve(file), size, mtimeMs]));
  }
  return path.join(services.config.DATA_DIR, 'imports', `${hash.digest('hex').slice(0, 24)}.sqlite`);
}

/** False when it was interrupted or the files hold no forum. The name without `.part` says that it is whole. */
async function layOut(run: ImportRun, files: readonly string[], file: string, tally: Tally): Promise<boolean> {
  const unfinished = `${file}.part`;
  await removeStaging(unfinished);
  const db = await connect({ kind: 'sqlite', file: unfinished }, CONNECTIONS);
  let topics = 0;
  const sizes = await Promise.all(files.map(async (each) => (await stat(each)).size));
  const progress = startProgress(
    run.err,
    'reading the dump',
    sizes.reduce((sum, size) => sum + size, 0),
  );
  try {
    const staging = createKunenaStaging(db);
    await staging.create();
    let bytes = 0;
    const onBytes = (more: number) => {
      bytes += more;
      progress.update(bytes);
    };
    const { bad } = await stageDump(files, staging, { onBytes, isStopping: run.isStopping });
    if (bad > 0) tally.fail('bad-row', bad);
    topics = run.isStopping() ? 0 : await staging.complete();
  } finally {
    progress.end();
    await db.close();
  }
  if (topics > 0) await rename(unfinished, file);
  else await removeStaging(unfinished);
  if (topics === 0 && !run.isStopping()) tally.fail('no-forum', files.length);
  return topics > 0;
}

type Staged = { files: readonly string[]; tally: Tally };

async function importStaged(run: ImportRun, staging: KunenaStaging, { files, tally }: Staged): Promise<void> {
  const { services, targets } = run;
  const title = targets.archiveTitle ?? path.basename(path.dirname(path.resolve(files[0] ?? '')));
  const head = { title, siteUrl: targets.baseUrl, language: '', categoryId: targets.categoryId };
  const feed = targets.feed ?? (await archiveSource(services, head));
  const bot = await findBot(run, staging);
  const largest = await staging.findLargestMessage();
  const keepsNumbers = largest <= LARGEST_KEPT;
  if (keepsNumbers) await services.archives.reservePostIds(largest);
  const progress = startProgress(run.err, 'topics', await staging.countTopics());
  let done = 0;
  try {
    await services.importTopics({
      ...{ feed, staging, bot, keepsNumbers, isStopping: run.isStopping },
      onBatch: (batch) => {
        done += batch.topics;
        tally.add(batch, batch.topics);
        tally.count({ posts: batch.posts, members: batch.members });
        progress.update(done);
      },
    });
  } finally {
    progress.end();
  }
}

async function findBot({ targets, progress }: ImportRun, staging: KunenaStaging): Promise<number | null> {
  if (targets.bot === null) {
    const found = await staging.findBot();
    if (found) progress.note(`Topics of ${found.name} are news without an author (--bot names another account).`);
    return found?.userId ?? null;
  }
  const named = await staging.findMember(targets.bot);
  if (!named) throw badInput(`The forum has no account ${targets.bot}.`);
  return named.userId;
}

async function removeStaging(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
}
