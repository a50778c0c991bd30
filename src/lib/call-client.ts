/**
 * Work elsewhere (a thread, a process) as an object with promises. Calls are answered in any order; a call that exceeds
 * its time, or a worker that dies, rejects what was in flight with `WorkerFailure` and the next call starts a fresh worker.
 * The other side answers with `serveWorker` (worker-server.ts).
 */
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

export type WorkerCall = { id: number; method: string; payload: unknown };
export type WorkerReply = { id: number; ok: true; value: unknown } | { id: number; ok: false; message: string };

/** One running worker. */
export type Link = {
  /** Throws what cannot be cloned. */
  send: (call: WorkerCall) => void;
  /** Whether it keeps this process from ending. */
  ref: () => void;
  unref: () => void;
  end: () => Promise<unknown>;
};
export type LinkEvents = { onReply: (reply: WorkerReply) => void; onLost: (why: string) => void };

export type CallClientOptions = {
  name: string;
  /** Called after the worker died by itself, so that the owner can rebuild its state. */
  onCrash?: (reason: string) => void;
};

type Pending = { resolve: (value: unknown) => void; reject: (error: Error) => void; timer: NodeJS.Timeout | undefined };

export function createCallClient(open: (events: LinkEvents) => Link, options: CallClientOptions) {
  let link: Link | undefined;
  let closed = false;
  let lastId = 0;
  const pending = new Map<number, Pending>();

  function settle(reply: WorkerReply): void {
    const call = pending.get(reply.id);
    if (!call) return;
    pending.delete(reply.id);
    clearTimeout(call.timer);
    if (pending.size === 0) link?.unref();
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

  function start(): Link {
    const onLost = (why: string) => {
      if (link !== started) return;
      link = undefined;
      failAll(new WorkerFailure('crashed', `${options.name} worker: ${why}`));
      if (!closed) options.onCrash?.(why);
    };
    const started = open({ onReply: settle, onLost });
    started.unref();
    return started;
  }

  function abandon(failure: WorkerFailure): void {
    const stuck = link;
    link = undefined;
    failAll(failure);
    void stuck?.end();
    options.onCrash?.(failure.message);
  }

  /** `timeoutMs` kills the worker, and with it every other call in flight. */
  function call<T>(method: string, payload: unknown, { timeoutMs }: { timeoutMs?: number } = {}): Promise<T> {
    if (closed) return Promise.reject(new WorkerFailure('closed', `${options.name} worker is closed`));
    link ??= start();
    const target = link;
    const id = ++lastId;
    const late = () =>
      abandon(new WorkerFailure('timeout', `${options.name} worker: ${method} took over ${timeoutMs} ms`));
    return new Promise<T>((resolve, reject) => {
      const timer = timeoutMs ? setTimeout(late, timeoutMs) : undefined;
      pending.set(id, { resolve: resolve as (value: unknown) => void, reject, timer });
      target.ref();
      try {
        target.send({ id, method, payload });
      } catch (error) {
        // What cannot be cloned never left: no answer will come, and its time must not run out on others.
        settle({ id, ok: false, message: errorText(error) });
      }
    });
  }

  async function close(): Promise<void> {
    closed = true;
    const last = link;
    link = undefined;
    failAll(new WorkerFailure('closed', `${options.name} worker is closed`));
    await last?.end();
  }

  return { call, close };
}
