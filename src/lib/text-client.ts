/**
 * Work on long texts without stopping the pages: Markdown to SafeHtml, and differences for readers. Short texts at once,
 * others in a thread with a time limit. A text that takes longer than that was made to, and is refused.
 * Comparisons, which any reader can ask for, have a thread of their own: they never delay what somebody writes.
 */
import { createHash } from 'node:crypto';
import { AppError } from './errors.js';
import { MAX_MARKDOWN, renderMarkdown } from './markdown.js';
import type { SafeHtml } from './safe-html.js';
import { type DiffRun, diffTexts, withoutLongSame } from './text-diff.js';
import { createTurnClient, type TurnClient } from './turn-client.js';

// The most hostile text of this length takes about as long as a page; an honest one less than a message to a thread.
const SHORT = 1000;
const TIMEOUT_MS = 3000;
const MOST_WAITING = 4;
const MOST_KEPT = 30;

export type RenderText = (markdown: string) => Promise<SafeHtml>;
export type DiffPairs = (pairs: readonly [before: string, after: string][]) => Promise<DiffRun[][]>;

export function createTextClient(options: { timeoutMs?: number; workerUrl?: URL; mostWaiting?: number } = {}) {
  const { timeoutMs = TIMEOUT_MS, mostWaiting = MOST_WAITING } = options;
  const { workerUrl: url = new URL('./text-worker.js', import.meta.url) } = options;
  const renderer = createTurnClient({ url, name: 'text', maxHeapMb: 256, timeoutMs });
  const comparer = createTurnClient({ url, name: 'text-diff', maxHeapMb: 256, timeoutMs });
  // By the texts themselves, so what is kept is never out of date; the one asked for longest ago goes first.
  const compared = new Map<string, Promise<DiffRun[][]>>();

  async function guarded<T>(worker: TurnClient, method: string, payload: unknown): Promise<T> {
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
    return markdown.length <= SHORT ? renderMarkdown(markdown, { emoji: true }) : guarded(renderer, 'render', markdown);
  };

  function compareLong(pairs: Parameters<DiffPairs>[0]): Promise<DiffRun[][]> {
    const key = createHash('sha256').update(JSON.stringify(pairs)).digest('base64');
    const kept = compared.get(key);
    if (!kept && comparer.countWaiting() >= mostWaiting) throw new AppError('overloaded', { status: 503 });
    const runs = kept ?? guarded<DiffRun[][]>(comparer, 'diff', pairs);
    compared.delete(key);
    compared.set(key, runs);
    const [oldest] = compared.keys();
    if (compared.size > MOST_KEPT && oldest !== undefined) compared.delete(oldest);
    if (!kept) runs.catch(() => compared.delete(key));
    return runs;
  }

  const diffPairs: DiffPairs = async (pairs) => {
    const size = pairs.reduce((sum, [before, after]) => sum + before.length + after.length, 0);
    if (size > SHORT) return compareLong(pairs);
    return pairs.map(([before, after]) => withoutLongSame(diffTexts(before, after)));
  };

  return { renderText, diffPairs, close: () => Promise.all([renderer.close(), comparer.close()]) };
}

function tooLong(): AppError {
  return new AppError('text-too-long', { status: 422, params: { max: MAX_MARKDOWN } });
}
