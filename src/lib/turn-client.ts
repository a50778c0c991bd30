/**
 * A worker thread that does one thing at a time, each within a limit: when one hangs or exhausts the heap, only it fails,
 * and those queued behind it go on in a fresh thread.
 */
import { WorkerFailure } from './call-client.js';
import { createWorkerClient, type WorkerClientOptions } from './worker-client.js';

export type TurnClientOptions = WorkerClientOptions & { timeoutMs: number };

export function createTurnClient({ timeoutMs, ...options }: TurnClientOptions) {
  const worker = createWorkerClient(options);
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  function inTurn<T>(method: string, payload: unknown): Promise<T> {
    const call = () => worker.call<T>(method, payload, { timeoutMs });
    waiting++;
    const turn = last.then(call).finally(() => waiting--);
    last = turn.catch(() => {});
    return turn;
  }

  /** `onFailure`: a thread that hangs or dies is the input's fault, and an outcome. Anything else is a bug, and thrown. */
  async function call<T>(method: string, payload: unknown, onFailure?: (failure: WorkerFailure) => T): Promise<T> {
    try {
      return await inTurn<T>(method, payload);
    } catch (error) {
      if (!onFailure || !(error instanceof WorkerFailure) || error.reason === 'closed') throw error;
      return onFailure(error);
    }
  }

  return {
    call,
    /** How many calls are not answered yet. */
    countWaiting: () => waiting,
    close: () => worker.close(),
  };
}

export type TurnClient = ReturnType<typeof createTurnClient>;
