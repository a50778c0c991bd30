/**
 * Politeness: one request in flight per host, a pause between two of the same host, and a limit in all.
 * Enters: an address and the task that will ask it. Leaves: the task's own result or error, nothing else.
 * Invariants: tasks of one host start in the order they came; a slow host never holds up another.
 */
import { type Clock, SECOND, systemClock } from '../lib/clock.js';
import { hostKey } from './host-key.js';

/** Calls back after `ms`; the returned function cancels. */
export type Timer = (callback: () => void, ms: number) => () => void;

export type HostQueueOptions = {
  concurrency?: number;
  /** From the end of one task to the start of the next of the same host. */
  spacingMs?: number;
  clock?: Clock;
  timer?: Timer;
};

type Job = { start: () => Promise<void>; drop: (error: Error) => void };
type Host = { waiting: Job[]; isBusy: boolean; readyAt: number };

export function createHostQueue(options: HostQueueOptions = {}) {
  const { concurrency = 16, spacingMs = SECOND, clock = systemClock, timer = systemTimer } = options;
  // Kept in turn order: a host that was served goes to the end.
  const hosts = new Map<string, Host>();
  let active = 0;
  let cancelWake: (() => void) | undefined;
  let isClosed = false;

  function run<T>(url: string, task: () => Promise<T>): Promise<T> {
    if (isClosed) return Promise.reject(new Error('host queue is closed'));
    return new Promise<T>((resolve, reject) => {
      const start = () => Promise.resolve().then(task).then(resolve, reject);
      hostFor(hosts, hostKey(url)).waiting.push({ start, drop: reject });
      pump();
    });
  }

  function pump(): void {
    cancelWake?.();
    cancelWake = undefined;
    const now = clock();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const [key, host] of [...hosts]) {
      if (host.isBusy) continue;
      if (host.readyAt > now) {
        if (host.waiting.length > 0) wakeAt = Math.min(wakeAt, host.readyAt);
      } else if (host.waiting.length === 0) hosts.delete(key);
      else if (active < concurrency) begin(key, host);
    }
    if (wakeAt < Number.POSITIVE_INFINITY && !isClosed) cancelWake = timer(pump, wakeAt - now);
  }

  function begin(key: string, host: Host): void {
    const job = host.waiting.shift();
    if (!job) return;
    host.isBusy = true;
    active += 1;
    void job.start().then(() => {
      hosts.delete(key);
      hosts.set(key, host);
      host.isBusy = false;
      host.readyAt = clock() + spacingMs;
      active -= 1;
      pump();
    });
  }

  /** Tasks in flight end by themselves; those that wait are refused. */
  function close(): void {
    isClosed = true;
    cancelWake?.();
    for (const host of hosts.values()) {
      for (const job of host.waiting.splice(0)) job.drop(new Error('host queue is closed'));
    }
  }

  return { run, close };
}

export type HostQueue = ReturnType<typeof createHostQueue>;

function hostFor(hosts: Map<string, Host>, key: string): Host {
  const host = hosts.get(key) ?? { waiting: [], isBusy: false, readyAt: 0 };
  hosts.set(key, host);
  return host;
}

function systemTimer(callback: () => void, ms: number): () => void {
  const handle = setTimeout(callback, ms);
  return () => clearTimeout(handle);
}
