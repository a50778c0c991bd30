/** The inside of a worker, thread or process: answers the calls of its client with a table of methods. */
import { parentPort } from 'node:worker_threads';
import type { WorkerCall, WorkerReply } from './call-client.js';
import { errorText } from './errors.js';
import { stepBack } from './thread-priority.js';

// A table's methods take what their client sends; the client's own types keep both sides honest.
export type WorkerMethods = Record<string, (payload: never) => unknown>;

/**
 * `keepsPriority`: all that the thread does is answer somebody who waits, or its process has stepped back already. The
 * others give way to the thread that serves pages. The index's is among these although searches wait for it: on a busy
 * machine its writing and comparing would hold up pages, which are many, for the sake of searches, which are few.
 */
export function serveWorker(methods: WorkerMethods, { keepsPriority = false } = {}): void {
  const port = parentPort;
  if (!port) throw new Error('serveWorker runs inside a worker thread only');
  if (!keepsPriority) stepBack();
  port.on('message', async (call: WorkerCall) => port.postMessage(await answer(methods, call)));
}

/**
 * The inside of a process of `createProcessClient`, which sends the settings before the first call. It ends when the
 * process that started it does, however that comes about, and not before: a signal to both must not cut off what is
 * still wanted.
 */
export function serveProcess<Settings>(start: (settings: Settings) => WorkerMethods): void {
  if (!process.send) throw new Error('serveProcess runs inside a process with a channel only');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('disconnect', () => process.exit());
  process.once('message', ({ settings }: { settings: Settings }) => {
    const methods = start(settings);
    process.on('message', async (call: WorkerCall) => {
      const reply = await answer(methods, call);
      if (process.connected) process.send?.(reply);
    });
  });
}

async function answer(methods: WorkerMethods, { id, method, payload }: WorkerCall): Promise<WorkerReply> {
  try {
    const run = methods[method];
    if (!run) throw new Error(`no worker method ${method}`);
    return { id, ok: true, value: await run(payload as never) };
  } catch (error) {
    return { id, ok: false, message: errorText(error) };
  }
}
