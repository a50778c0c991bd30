/**
 * A thousand publishers and a few hostile ones, as a process of its own: every address of 127.0.0.0/8 is a host.
 * `/feed/7` answers after 100 ms with a document of 15 items and its ETag; `/turn` gives every document a new first item.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createCorpus } from './corpus.js';

const DELAY_MS = 100;
const ITEMS = 15;
const MEGABYTE = 1_000_000;

const article = await createCorpus();
const documents = new Map<string, string>();
let turn = 0;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function documentOf(feed: number): string {
  const ids = Array.from({ length: ITEMS }, (_, at) =>
    turn - at > 0 ? (turn - at) * 1_000_000 + feed : feed * ITEMS + at,
  );
  const items = ids.map((id) => {
    const { title, text, publishedAt } = article(id);
    const link = `https://s${feed}.example/${id}`;
    return `<item><title>${escaped(title)}</title><link>${link}</link><guid>${id}</guid><pubDate>${new Date(publishedAt).toUTCString()}</pubDate><description>${escaped(`<p>${escaped(text)}</p>`)}</description></item>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Source ${feed}</title><link>https://s${feed}.example/</link><description>x</description>${items.join('')}</channel></rss>`;
}

function publish(request: IncomingMessage, response: ServerResponse, feed: number): void {
  const etag = `"${turn}"`;
  const isKnown = request.headers['if-none-match'] === etag;
  const key = `${turn}:${feed}`;
  if (!documents.has(key)) documents.set(key, documentOf(feed));
  setTimeout(() => {
    response.writeHead(isKnown ? 304 : 200, { etag, 'content-type': 'application/rss+xml; charset=utf-8' });
    response.end(isKnown ? undefined : documents.get(key));
  }, DELAY_MS);
}

const item = '<item><title>x</title><link>https://s.example/1</link></item>';
const rss = (inner: string) => `<rss version="2.0"><channel><title>T</title>${inner}</channel></rss>`;

const hostile: Record<string, (response: ServerResponse) => void> = {
  hang: () => undefined,
  drip: (response) => {
    const timer = setInterval(() => response.write('<'), 50);
    response.on('close', () => clearInterval(timer));
  },
  endless: (response) => {
    const chunk = Buffer.alloc(64 * 1024, '<');
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  },
  bomb: (response) => void response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(50 * MEGABYTE))),
  'fifty-megabytes': (response) => void response.end(Buffer.alloc(50 * MEGABYTE, 'x')),
  'hundred-thousand-items': (response) => void response.end(rss(item.repeat(100_000))),
  'angle-brackets': (response) =>
    void response.end(rss(`<item><description>${'&lt;'.repeat(2 * MEGABYTE)}</description></item>`)),
  deep: (response) => void response.end(rss('<a>'.repeat(MEGABYTE))),
  'big-but-sound': (response) =>
    void response.end(rss(`<item><title>x</title><description>${'слово '.repeat(800_000)}</description></item>`)),
  entities: (response) =>
    void response.end(
      `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]>${rss(`<title>${'&b;'.repeat(1000)}</title>`)}`,
    ),
};
export const hostileNames = Object.keys(hostile);

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '/';
  const feed = /^\/feed\/(\d+)$/.exec(path)?.[1];
  const trick = hostile[path.slice('/hostile/'.length)];
  if (feed !== undefined) publish(request, response, Number(feed));
  else if (path.startsWith('/hostile/') && trick) trick(response);
  else if (path === '/turn') {
    turn++;
    documents.clear();
    response.end();
  } else response.writeHead(404).end();
}

if (process.argv[2] === 'serve') {
  const server = createServer(answer);
  // All of 127.0.0.0/8 at once needs the wildcard; nobody else is let in.
  server.on('connection', (socket) => {
    if (!/(^|:)127\./.test(socket.localAddress ?? '')) socket.destroy();
  });
  server.listen(0, '0.0.0.0', () => process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`));
}
