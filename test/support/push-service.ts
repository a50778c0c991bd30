/** A push service of our own on loopback: takes what the site sends to a browser, and holds the keys that open it. */
import { createECDH, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

type Decrypt = (body: Buffer, options: { version: string; privateKey: unknown; authSecret: string }) => Buffer;
const ece = (await import('http_ece' as string)) as { default: { decrypt: Decrypt } };

export type PushRequest = { path: string; headers: IncomingHttpHeaders; body: Buffer };
export type PushMessage = { title: string; body: string; url: string; tag: string; lang: string };
export type PushService = Awaited<ReturnType<typeof startPushService>>;

/** The public half of what a browser gives. */
export function browserKeys(): { p256dh: string; auth: string } {
  const receiver = createECDH('prime256v1');
  receiver.generateKeys();
  return { p256dh: receiver.getPublicKey().toString('base64url'), auth: randomBytes(16).toString('base64url') };
}

export async function startPushService() {
  const requests: PushRequest[] = [];
  const held: (() => void)[] = [];
  let isHolding = false;
  let status = 201;
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      requests.push({ path: req.url ?? '', headers: req.headers, body: Buffer.concat(chunks) });
      const answer = () => res.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
      if (isHolding) held.push(answer);
      else answer();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** What a browser that subscribed at `path` gives to the site, and how it opens what comes. */
  function subscribe(path: string) {
    const receiver = createECDH('prime256v1');
    receiver.generateKeys();
    const auth = randomBytes(16).toString('base64url');
    const p256dh = receiver.getPublicKey().toString('base64url');
    const open = (body: Buffer): PushMessage =>
      JSON.parse(
        ece.default.decrypt(body, { version: 'aes128gcm', privateKey: receiver, authSecret: auth }).toString(),
      );
    return { given: { endpoint: `http://${host}${path}`, p256dh, auth }, open };
  }

  return {
    /** To be named in FETCH_ALLOW_HOSTS: the guarded fetcher asks no private host otherwise. */
    host,
    requests,
    sentTo: (path: string) => requests.filter((request) => request.path === path),
    answerWith: (code: number) => {
      status = code;
    },
    /** Takes requests and answers none, until told to let go. */
    hold: () => {
      isHolding = true;
    },
    letGo: () => {
      isHolding = false;
      for (const answer of held.splice(0)) answer();
    },
    subscribe,
    close: () => server.close(),
  };
}
