/** The thread in which long texts are rendered and compared; see text-client.ts. */
import { renderMarkdown } from './markdown.js';
import { diffTexts, withoutLongSame } from './text-diff.js';
import { serveWorker } from './worker-server.js';

serveWorker(
  {
    render: (text: string) => renderMarkdown(text, { emoji: true }),
    diff: (pairs: [before: string, after: string][]) =>
      pairs.map(([before, after]) => withoutLongSame(diffTexts(before, after))),
  },
  { keepsPriority: true },
);
