/**
 * Markdown to SafeHtml without stopping the pages: short texts at once, longer ones in a thread with a time limit.
 * A text that takes longer than that was made to, and is refused.
 */
import { AppError } from './errors.js';
import { MAX_MARKDOWN, renderMarkdown } from './markdown.js';
import type { SafeHtml } from './safe-html.js';
import { createWorkerClient, WorkerFailure } from './worker-client.js';

// The most hostile text of this length takes about as long as a page; an honest one far less than a message to a thread.
const SHORT = 1000;
const TIMEOUT_MS = 3000;

export type RenderText = (markdown: string) => Promise<SafeHtml>;

export function createMarkdownClient(options: { timeoutMs?: number; workerUrl?: URL } = {}) {
  const { timeoutMs = TIMEOUT_MS, workerUrl = new URL('./markdown-worker.js', import.meta.url) } = options;
  const worker = createWorkerClient({ url: workerUrl, name: 'markdown', maxHeapMb: 256 });
  let last: Promise<unknown> = Promise.resolve();

  /** One at a time: a thread that is given up takes nobody else's text with it. */
  function inTurn(text: string): Promise<SafeHtml> {
    const call = () => worker.call<SafeHtml>('render', text, { timeoutMs });
    const turn = last.then(call, call);
    last = turn.catch(() => {});
    return turn;
  }

  const render: RenderText = async (markdown) => {
    if (markdown.length > MAX_MARKDOWN) throw tooLong();
    if (markdown.length <= SHORT) return renderMarkdown(markdown);
    try {
      return await inTurn(markdown);
    } catch (error) {
      if (error instanceof WorkerFailure && error.reason !== 'closed') {
        throw new AppError('text-too-complex', { status: 422, cause: error });
      }
      // Across threads an error is its message alone.
      if (error instanceof Error && error.message.startsWith('text-too-long')) throw tooLong();
      throw error;
    }
  };

  return { render, close: () => worker.close() };
}

export type MarkdownClient = ReturnType<typeof createMarkdownClient>;

function tooLong(): AppError {
  return new AppError('text-too-long', { status: 422, params: { max: MAX_MARKDOWN } });
}
