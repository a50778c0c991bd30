/**
 * Publishers' pages read in a thread of their own, with a time and a memory limit: a page that hangs must not hold up the
 * feeds. One at a time, so that only the page that hangs fails.
 */
import { createWorkerClient, WorkerFailure } from '../../lib/worker-client.js';
import type { PageDescription, PageSource } from './describe-page.js';
import type { ExtractOutcome, PageInput } from './extract-article.js';
import type { IconPage } from './find-icons.js';
import type { ListRead } from './worker.js';

export type PageClientOptions = { timeoutMs?: number; maxHeapMb?: number; workerUrl?: URL };
type TookTooLong = { ok: false; reason: 'took-too-long'; detail: string; image: null };

export function createPageClient(options: PageClientOptions = {}) {
  const { timeoutMs = 8000, maxHeapMb = 384, workerUrl = new URL('./worker.js', import.meta.url) } = options;
  const worker = createWorkerClient({ url: workerUrl, name: 'pages', maxHeapMb });
  let last: Promise<unknown> = Promise.resolve();

  async function inTurn<T>(method: string, payload: unknown, onFailure: (detail: string) => T): Promise<T> {
    const call = () => worker.call<T>(method, payload, { timeoutMs });
    const turn = last.then(call, call);
    last = turn.catch(() => {});
    try {
      return await turn;
    } catch (error) {
      // A hanging or dying worker is the page's fault, and an outcome; anything else is a bug.
      if (!(error instanceof WorkerFailure) || error.reason === 'closed') throw error;
      return onFailure(error.message);
    }
  }

  return {
    article: (input: PageInput) =>
      inTurn<ExtractOutcome | TookTooLong>('article', input, (detail) => ({
        ok: false,
        reason: 'took-too-long',
        detail,
        image: null,
      })),
    describe: (input: PageSource) => inTurn<PageDescription>('describe', input, () => ({ title: '', excerpt: '' })),
    icons: (input: IconPage) => inTurn<string[]>('icons', input, () => []),
    /** An OPML document. */
    list: (text: string) => inTurn<ListRead>('list', text, (detail) => ({ ok: false, detail })),
    close: () => worker.close(),
  };
}

export type PageClient = ReturnType<typeof createPageClient>;
