/** New replies while a thread is open: over the wire as a browser's script hears them, and by a link without one. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import express from 'express';
import type { User } from '../../src/accounts/user.js';
import { createLiveConnections, createShowLive } from '../../src/web/forum/live.js';
import { startTestSite, type TestSite, until } from '../support/test-site.js';

let site: TestSite;
let author: User;
let threads: number[];

before(async () => {
  site = await startTestSite({ content: 'demo' });
  author = await site.addUser('member');
  threads = (await site.services.threads.list({ order: 'discussed', limit: 3 })).threads.map(({ id }) => id);
});
after(() => site.close());

const write = async (threadId: number, markdown: string) =>
  (await site.services.writePost(author, { threadId, markdown, replyToId: null })).postId;
const newestOf = async (threadId: number) => (await site.services.posts.listNewest(threadId, 1))[0]?.id ?? 0;

type Event = { count: number; last: number; text: string; url: string };
type Heard = { status: number; events: Event[]; isEnded: boolean; close: () => void };

async function listen(threadId: number, after: number, headers: Record<string, string> = {}): Promise<Heard> {
  const heard: Heard = { status: 0, events: [], isEnded: false, close: () => request.destroy() };
  const request = http.get(`${site.url}/threads/${threadId}/live?after=${after}`, {
    headers: { accept: 'text/event-stream', 'accept-language': 'ru', ...headers },
  });
  request.on('error', () => {});
  request.on('response', (response) => {
    heard.status = response.statusCode ?? 0;
    response.setEncoding('utf8').on('data', (chunk: string) => {
      for (const [, data = ''] of chunk.matchAll(/^data: (.*)$/gm)) heard.events.push(JSON.parse(data));
    });
    response.on('close', () => {
      heard.isEnded = true;
    });
  });
  await until('the server answered', async () => heard.status !== 0);
  return heard;
}

describe('new replies', () => {
  test('are told to those who read that thread, counted, with the way to them', async () => {
    const [here = 0, there = 0] = threads;
    const after = await newestOf(here);
    const [reader, other] = [await listen(here, after), await listen(there, await newestOf(there))];
    await until('both listen', async () => site.app.services.newPosts !== undefined);
    const first = await write(here, 'Первый новый');
    await until('the first is heard', async () => reader.events.length >= 1);
    const second = await write(here, 'Второй новый');
    await until('the second is heard', async () => reader.events.some((event) => event.last === second));
    const last = reader.events.at(-1);
    assert.deepEqual([last?.count, last?.last], [2, second]);
    assert.match(last?.text ?? '', /^2\sновых ответа$/);
    assert.equal(last?.url, `/threads/${here}/live?after=${after}`);
    assert.deepEqual(other.events, []);
    const way = await site.visitor().get(last?.url ?? '');
    assert.equal(way.headers.location, `/posts/${first}`, 'the link leads to the first of them');
    reader.close();
    other.close();
  });

  test('what was written between the page and the connection is told at once', async () => {
    const [here = 0] = threads;
    const after = await newestOf(here);
    const missed = await write(here, 'Между делом');
    const reader = await listen(here, after);
    await until('it is heard', async () => reader.events.length > 0);
    assert.deepEqual([reader.events[0]?.count, reader.events[0]?.last], [1, missed]);
    reader.close();
  });

  test('posts of another process are noticed too', async () => {
    const [here = 0] = threads;
    const reader = await listen(here, await newestOf(here));
    const { db } = site.services;
    const [row] = await db.write('posts').where('thread_id', here).orderBy('id', 'desc').limit(1);
    const { id: _id, ...copy } = row;
    await db.write('posts').insert({ ...copy, created_at: Date.now() });
    await until('it is heard', async () => reader.events.length > 0);
    assert.equal(reader.events[0]?.count, 1);
    reader.close();
  });

  test('without a script the link leads to the first new one, or back', async () => {
    const [, there = 0] = threads;
    const newest = await newestOf(there);
    const member = await site.visitorAs('member');
    assert.equal((await member.get(`/threads/${there}/live?after=${newest}`)).headers.location, `/posts/${newest}`);
    const fresh = await write(there, 'Новее не бывает');
    assert.equal((await member.get(`/threads/${there}/live?after=${newest}`)).headers.location, `/posts/${fresh}`);
    assert.equal((await member.get('/threads/999999/live')).status, 404);
  });

  test('one network has few connections, and the room is given back', async () => {
    const [here = 0] = threads;
    const network = { 'x-forwarded-for': '10.77.0.1' };
    const readers: Heard[] = [];
    for (let at = 0; at < 12; at++) readers.push(await listen(here, 0, network));
    assert.deepEqual([...new Set(readers.map((reader) => reader.status))], [200]);
    assert.equal((await listen(here, 0, network)).status, 503);
    assert.equal((await site.visitor().get('/')).status, 200);
    for (const reader of readers) reader.close();
    await until('there is room again', async () => {
      const again = await listen(here, 0, network);
      again.close();
      return again.status === 200;
    });
  });

  test('pipelined requests hold one place at most, and give it back when their connection breaks', async () => {
    const [here = 0] = threads;
    await until('nobody listens', async () => site.app.live.count() === 0);
    const socket = pipeline(Number(new URL(site.url).port), `/threads/${here}/live`, 13);
    await until('the first is served', async () => site.app.live.count() > 0);
    assert.equal(site.app.live.count(), 1);
    socket.destroy();
    await until('all places are free', async () => site.app.live.count() === 0);
    const again = await listen(here, 0);
    assert.equal(again.status, 200);
    again.close();
  });

  test('when its time is over a stream ends, nothing is written after, and the process lives on', async () => {
    const live = createLiveConnections({ heartbeatMs: 2, longestMs: 20 });
    const app = express()
      .set('env', 'test')
      .get('/threads/:id/live', createShowLive({ ...site.services, live }) as express.RequestHandler);
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    const path = `/threads/${threads[0]}/live`;
    const broken = pipeline(port, path, 13);
    await until('it listens', async () => live.count() === 1);
    broken.destroy();
    const whole = pipeline(port, path, 13);
    let heard = '';
    whole.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk;
    });
    await once(whole, 'close');
    assert.match(heard, /^HTTP\/1\.1 200 .*\r\nConnection: close\r\n.*: here/s);
    await until('all places are free', async () => live.count() === 0);
    server.close();
    await once(server, 'close');
  });

  test('an answer without a connection gets no place', () => {
    const live = createLiveConnections();
    const socket = new EventEmitter();
    const add = (request: object, response: object) =>
      live.add({ ip: '10.0.0.1', ...request } as never, { on: () => {}, ...response } as never, () => {});
    assert.equal(add({ socket }, { socket: null }), undefined, 'queued');
    assert.equal(add({ socket: { destroyed: true } }, { socket }), undefined, 'gone');
    const release = add({ socket }, { socket });
    assert.equal(live.count(), 1);
    socket.emit('close');
    release?.();
    assert.deepEqual([live.count(), socket.listenerCount('close')], [0, 0]);
  });

  test('when the server stops, every connection ends', () => {
    const connections = createLiveConnections({ inAll: 1, perNetwork: 1 });
    const ended: string[] = [];
    const socket = new EventEmitter();
    const connection = (name: string) => ({ on: () => {}, end: () => ended.push(name), socket });
    const add = (name: string) =>
      connections.add({ ip: '10.0.0.1', socket } as never, connection(name) as never, () => {}) !== undefined;
    assert.deepEqual([add('one'), add('two')], [true, false]);
    connections.close();
    assert.deepEqual(ended, ['one']);
    assert.equal(add('three'), false);
  });
});

function pipeline(port: number, path: string, count: number): net.Socket {
  const request = `GET ${path} HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n`;
  const socket = net.connect(port, '127.0.0.1', () => socket.write(request.repeat(count)));
  return socket.on('error', () => {});
}
