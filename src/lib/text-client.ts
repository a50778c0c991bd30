/**
 * Work on long texts without stopping the pages: Markdown to SafeHtml, and differences for readers. Short texts at once,
 * others in a thread with a time limit. A text that takes longer than that was made to, and is refused.
 */
import { AppError } from './errors.js';
import { MAX_MARKDOWN, renderMarkdown } from './markdown.js';
import type { SafeHtml } from './safe-html.js';
import { type DiffRun, diffTexts, withoutLongSame } from './text-diff.js';
import { createWorkerClient, WorkerFailure } from './worker-client.js';

// The most hostile text of this length takes about as long as a page; an honest one less than a message to a thread.
const SHORT = 1000;
const TIMEOUT_MS = 3000;

export type RenderText = (markdown: string) => Promise<SafeHtml>;
export type DiffPairs = (pairs: readonly [before: string, after: string][]) => Promise<DiffRun[][]>;

export function createTextClient(options: { timeoutMs?: number; workerUrl?: URL } = {}) {
  const { timeoutMs = TIMEOUT_MS, workerUrl = new URL('./text-worker.js', import.meta.url) } = options;
  const worker = createWorkerClient({ url: workerUrl, name: 'text', maxHeapMb: 256 });
  let last: Promise<unknown> = Promise.resolve();

  /** One at a time: a thread that is given up takes nobody else's text with it. */
  function inTurn<T>(method: string, payload: unknown): Promise<T> {
    const call = () => worker.call<T>(method, payload, { timeoutMs });
    const turn = last.then(call, call);
    last = turn.catch(() => {});
    return turn;
  }

  async function guarded<T>(method: string, payload: unknown): Promise<T> {
    try {
      return await inTurn<T>(method, payload);
    } catch (error) {
      if (error instanceof WorkerFailure && error.reason !== 'closed') {
        throw new AppError('text-too-complex', { status: 422, cause: error });
      }
      // Across threads an error is its message alone.
      if (error instanceof Error && error.message.startsWith('text-too-long')) throw tooLong();
      throw error;
    }
  }

  const renderText: RenderText = async (markdown) => {
    if (markdown.length > MAX_MARKDOWN) throw tooLong();
    return markdown.length <= SHORT ? renderMarkdown(markdown) : guarded('render', markdown);
  };

  const diffPairs: DiffPairs = async (pairs) => {
    const size = pairs.reduce((sum, [before, after]) => sum + before.length + after.length, 0);
    if (size > SHORT) return guarded('diff', pairs);
    return pairs.map(([before, after]) => withoutLongSame(diffTexts(before, after)));
  };

  return { renderText, diffPairs, close: () => worker.close() };
}

export type TextClient = ReturnType<typeof createTextClient>;

function tooLong(): AppError {
  return new AppError('text-too-long', { status: 422, params: { max: MAX_MARKDOWN } });
}
