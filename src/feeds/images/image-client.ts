/** Pictures decoded in a thread of their own, one at a time: memory is what a hostile picture wants. */
import { createWorkerClient, WorkerFailure } from '../../lib/worker-client.js';
import type { EncodeInput, EncodeOutcome } from './encode-image.js';

export type ImageEncoder = {
  encode: (input: EncodeInput) => Promise<EncodeOutcome | { ok: false; reason: 'took-too-long'; detail: string }>;
  close: () => Promise<void>;
};

export function createImageClient(options: { timeoutMs?: number; workerUrl?: URL } = {}): ImageEncoder {
  const { timeoutMs = 10_000, workerUrl = new URL('./worker.js', import.meta.url) } = options;
  const worker = createWorkerClient({ url: workerUrl, name: 'images', maxHeapMb: 256 });
  let last: Promise<unknown> = Promise.resolve();

  async function encode(input: EncodeInput) {
    const call = () => worker.call<EncodeOutcome>('encode', input, { timeoutMs });
    const turn = last.then(call, call);
    last = turn.catch(() => {});
    try {
      return await turn;
    } catch (error) {
      if (!(error instanceof WorkerFailure) || error.reason === 'closed') throw error;
      return { ok: false as const, reason: 'took-too-long' as const, detail: error.message };
    }
  }

  return { encode, close: () => worker.close() };
}
