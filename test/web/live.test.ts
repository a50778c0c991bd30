/** New replies while a thread is open: over the wire as a browser's script hears them, and by a link without one. */
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { User } from '../../src/accounts/user.js';
import { createLiveConnections } from '../../src/web/forum/live.js';
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

  test('when the server stops, every connection ends', () => {
    const connections = createLiveConnections({ inAll: 1, perNetwork: 1 });
    const ended: string[] = [];
    const connection = (name: string) => ({ on: () => {}, end: () => ended.push(name) });
    const add = (name: string) => connections.add({ ip: '10.0.0.1' } as never, connection(name) as never);
    assert.deepEqual([add('one'), add('two')], [true, false]);
    connections.close();
    assert.deepEqual(ended, ['one']);
    assert.equal(add('three'), false);
  });
});
