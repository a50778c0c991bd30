/**
 * Publishers' pages read in a thread of their own, with a time and a memory limit: a page that hangs must not hold up the
 * feeds.
 */
import { AppError } from '../../lib/errors.js';
import { createTurnClient } from '../../lib/turn-client.js';
import type { PageDescription, PageSource } from './describe-page.js';
import type { ExtractOutcome, PageInput } from './extract-article.js';
import type { IconPage } from './find-icons.js';
import type { ListRead } from './worker.js';

export type PageClientOptions = { timeoutMs?: number; maxHeapMb?: number; workerUrl?: URL };
/** `busy`: too many wait; to be tried later. */
type Unread = { ok: false; reason: 'took-too-long' | 'busy'; detail: string; image: null };

// Each may be megabytes, and may take its whole time.
const MOST_WAITING = 20;

export function createPageClient(options: PageClientOptions = {}) {
  const { timeoutMs = 8000, maxHeapMb = 384, workerUrl = new URL('./worker.js', import.meta.url) } = options;
  const worker = createTurnClient({ url: workerUrl, name: 'pages', maxHeapMb, timeoutMs });
  const isFull = () => worker.countWaiting() >= MOST_WAITING;

  return {
    article: async (input: PageInput): Promise<ExtractOutcome | Unread> => {
      const unread = (reason: Unread['reason'], detail: string) =>
        ({ ok: false, reason, detail, image: null }) as const;
      if (isFull()) return unread('busy', `${MOST_WAITING} pages waiting`);
      return worker.call<ExtractOutcome | Unread>('article', input, ({ message }) => unread('took-too-long', message));
    },
    describe: async (input: PageSource): Promise<PageDescription> => {
      const nothing = { title: '', excerpt: '' };
      return isFull() ? nothing : worker.call<PageDescription>('describe', input, () => nothing);
    },
    icons: (input: IconPage) => worker.call<string[]>('icons', input, () => []),
    /** An OPML document. */
    list: (text: string) =>
      worker.call<ListRead>('list', text, ({ message }) => ({ ok: false, reason: 'opml-too-heavy', detail: message })),
    /** The text of a file that somebody sent. */
    decode: async (bytes: Uint8Array): Promise<string> => {
      if (isFull()) throw overloaded();
      return worker.call<string>('decode', bytes, (failure) => {
        throw overloaded(failure);
      });
    },
    close: () => worker.close(),
  };
}

function overloaded(cause?: unknown): AppError {
  return new AppError('overloaded', { status: 503, cause });
}

export type PageClient = ReturnType<typeof createPageClient>;
