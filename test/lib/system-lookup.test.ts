import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, test } from 'node:test';
import { createSystemLookup } from '../../src/lib/system-lookup.js';

type Reply = { code: number; data: Record<number, number[]> };
const TYPE_A = 1;
const TYPE_AAAA = 28;
const NO_ANSWERS: Reply = { code: 3, data: {} };

let server: Socket | undefined;
afterEach(() => server?.close());

/** A name server on loopback that gives every question the same answer (RFC 1035 §4); null stays silent. */
async function lookupWith(reply: Reply | null) {
  const socket = createSocket('udp4');
  server = socket;
  socket.on('message', (query, peer) => {
    if (reply) socket.send(respond(query, reply), peer.port);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return createSystemLookup({ servers: [`127.0.0.1:${socket.address().port}`], timeoutMs: 100, tries: 1 });
}

function respond(query: Buffer, reply: Reply): Buffer {
  let end = 12;
  while (query[end]) end += (query[end] ?? 0) + 1;
  const question = query.subarray(12, end + 5);
  const data = reply.data[query.readUInt16BE(end + 1)];
  const header = Buffer.from([
    query[0] ?? 0,
    query[1] ?? 0,
    0x81,
    0x80 | reply.code,
    0,
    1,
    0,
    data ? 1 : 0,
    0,
    0,
    0,
    0,
  ]);
  const answer = data ? [0xc0, 0x0c, ...question.subarray(-4), 0, 0, 0, 60, 0, data.length, ...data] : [];
  return Buffer.concat([header, question, Buffer.from(answer)]);
}

describe('the addresses of a name', () => {
  test('are those of both families', async () => {
    const v6 = [0x26, 0x06, 0x47, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    const lookup = await lookupWith({ code: 0, data: { [TYPE_A]: [8, 8, 8, 8], [TYPE_AAAA]: v6 } });
    const expected = [
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1', family: 6 },
    ];
    assert.deepEqual(await lookup('example.org'), expected);
  });

  test('one family is enough', async () => {
    const lookup = await lookupWith({ code: 0, data: { [TYPE_A]: [8, 8, 8, 8] } });
    assert.deepEqual(await lookup('example.org'), [{ address: '8.8.8.8', family: 4 }]);
  });

  test('a name that DNS does not know may be in the hosts file', async () => {
    const lookup = await lookupWith(NO_ANSWERS);
    const found = await lookup('localhost');
    assert.ok(found.some(({ address }) => address === '127.0.0.1' || address === '::1'));
  });

  test('a silent name server is an error', async () => {
    const lookup = await lookupWith(null);
    await assert.rejects(async () => lookup('localhost'), /no DNS answer for localhost/);
  });
});
