/** Pictures decoded in a thread of their own, one at a time: memory is what a hostile picture wants. */
import { createTurnClient } from '../../lib/turn-client.js';
import type { EncodeInput, EncodeOutcome } from './encode-image.js';

export type ImageEncoder = {
  encode: (input: EncodeInput) => Promise<EncodeOutcome | { ok: false; reason: 'took-too-long'; detail: string }>;
  close: () => Promise<void>;
};

export function createImageClient(options: { timeoutMs?: number; workerUrl?: URL } = {}): ImageEncoder {
  const { timeoutMs = 10_000, workerUrl = new URL('./worker.js', import.meta.url) } = options;
  const worker = createTurnClient({ url: workerUrl, name: 'images', maxHeapMb: 256, timeoutMs });
  return {
    encode: (input) =>
      worker.call<Awaited<ReturnType<ImageEncoder['encode']>>>('encode', input, ({ message }) => ({
        ok: false,
        reason: 'took-too-long',
        detail: message,
      })),
    close: () => worker.close(),
  };
}
