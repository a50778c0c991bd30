/** The inside of a worker thread: answers the calls of `createWorkerClient` with a table of methods. */
import { parentPort } from 'node:worker_threads';
import { errorText } from './errors.js';
import { stepBack } from './thread-priority.js';
import type { WorkerReply } from './worker-client.js';

// A table's methods take what their client sends; the client's own types keep both sides honest.
export type WorkerMethods = Record<string, (payload: never) => unknown>;

/**
 * `isInteractive`: all that the thread does is answer somebody who waits. The others give way to the thread that serves
 * pages. The index's is among these although searches wait for it: on a busy machine its writing and comparing would
 * hold up pages, which are many, for the sake of searches, which are few.
 */
export function serveWorker(methods: WorkerMethods, { isInteractive = false } = {}): void {
  const port = parentPort;
  if (!port) throw new Error('serveWorker runs inside a worker thread only');
  if (!isInteractive) stepBack();
  port.on('message', async ({ id, method, payload }: { id: number; method: string; payload: unknown }) => {
    port.postMessage(await answer(methods, id, method, payload));
  });
}

async function answer(methods: WorkerMethods, id: number, method: string, payload: unknown): Promise<WorkerReply> {
  try {
    const run = methods[method];
    if (!run) throw new Error(`no worker method ${method}`);
    return { id, ok: true, value: await run(payload as never) };
  } catch (error) {
    return { id, ok: false, message: errorText(error) };
  }
}
