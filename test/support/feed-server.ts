/** A loopback web server of feeds: ETags, a count of visits per path, and failures that a test switches on and off. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startHostileServer } from './hostile-server.js';

export type FeedServer = Awaited<ReturnType<typeof startFeedServer>>;
export type FeedItem = { id: string; title: string; html: string; author?: string; tags?: string[]; more?: string };

type Failure = number | 'hang-up';

/** `documents` by path, e.g. `/rss.xml`. */
export async function startFeedServer(documents: Record<string, string>) {
  const stored = new Map(Object.entries(documents));
  const failures = new Map<string, Failure>();
  const visits = new Map<string, { hits: number; unchanged: number }>();

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'http://feeds.invalid');
    const visit = visits.get(pathname) ?? { hits: 0, unchanged: 0 };
    visits.set(pathname, { ...visit, hits: visit.hits + 1 });
    const failure = failures.get(pathname);
    const body = stored.get(pathname);
    if (failure === 'hang-up') response.socket?.destroy();
    else if (failure !== undefined) response.writeHead(failure).end('out of order');
    else if (body === undefined) response.writeHead(404).end('no such feed');
    else deliver(pathname, body, request, response);
  }

  function deliver(pathname: string, body: string, request: IncomingMessage, response: ServerResponse): void {
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`;
    const isKnown = request.headers['if-none-match'] === etag;
    const visit = visits.get(pathname);
    if (isKnown && visit) visit.unchanged++;
    response.writeHead(isKnown ? 304 : 200, { etag, 'content-type': 'application/rss+xml; charset=utf-8' });
    response.end(isKnown ? undefined : body);
  }

  const server = await startHostileServer({ handler: answer });
  return {
    host: server.host,
    address: (path: string) => `${server.origin}${path}`,
    publish: (path: string, body: string) => void stored.set(path, body),
    fail: (path: string, failure: Failure) => void failures.set(path, failure),
    mend: (path: string) => void failures.delete(path),
    hits: (path: string) => visits.get(path)?.hits ?? 0,
    /** How often "not modified" was the whole answer. */
    unchanged: (path: string) => visits.get(path)?.unchanged ?? 0,
    close: () => server.close(),
  };
}

/** An RSS 2.0 document. Texts go in as CDATA, as they are: that is how hostile ones arrive. */
export function rssOf(title: string, items: readonly FeedItem[], language = 'ru'): string {
  const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
  const newest = Date.now();
  const elements = items.map((item, at) => {
    const tags = (item.tags ?? []).map((tag) => `<category>${cdata(tag)}</category>`).join('');
    const author = item.author ? `<dc:creator>${cdata(item.author)}</dc:creator>` : '';
    const date = new Date(newest - at * 60_000).toUTCString();
    return `<item><title>${cdata(item.title)}</title><link>https://source.example/${item.id}</link><guid>${item.id}</guid>
<pubDate>${date}</pubDate><description>${cdata(item.html)}</description>${author}${tags}${item.more ?? ''}</item>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>${cdata(title)}</title>
<link>https://source.example/</link><description>${cdata(title)}</description><language>${language}</language>
${elements.join('\n')}</channel></rss>`;
}
