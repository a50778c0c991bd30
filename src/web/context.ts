/** What the middlewares know of a request by the time a handler runs: `res.locals`, typed. */
import type { Format } from '../i18n/format.js';
import type { Language } from '../i18n/language.js';
import type { Texts } from '../i18n/texts.js';
import type { PageHead, Shell } from './page.js';

declare global {
  namespace Express {
    interface Locals {
      requestId: string;
      language: Language;
      t: Texts;
      fmt: Format;
      /** Set by routes whose page is the same for every anonymous reader. */
      isShareable?: boolean;
      /** Set by routes that change what only the asking member sees. */
      changesOwnOnly?: boolean;
      /** The form came from a page of ours (csrf.ts), whether or not its token still holds. */
      isOwnForm?: boolean;
      /** Completes the shell for this reader and page. */
      shellFor: (head: PageHead) => Promise<Shell>;
    }
  }
}
