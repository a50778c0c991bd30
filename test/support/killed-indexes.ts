/**
 * `hustings reindex` killed (SIGKILL), and the index's worker thread ended, at random moments; then the work is completed
 * as a starting server completes it, and every stored list is compared with those of an undisturbed run.
 * Used with few kills by a test, with a hundred by the bench.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { openServices } from '../../src/app.js';
import { loadConfig } from '../../src/config/load-config.js';
import { WorkerFailure } from '../../src/lib/worker-client.js';
import { mulberry32 } from '../../src/search/eval-scale.js';
import { type CliSite, createCliSite } from './run-cli.js';

export type IndexKillPlan = { processKills: number; workerKills: number; seed: number; note?: (line: string) => void };
export type IndexKillReport = { processKills: number; workerKills: number; lists: number; problems: string[] };

type Services = Awaited<ReturnType<typeof openServices>>;

export async function killIndexes(plan: IndexKillPlan): Promise<IndexKillReport> {
  const random = mulberry32(plan.seed);
  const site = await createCliSite();
  const report: IndexKillReport = { processKills: 0, workerKills: 0, lists: 0, problems: [] };
  try {
    await site.run(['demo', 'load']);
    const started = Date.now();
    await site.run(['reindex']);
    const ms = Date.now() - started;
    const expected = await withServices(site, listsOf);
    report.lists = expected.length;
    const check = async (what: string) => {
      const found = await withServices(site, completed);
      if (found.join('\n') !== expected.join('\n')) report.problems.push(`${what}: lists differ`);
    };
    while (report.processKills < plan.processKills) {
      report.processKills += (await killReindex(site, random() * ms)) ? 1 : 0;
      await check(`process kill ${report.processKills}`);
      plan.note?.(`${report.processKills} process kills, ${report.problems.length} problems`);
    }
    report.workerKills = await withServices(site, (services) => killWorkers(services, plan.workerKills, random));
    await check('worker kills');
    return report;
  } finally {
    await site.remove();
  }
}

async function killReindex(site: CliSite, afterMs: number): Promise<boolean> {
  const child = site.start(['reindex']);
  child.stdin.end();
  child.stdout.resume();
  child.stderr.resume();
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  const [, signal] = await once(child, 'close');
  clearTimeout(timer);
  return signal === 'SIGKILL';
}

/** What a server does at its start: open, compare with the database, work off the queue. */
async function completed(services: Services): Promise<string[]> {
  await services.sync.open();
  await services.sync.drain();
  await services.index.saveSnapshot();
  return listsOf(services);
}

async function listsOf({ db }: Services): Promise<string[]> {
  const rows = await db
    .read('similar_threads')
    .select('thread_id', 'similar_id', 'score', 'terms', 'found_by')
    .orderBy(['thread_id', 'similar_id', 'found_by']);
  return rows.map((row) => JSON.stringify(row));
}

/** Ends the thread in the middle of computing all lists anew; what was in flight fails, and the next call starts it again. */
async function killWorkers(services: Services, kills: number, random: () => number): Promise<number> {
  const threads = watchWorkers();
  let killed = 0;
  try {
    await services.similar.enqueueAll();
    while (killed < kills) {
      const timer = setTimeout(() => {
        for (const thread of threads.living()) {
          killed++;
          void thread.terminate();
        }
      }, random() * 150);
      const isDone = await services.sync.drain().then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof WorkerFailure)) throw error;
          return false;
        },
      );
      clearTimeout(timer);
      if (isDone) await services.similar.enqueueAll();
    }
    return killed;
  } finally {
    threads.forget();
  }
}

/** The worker threads that are asked anything from now on. */
function watchWorkers() {
  const living = new Set<Worker>();
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (this: Worker, ...message: Parameters<typeof post>) {
    if (!living.has(this)) this.once('exit', () => living.delete(this));
    living.add(this);
    post.apply(this, message);
  };
  return {
    living: () => [...living],
    forget: () => {
      Worker.prototype.postMessage = post;
    },
  };
}

async function withServices<T>(site: CliSite, work: (services: Services) => Promise<T>): Promise<T> {
  const services = await openServices(loadConfig({ DATA_DIR: site.dataDir, LOG_LEVEL: 'silent', FIRST_RUN: 'empty' }));
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}
