/**
 * A worker thread as an object with promises. Calls are answered in any order; a call that exceeds its time, or a
 * worker that dies, rejects what was in flight with `WorkerFailure` and the next call starts a fresh worker.
 * The other side answers with `serveWorker` (worker-server.ts).
 */
import { Worker } from 'node:worker_threads';
import { errorText } from './errors.js';

export type WorkerFailureReason = 'timeout' | 'crashed' | 'closed';

export class WorkerFailure extends Error {
  readonly reason: WorkerFailureReason;
  constructor(reason: WorkerFailureReason, message: string) {
    super(message);
    this.name = 'WorkerFailure';
    this.reason = reason;
  }
}

export type WorkerReply = { id: number; ok: true; value: unknown } | { id: number; ok: false; message: string };

type Pending = { resolve: (value: unknown) => void; reject: (error: Error) => void; timer: NodeJS.Timeout | undefined };

export type WorkerClientOptions = {
  /** The compiled worker module. */
  url: URL;
  name: string;
  workerData?: unknown;
  /** Old-generation heap limit in MB; the worker dies beyond it, the process does not. */
  maxHeapMb?: number;
  /** Room for short-lived objects in MB: work that makes many of them is interrupted less often. */
  youngHeapMb?: number;
  /** Called after the worker died by itself, so that the owner can rebuild its state. */
  onCrash?: (reason: string) => void;
};

export function createWorkerClient(options: WorkerClientOptions) {
  let worker: Worker | undefined;
  let closed = false;
  let lastId = 0;
  const pending = new Map<number, Pending>();

  function settle(reply: WorkerReply): void {
    const call = pending.get(reply.id);
    if (!call) return;
    pending.delete(reply.id);
    clearTimeout(call.timer);
    if (pending.size === 0) worker?.unref();
    if (reply.ok) call.resolve(reply.value);
    else call.reject(new Error(reply.message));
  }

  function failAll(failure: WorkerFailure): void {
    for (const call of pending.values()) {
      clearTimeout(call.timer);
      call.reject(failure);
    }
    pending.clear();
  }

  function start(): Worker {
    const started = new Worker(options.url, {
      name: options.name,
      workerData: options.workerData,
      resourceLimits: {
        ...(options.maxHeapMb ? { maxOldGenerationSizeMb: options.maxHeapMb } : {}),
        ...(options.youngHeapMb ? { maxYoungGenerationSizeMb: options.youngHeapMb } : {}),
      },
    });
    const lost = (why: string) => {
      if (worker !== started) return;
      worker = undefined;
      failAll(new WorkerFailure('crashed', `${options.name} worker: ${why}`));
      if (!closed) options.onCrash?.(why);
    };
    started.on('message', settle);
    started.on('error', (error) => lost(error.message));
    started.on('exit', (code) => lost(`exited with ${code}`));
    started.unref();
    return started;
  }

  function abandon(failure: WorkerFailure): void {
    const stuck = worker;
    worker = undefined;
    failAll(failure);
    void stuck?.terminate();
    options.onCrash?.(failure.message);
  }

  /** `timeoutMs` kills the worker, and with it every other call in flight. */
  function call<T>(method: string, payload: unknown, limits: { timeoutMs?: number } = {}): Promise<T> {
    if (closed) return Promise.reject(new WorkerFailure('closed', `${options.name} worker is closed`));
    worker ??= start();
    const target = worker;
    const id = ++lastId;
    return new Promise<T>((resolve, reject) => {
      const timer = limits.timeoutMs
        ? setTimeout(
            () =>
              abandon(
                new WorkerFailure('timeout', `${options.name} worker: ${method} took over ${limits.timeoutMs} ms`),
              ),
            limits.timeoutMs,
          )
        : undefined;
      pending.set(id, { resolve: resolve as (value: unknown) => void, reject, timer });
      target.ref();
      try {
        target.postMessage({ id, method, payload });
      } catch (error) {
        // What cannot be cloned never left: no answer will come, and its time must not run out on others.
        settle({ id, ok: false, message: errorText(error) });
      }
    });
  }

  async function close(): Promise<void> {
    closed = true;
    const last = worker;
    worker = undefined;
    failAll(new WorkerFailure('closed', `${options.name} worker is closed`));
    await last?.terminate();
  }

  return { call, close };
}
