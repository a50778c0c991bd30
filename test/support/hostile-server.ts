/**
 * A loopback web server that misbehaves on request, one trick per path, and a canary: a listener that nothing may
 * ever reach. Tests allow the server's own host and port and nothing else.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

export const PLAIN_TEXT = '<rss version="2.0"><channel><title>Новости</title></channel></rss>';

type Trick = (response: ServerResponse, request: IncomingMessage, url: URL) => void;

const encoded = (encoding: string, body: () => Buffer): Trick => {
  return (response) => response.writeHead(200, { 'content-encoding': encoding }).end(body());
};

/** Calls `write` as fast as the other side reads, until it has gone. */
function flood(response: ServerResponse, chunk: Buffer): void {
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}

function drip(response: ServerResponse, everyMs: number): void {
  const timer = setInterval(() => response.write('x'), everyMs);
  response.on('close', () => clearInterval(timer));
}

const TRICKS: Record<string, Trick> = {
  '/plain': (response) => response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end(PLAIN_TEXT),
  '/echo': (response, request) => response.end(JSON.stringify(request.headers)),
  '/hang': () => undefined,
  '/hang-body': (response) => response.writeHead(200).write('<rss>'),
  '/drip': (response) => drip(response.writeHead(200), 20),
  '/drip-headers': (response) => {
    response.socket?.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => response.socket?.write('x-drip: 1\r\n'), 20);
    response.socket?.on('close', () => clearInterval(timer));
  },
  '/endless': (response) => flood(response.writeHead(200), Buffer.alloc(64 * 1024, 'x')),
  '/fifty-megabytes': (response) =>
    response.writeHead(200, { 'content-length': 50_000_000 }).end(Buffer.alloc(50_000_000)),
  '/gzip': encoded('gzip', () => gzipSync(PLAIN_TEXT)),
  '/x-gzip': encoded('X-GZIP', () => gzipSync(PLAIN_TEXT)),
  '/br': encoded('br', () => brotliCompressSync(PLAIN_TEXT)),
  '/deflate': encoded('deflate', () => deflateSync(PLAIN_TEXT)),
  '/raw-deflate': encoded('deflate', () => deflateRawSync(PLAIN_TEXT)),
  '/gzip-twice': encoded('gzip, gzip', () => gzipSync(gzipSync(PLAIN_TEXT))),
  '/false-gzip': encoded('gzip', () => Buffer.from(PLAIN_TEXT)),
  '/empty-gzip': encoded('gzip', () => Buffer.alloc(0)),
  '/cut-gzip': encoded('gzip', () => gzipSync(PLAIN_TEXT).subarray(0, -8)),
  '/broken-gzip': encoded('gzip', () => Buffer.concat([gzipSync(PLAIN_TEXT).subarray(0, 10), Buffer.alloc(50, 0xff)])),
  '/unknown-encoding': encoded('zstd', () => Buffer.from(PLAIN_TEXT)),
  '/many-encodings': encoded('gzip, gzip, gzip', () => gzipSync(gzipSync(gzipSync(PLAIN_TEXT)))),
  '/gzip-bomb': encoded('gzip', () => gzipSync(Buffer.alloc(9_000_000))),
  '/br-bomb': encoded('br', () => brotliCompressSync(Buffer.alloc(9_000_000))),
  '/nested-bomb': encoded('gzip, gzip', () => gzipSync(gzipSync(Buffer.alloc(9_000_000)))),
  '/empty-gzip-members': (response) => flood(response.writeHead(200, { 'content-encoding': 'gzip' }), gzipSync('')),
  '/long-length': (response) =>
    response
      .writeHead(200, { 'content-length': 1000, connection: 'close' })
      .write('short', () => response.socket?.end()),
  '/short-length': (response) => response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n12345 and more'),
  '/not-http': (response) => response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n'),
  '/many-headers': (response) =>
    response.socket?.end(`HTTP/1.1 200 OK\r\n${`x: ${'y'.repeat(1000)}\r\n`.repeat(200)}\r\n`),
  '/reset': (response) => response.socket?.resetAndDestroy(),
  '/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
  '/no-location': (response) => response.writeHead(302).end('nowhere'),
  '/cyrillic': (response) =>
    response.socket?.end('HTTP/1.1 301 Moved\r\nlocation: /новости\r\ncontent-length: 0\r\n\r\n'),
  /** `/to?status=301&url=...` redirects there. */
  '/to': (response, _request, url) => {
    // Raw UTF-8 bytes, as many servers send them.
    const location = Buffer.from(url.searchParams.get('url') ?? '').toString('latin1');
    response.writeHead(Number(url.searchParams.get('status') ?? 302), { location }).end();
  },
  /** `/chain?left=3` takes three redirects to `/plain`. */
  '/chain': (response, _request, url) => {
    const left = Number(url.searchParams.get('left'));
    response.writeHead(301, { location: left > 1 ? `/chain?left=${left - 1}` : '/plain' }).end();
  },
};

export type HostileServerOptions = { tls?: boolean; handler?: RequestListener };

export async function startHostileServer(options: HostileServerOptions = {}) {
  const sockets = new Set<Socket>();
  const handler = options.handler ?? perform;
  const server = options.tls ? createTlsServer(loopbackTls(), handler) : createServer(handler);
  let connections = 0;
  server.on(options.tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
  });
  const port = await listen(server, '127.0.0.1');
  const origin = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    port,
    origin,
    host: `127.0.0.1:${port}`,
    connections: () => connections,
    /** Resolves when the other side has let go of every socket, rejects when it does not. */
    allSocketsClosed: () => allClosed(sockets),
    close: () => stop(server, sockets),
  };
}

const CANARY_REPLY = 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\ncanary';

/** Listens on every local address, IPv6 included where there is one. Without a reply it takes everything and says nothing. */
export async function startCanary(reply: string | null = CANARY_REPLY) {
  const sockets = new Set<Socket>();
  let connections = 0;
  let bytes = 0;
  const server = createSocketServer((socket) => {
    connections += 1;
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      if (reply !== null) socket.end(reply);
    });
  });
  const port = await listen(server, '::').catch(() => listen(server, '0.0.0.0'));
  return {
    port,
    connections: () => connections,
    bytes: () => bytes,
    allSocketsClosed: () => allClosed(sockets),
    close: () => stop(server, sockets),
  };
}

async function allClosed(sockets: Set<Socket>): Promise<void> {
  const tooLate = AbortSignal.timeout(3000);
  await Promise.all([...sockets].map((socket) => once(socket, 'close', { signal: tooLate })));
}

export function loopbackTls(): { key: Buffer; cert: Buffer } {
  const file = (name: string) => readFileSync(new URL(`../../../test/fixtures/tls/${name}`, import.meta.url));
  return { key: file('loopback.key'), cert: file('loopback.crt') };
}

function perform(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://hostile.invalid');
  const trick = TRICKS[url.pathname];
  if (trick) trick(response, request, url);
  else response.writeHead(404).end(url.pathname);
}

function listen(server: Server, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function stop(server: Server, sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
