/**
 * Computes the similar articles that wait, as the site's own job does, so that a site without a running server is whole
 * after an import. In slices: each renews the lease, so a long run never loses it, and tells how far it is.
 */
import { MINUTE, SECOND } from '../lib/clock.js';
import { createSearchSync, type SearchSync } from '../search/sync.js';
import type { Cli } from './context.js';
import { startProgress } from './progress.js';
import type { CliServices } from './services.js';

/** The job's own name and term (jobs/schedule.ts): who holds it computes, nobody else. */
const LEASE = 'similar';
const LEASE_MS = 10 * MINUTE;
const SLICE_MS = 2 * SECOND;

type Options = {
  isStopping?: () => boolean;
  /** Forget the index and read every thread anew. */
  isRebuild?: boolean;
};

/** False when another process holds the work; it will do what is queued. */
export async function settleSimilar(cli: Cli, services: CliServices, options: Options = {}): Promise<boolean> {
  if ((await services.similar.countQueued()) === 0 && !options.isRebuild) return true;
  if (!(await services.leases.acquire(LEASE, LEASE_MS))) {
    cli.err.write('A running server holds the index: it will find the similar articles.\n');
    return false;
  }
  try {
    const sync = await openIndex(cli, services, options);
    await drain(cli, services, { sync, isStopping: options.isStopping ?? (() => false) });
    await services.index.saveSnapshot();
    return true;
  } finally {
    await services.leases.release(LEASE);
  }
}

async function openIndex(cli: Cli, services: CliServices, { isRebuild }: Options): Promise<SearchSync> {
  let progress: ReturnType<typeof startProgress> | undefined;
  const onProgress = (done: number, total: number) => {
    progress ??= startProgress(cli.err, 'indexing', total);
    progress.update(done);
  };
  const { index, similar: store, clock, groupStories, describeStories } = services;
  const sync = createSearchSync({ index, store, clock, groupStories, describeStories, onProgress });
  if (isRebuild) {
    const { ids } = await index.versions();
    await index.remove([...ids]);
  }
  await sync.open();
  progress?.end();
  return sync;
}

type Work = { sync: SearchSync; isStopping: () => boolean };

async function drain(cli: Cli, { similar, leases, clock }: CliServices, { sync, isStopping }: Work): Promise<void> {
  const total = await similar.countQueued();
  const progress = startProgress(cli.err, 'similar articles', total);
  for (let queued = total; queued > 0 && !isStopping(); progress.update(total - queued)) {
    await leases.acquire(LEASE, LEASE_MS);
    const until = clock() + SLICE_MS;
    await sync.drain(() => isStopping() || clock() > until);
    queued = await similar.countQueued();
  }
  progress.end();
}
