import type { Handler } from '../route.js';

export type OpmlPageParts = { exportOpml: (title: string) => Promise<string>; siteName: string };

/** The list of sources for other readers to take. */
export function createShowOpml(parts: OpmlPageParts): Handler {
  return async (_req, res) => {
    const document = await parts.exportOpml(parts.siteName);
    res.attachment('hustings.opml').type('text/x-opml; charset=utf-8').send(document);
  };
}
