/**
 * Work on long texts without stopping the pages: Markdown to SafeHtml, and differences for readers. Short texts at once,
 * others in a thread with a time limit. A text that takes longer than that was made to, and is refused.
 */
import { AppError } from './errors.js';
import { MAX_MARKDOWN, renderMarkdown } from './markdown.js';
import type { SafeHtml } from './safe-html.js';
import { type DiffRun, diffTexts, withoutLongSame } from './text-diff.js';
import { createTurnClient } from './turn-client.js';

// The most hostile text of this length takes about as long as a page; an honest one less than a message to a thread.
const SHORT = 1000;
const TIMEOUT_MS = 3000;

export type RenderText = (markdown: string) => Promise<SafeHtml>;
export type DiffPairs = (pairs: readonly [before: string, after: string][]) => Promise<DiffRun[][]>;

export function createTextClient(options: { timeoutMs?: number; workerUrl?: URL } = {}) {
  const { timeoutMs = TIMEOUT_MS, workerUrl = new URL('./text-worker.js', import.meta.url) } = options;
  const worker = createTurnClient({ url: workerUrl, name: 'text', maxHeapMb: 256, timeoutMs });

  async function guarded<T>(method: string, payload: unknown): Promise<T> {
    try {
      return await worker.call<T>(method, payload, (failure) => {
        throw new AppError('text-too-complex', { status: 422, cause: failure });
      });
    } catch (error) {
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

function tooLong(): AppError {
  return new AppError('text-too-long', { status: 422, params: { max: MAX_MARKDOWN } });
}
