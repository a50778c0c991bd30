/**
 * `hustings reindex` killed (SIGKILL), and the index's worker thread ended, at random moments; then the work is completed
 * as a starting server completes it, and what is stored is compared with an undisturbed run.
 * `lists`: every stored list is equal. `stories` begins each time with articles on which nothing is decided: which of them
 * became one story, by what score and reason, is equal; nothing waits, no list names a thread that joined another; and
 * lists computed anew from what was decided are equal. Not compared are the lists before that, and which story stood
 * nearest to an article that joined none: the index files an article under its heaviest terms by the frequencies of the
 * moment it comes (engine.ts), and after a kill it comes at another moment.
 * Used with few kills by a test, with a hundred by the bench.
 */
import { once } from 'node:events';
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { openServices } from '../../src/app.js';
import { loadConfig } from '../../src/config/load-config.js';
import { ensureCategories } from '../../src/jobs/first-run.js';
import { WorkerFailure } from '../../src/lib/call-client.js';
import { mulberry32 } from '../../src/search/eval-scale.js';
import { type CliSite, createCliSite } from './run-cli.js';

export type IndexKillPlan = {
  processKills: number;
  workerKills: number;
  seed: number;
  /** What is undone before each round: the lists alone, or also the decisions on stories. */
  of: 'lists' | 'stories';
  note?: (line: string) => void;
};
export type IndexKillReport = {
  processKills: number;
  workerKills: number;
  lists: number;
  stories: number;
  problems: string[];
};

type Services = Awaited<ReturnType<typeof openServices>>;
type Outcome = { lists: string[]; articles: string[]; strays: number };

const KILLS_A_ROUND = 3;

export async function killIndexes(plan: IndexKillPlan): Promise<IndexKillReport> {
  const random = mulberry32(plan.seed);
  const site = await createCliSite();
  const report: IndexKillReport = { processKills: 0, workerKills: 0, lists: 0, stories: 0, problems: [] };
  try {
    const restore = await furnish(site, plan.of);
    await restore();
    const started = Date.now();
    await site.run(['reindex']);
    const ms = Date.now() - started;
    const settled = async () => {
      if (plan.of === 'lists') return withServices(site, outcomeOf);
      await computeListsAnew(site);
      return withServices(site, outcomeOf);
    };
    const expected = await settled();
    report.lists = expected.lists.length;
    report.stories = await withServices(site, countStories);
    const check = async (what: string) => {
      const { strays } = await withServices(site, completed);
      if (strays > 0) report.problems.push(`${what}: ${strays} lists wait or name what joined another thread`);
      const found = await settled();
      for (const of of ['lists', 'articles'] as const) {
        if (found[of].join('\n') !== expected[of].join('\n')) report.problems.push(`${what}: ${of} differ`);
      }
      plan.note?.(`${what}, ${report.problems.length} problems`);
    };
    while (report.processKills < plan.processKills) {
      await restore();
      report.processKills += (await killReindex(site, random() * ms)) ? 1 : 0;
      await check(`process kill ${report.processKills}`);
    }
    const atOnce = plan.of === 'stories' ? KILLS_A_ROUND : plan.workerKills;
    while (report.workerKills < plan.workerKills) {
      await restore();
      report.workerKills += await withServices(site, (services) => killWorkers(services, atOnce, random));
      await check(`worker kill ${report.workerKills}`);
    }
    return report;
  } finally {
    await site.remove();
  }
}

/** Returns what brings back the state before each round. */
async function furnish(site: CliSite, of: IndexKillPlan['of']): Promise<() => Promise<void>> {
  if (of === 'lists') {
    await site.run(['demo', 'load']);
    return () => forgetLists(site);
  }
  await withServices(site, async (services) => {
    await ensureCategories(services);
    await services.demo.load();
  });
  const kept = path.join(site.folder, 'undecided');
  await cp(site.dataDir, kept, { recursive: true });
  return async () => {
    await rm(site.dataDir, { recursive: true });
    await cp(kept, site.dataDir, { recursive: true });
  };
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
async function completed(services: Services): Promise<Outcome> {
  await services.sync.open();
  await services.sync.drain();
  await services.index.saveSnapshot();
  return outcomeOf(services);
}

/** With another index: the numbers of terms, and with them the order of sums, come from the one before. */
async function computeListsAnew(site: CliSite): Promise<void> {
  await forgetLists(site);
  await rm(path.join(site.dataDir, 'index'), { recursive: true, force: true });
  await site.run(['reindex']);
}

/** Of rows that others bring to a list the best are kept: what an earlier computing left there would decide with. */
async function forgetLists(site: CliSite): Promise<void> {
  await withServices(site, async ({ db, similar }) => {
    await db.write('similar_threads').delete();
    await similar.enqueueAll();
  });
}

/** Every list, and every article with its thread, what was decided of it and what it adds. */
async function outcomeOf({ db, similar }: Services): Promise<Outcome> {
  const lists = await db
    .read('similar_threads')
    .select('thread_id', 'similar_id', 'score', 'terms', 'found_by')
    .orderBy(['thread_id', 'similar_id', 'found_by']);
  const joined = db.read('threads').whereNotNull('merged_into').select('id');
  const named = await db.read('similar_threads').whereIn('similar_id', joined).orWhereIn('thread_id', joined);
  const articles = await db
    .read('articles as a')
    .leftJoin('story_decisions as d', 'd.article_id', 'a.id')
    .leftJoin('story_additions as s', 's.article_id', 'a.id')
    .select('a.id', 'a.thread_id', 'kind', 'against_id', 'score', 'reason', 'params', 'own_thread_id', 'body')
    .orderBy('a.id');
  return {
    lists: lists.map((row) => JSON.stringify(row)),
    articles: articles.map(({ id, thread_id, kind, own_thread_id, body, ...why }) =>
      JSON.stringify([id, thread_id, kind, own_thread_id, body, ...(kind === 'own' ? [] : [why])]),
    ),
    strays: named.length + (await similar.countQueued()),
  };
}

async function countStories({ db }: Services): Promise<number> {
  const [row] = await db.read('threads').where('article_count', '>', 1).count({ count: '*' });
  return Number(row?.count);
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
