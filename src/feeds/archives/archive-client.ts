/** Archives read in a thread of their own. A batch that hangs or dies fails the import: the next run goes on before it. */
import { createWorkerClient } from '../../lib/worker-client.js';
import type { LinesInput, LinesRead } from './json-lines.js';
import type { TopicsInput, TopicsRead } from './kunena-topics.js';

const TIMEOUT_MS = 120_000;

export function createArchiveClient() {
  const worker = createWorkerClient({ url: new URL('./worker.js', import.meta.url), name: 'archives', maxHeapMb: 512 });
  return {
    lines: (input: LinesInput) => worker.call<LinesRead>('lines', input, { timeoutMs: TIMEOUT_MS }),
    topics: (input: TopicsInput) => worker.call<TopicsRead>('topics', input, { timeoutMs: TIMEOUT_MS }),
    close: () => worker.close(),
  };
}

export type ArchiveClient = ReturnType<typeof createArchiveClient>;
