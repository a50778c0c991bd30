/**
 * Opens the socket of one request: resolves the name once, lets the guard judge every answer, dials only those
 * answers, and looks at the peer again when connected. `signal` ends the socket in any state, connecting included.
 */
import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import {
  type AddressPolicy,
  type guardedLookup,
  type HostAddress,
  isAllowed,
  isPublicAddress,
} from './address-guard.js';
import { HttpFailure, toHttpFailure } from './http-failure.js';

export type ConnectorParts = {
  policy: AddressPolicy;
  resolve: ReturnType<typeof guardedLookup>;
  /** Replaces undici's own connector, for extra TLS options. */
  connector?: typeof buildConnector;
};

export function createGuardedConnector(parts: ConnectorParts, signal: AbortSignal): buildConnector.connector {
  return (target, callback) => {
    const answer = answerOnce(callback);
    // undici forgets about the signal until it has a socket, and DNS may never answer.
    signal.addEventListener('abort', () => answer.fail(signal.reason), { once: true });
    open(parts, target, signal).then(answer.succeed, answer.fail);
  };
}

async function open(parts: ConnectorParts, target: buildConnector.Options, signal: AbortSignal): Promise<Socket> {
  const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
  const checked = await parts.resolve(target.hostname, port);
  if (!checked.ok) throw new HttpFailure(checked.reason, checked.detail);
  signal.throwIfAborted();
  const socket = await dial(parts, target, { lookup: pinned(checked.addresses), signal });
  const refused = refusePeer(parts.policy, target.hostname, port, socket);
  if (!refused) return socket;
  socket.destroy();
  throw refused;
}

type DialOptions = { lookup: ReturnType<typeof pinned>; signal: AbortSignal };

function dial(parts: ConnectorParts, target: buildConnector.Options, options: DialOptions): Promise<Socket> {
  const build = parts.connector ?? buildConnector;
  // The request's own clock ends a slow connection; undici's (`timeout`) would run on after the request has ended.
  const connect = build({ ...options, timeout: 0, allowH2: false, maxCachedSessions: 0 });
  return new Promise((resolve, reject) => {
    connect(target, (...[error, socket]) => (error ? reject(error) : resolve(socket)));
  });
}

/** Of an abort and a socket that race, the first counts; a socket that comes too late is ended. */
function answerOnce(callback: buildConnector.Callback) {
  let isAnswered = false;
  const fail = (error: unknown) => {
    if (!isAnswered) callback(toHttpFailure(error), null);
    isAnswered = true;
  };
  const succeed = (socket: Socket) => {
    if (isAnswered) socket.destroy();
    else callback(null, socket);
    isAnswered = true;
  };
  return { fail, succeed };
}

/** Last wall: whatever happened in between, the other end of the socket is an address that the guard accepts. */
function refusePeer(policy: AddressPolicy, host: string, port: number, socket: Socket): HttpFailure | null {
  const address = socket.remoteAddress;
  if (!address) return new HttpFailure('network', 'connection lost');
  if (isAllowed(policy, host, port) || isPublicAddress(address)) return null;
  return new HttpFailure('blocked-address', `connected to ${address}`);
}

type LookupAnswer = (error: Error | null, address: HostAddress[] | string, family?: number) => void;

/** What `net.connect` calls instead of DNS. With `all` it tries the answers in turn (RFC 8305), else it wants one. */
function pinned(addresses: readonly HostAddress[]) {
  const [first] = addresses;
  return (_hostname: string, options: { all?: boolean | undefined }, answer: LookupAnswer) => {
    if (options.all) answer(null, [...addresses]);
    else answer(null, first?.address ?? '', first?.family);
  };
}
