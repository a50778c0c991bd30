/**
 * Publishers' pages read in a thread of their own, with a time and a memory limit: a page that hangs must not hold up the
 * feeds.
 */
import { createTurnClient } from '../../lib/turn-client.js';
import type { PageDescription, PageSource } from './describe-page.js';
import type { ExtractOutcome, PageInput } from './extract-article.js';
import type { IconPage } from './find-icons.js';
import type { ListRead } from './worker.js';

export type PageClientOptions = { timeoutMs?: number; maxHeapMb?: number; workerUrl?: URL };
type TookTooLong = { ok: false; reason: 'took-too-long'; detail: string; image: null };

export function createPageClient(options: PageClientOptions = {}) {
  const { timeoutMs = 8000, maxHeapMb = 384, workerUrl = new URL('./worker.js', import.meta.url) } = options;
  const worker = createTurnClient({ url: workerUrl, name: 'pages', maxHeapMb, timeoutMs });

  return {
    article: (input: PageInput) =>
      worker.call<ExtractOutcome | TookTooLong>('article', input, ({ message }) => ({
        ok: false,
        reason: 'took-too-long',
        detail: message,
        image: null,
      })),
    describe: (input: PageSource) =>
      worker.call<PageDescription>('describe', input, () => ({ title: '', excerpt: '' })),
    icons: (input: IconPage) => worker.call<string[]>('icons', input, () => []),
    /** An OPML document. */
    list: (text: string) => worker.call<ListRead>('list', text, ({ message }) => ({ ok: false, detail: message })),
    close: () => worker.close(),
  };
}

export type PageClient = ReturnType<typeof createPageClient>;
