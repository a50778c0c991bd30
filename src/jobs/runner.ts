/**
 * Runs the schedule table: each job again some time after it ended, never twice at once, and a leased job in one process
 * only. `stop` waits for what is running and gives the leases back.
 */
import { errorText } from '../lib/errors.js';
import type { Log } from '../lib/log.js';
import type { LeaseStore } from './lease-store.js';

export type Job = {
  name: string;
  /** Pause between the end of one run and the start of the next, in ms. */
  everyMs: number;
  /** Longest run that is expected, in ms: another process takes over after it. Absent: every process runs the job. */
  leaseMs?: number;
  run: (isStopping: () => boolean) => Promise<void>;
};

type Running = { job: Job; timer: NodeJS.Timeout | undefined; current: Promise<void> | undefined; isWanted: boolean };

export function createRunner(parts: { leases: LeaseStore; log: Log }) {
  const running = new Map<string, Running>();
  let isStopping = false;

  function start(jobs: readonly Job[]): void {
    for (const job of jobs) {
      const entry: Running = { job, timer: undefined, current: undefined, isWanted: false };
      running.set(job.name, entry);
      schedule(entry, 0);
    }
  }

  /** Runs the job at once, or once more after the run that is on. */
  function kick(name: string): void {
    const entry = running.get(name);
    if (!entry || isStopping) return;
    if (entry.current) entry.isWanted = true;
    else schedule(entry, 0);
  }

  function schedule(entry: Running, ms: number): void {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => {
      entry.current = runOnce(entry.job).then(() => {
        entry.current = undefined;
        if (isStopping) return;
        schedule(entry, entry.isWanted ? 0 : entry.job.everyMs);
        entry.isWanted = false;
      });
    }, ms);
  }

  async function runOnce(job: Job): Promise<void> {
    try {
      if (job.leaseMs !== undefined && !(await parts.leases.acquire(job.name, job.leaseMs))) return;
      await job.run(() => isStopping);
    } catch (error) {
      // One bad run must not end the schedule.
      if (!isStopping) parts.log.error({ job: job.name, error: errorText(error) }, 'job failed');
    }
  }

  async function stop(): Promise<void> {
    isStopping = true;
    for (const entry of running.values()) clearTimeout(entry.timer);
    await Promise.all([...running.values()].map((entry) => entry.current));
    const leased = [...running.values()].filter((entry) => entry.job.leaseMs !== undefined);
    await Promise.all(leased.map((entry) => parts.leases.release(entry.job.name)));
  }

  return { start, kick, stop };
}
