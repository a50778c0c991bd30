/** What an OPML document would do here, outline by outline. Nothing is stored. */
import { AppError } from '../lib/errors.js';
import type { FeedStore } from './feed-store.js';
import type { PageClient } from './full-text/page-client.js';
import type { OpmlLine } from './opml.js';

export type OpmlDecision = {
  title: string;
  /** As written there. */
  address: string;
  groupName: string;
  /** Key of `t.lists.decisions`. */
  decision: 'new' | 'known' | 'repeated' | 'no-address' | 'bad-address';
  /** Of the source that is there already. */
  feedId: number | null;
};

export type PreviewOpmlParts = { feeds: Pick<FeedStore, 'listAddresses'>; pages: Pick<PageClient, 'list'> };

export function createPreviewOpml(parts: PreviewOpmlParts) {
  /** Throws AppError('not-opml'). */
  return async function previewOpml(text: string): Promise<OpmlDecision[]> {
    const lines = await readList(parts, text);
    const known = await parts.feeds.listAddresses();
    return lines.map((line) => decide(line, known));
  };
}

/** In a thread with limits. Throws AppError: `not-opml`, or `opml-too-heavy` for what exceeds them. */
export async function readList({ pages }: Pick<PreviewOpmlParts, 'pages'>, text: string): Promise<OpmlLine[]> {
  const read = await pages.list(text);
  if (!read.ok) throw new AppError(read.reason, { status: 422, params: { why: read.detail } });
  return read.lines;
}

export type PreviewOpml = ReturnType<typeof createPreviewOpml>;

function decide(
  { feed, problem, title, address, groupName }: OpmlLine,
  known: ReadonlyMap<string, number>,
): OpmlDecision {
  const feedId = feed ? (known.get(feed.url) ?? null) : null;
  const decision = problem ?? (feedId === null ? 'new' : 'known');
  return { title, address, groupName, decision, feedId };
}
