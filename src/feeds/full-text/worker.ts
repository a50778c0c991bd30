/** The thread in which publishers' pages and lists of sources are read. */
import { AppError } from '../../lib/errors.js';
import { serveWorker } from '../../lib/worker-server.js';
import { decodeBytes } from '../decode.js';
import { type OpmlLine, readOpmlLines } from '../opml.js';
import { describePage } from './describe-page.js';
import { extractArticle } from './extract-article.js';
import { findIcons } from './find-icons.js';

export type ListRead =
  | { ok: true; lines: OpmlLine[] }
  | { ok: false; reason: 'not-opml' | 'opml-too-heavy'; detail: string };

function list(text: string): ListRead {
  try {
    return { ok: true, lines: readOpmlLines(text) };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, reason: 'not-opml', detail: String(error.params.why ?? '') };
    throw error;
  }
}

serveWorker({
  article: extractArticle,
  describe: describePage,
  icons: findIcons,
  list,
  decode: (bytes: Uint8Array) => decodeBytes(bytes).text,
});
