/** WebSub against a real hub on loopback: subscribed to, asked back, pushed, renewed, refused. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request as openRequest } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DAY, HOUR } from '../../src/lib/clock.js';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { startHostileServer } from '../support/hostile-server.js';
import { dialects } from '../support/test-db.js';
import { startTestSite, type TestSite, until } from '../support/test-site.js';

const item = (id: string) => ({ id, title: `Известие ${id}`, html: `<p>Текст ${id}</p>` });

type Asked = { callback: string; topic: string; secret: string; lease: number };

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk));
  await once(request, 'end');
  return text;
}

/** Remembers who subscribed; the test decides when it asks back and what it pushes. */
async function startHub() {
  const asked: Asked[] = [];
  let status = 202;
  const server = await startHostileServer({
    handler: async (request, response) => {
      const form = new URLSearchParams(await bodyOf(request));
      const value = (name: string) => form.get(`hub.${name}`) ?? '';
      asked.push({
        callback: value('callback'),
        topic: value('topic'),
        secret: value('secret'),
        lease: Number(value('lease_seconds')),
      });
      response.writeHead(status).end();
    },
  });
  return {
    url: `${server.origin}/hub`,
    asked,
    answer: (next: number) => (status = next),
    /** The hub's question. */
    verify: (to: Asked, more: Record<string, string> = {}) => {
      const query = { mode: 'subscribe', topic: to.topic, challenge: 'c-42<b>', lease_seconds: '864000', ...more };
      const named = Object.entries(query).map(([name, text]): [string, string] => [`hub.${name}`, text]);
      return fetch(`${to.callback}?${new URLSearchParams(named)}`);
    },
    push: (to: Asked, body: string, secret = to.secret) =>
      fetch(to.callback, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/rss+xml; charset=utf-8',
          'x-hub-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
        },
      }),
    close: () => server.close(),
  };
}

for (const dialect of dialects) {
  describe(`websub on ${dialect}`, () => {
    let site: TestSite;
    let server: FeedServer;
    let hub: Awaited<ReturnType<typeof startHub>>;
    let feedId = 0;

    before(async () => {
      hub = await startHub();
      server = await startFeedServer({});
      site = await startTestSite({ content: 'empty', dialect, env: { FETCH_ALLOW_HOSTS: '127.0.0.1' } });
      server.publish('/hub.xml', documentOf(item('1')));
      const [category] = await site.services.categories.list();
      const draft = { url: server.address('/hub.xml'), title: 'С хабом', siteUrl: null, language: 'ru', groupName: '' };
      feedId = (await site.services.feeds.insert({ ...draft, categoryId: category?.id ?? 0 }, Date.now())).id;
      await site.services.poller.fetchNow(feedId);
    });
    after(async () => {
      await site.close();
      await server.close();
      await hub.close();
    });

    function documentOf(...items: ReturnType<typeof item>[]): string {
      const links = `<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="${hub.url}"/>`;
      return rssOf('С хабом', items).replace('<description>', `${links}<description>`);
    }
    const subscription = async () => (await site.services.hubSubscriptions.findByFeed(feedId)) ?? assert.fail('none');
    const articles = async () => (await site.services.feeds.get(feedId)).articleCount;
    const askHub = async (): Promise<Asked> => {
      await site.services.webSub.requestDue();
      return hub.asked.at(-1) ?? assert.fail('the hub was not asked');
    };

    test('a feed that names a hub is subscribed to; only what we asked for is confirmed', async () => {
      assert.equal((await subscription()).state, 'wanted');
      const asked = await askHub();
      assert.equal(asked.topic, server.address('/hub.xml'));
      assert.ok(asked.callback.startsWith(`${site.url}/websub/`) && asked.secret.length >= 40);
      assert.equal((await hub.push(asked, documentOf(item('9')))).status, 410, 'not confirmed yet');
      for (const wrong of [{ topic: 'https://other.example/' }, { mode: 'unsubscribe' }, { challenge: '' }]) {
        assert.equal((await hub.verify(asked, wrong)).status, 404);
      }
      assert.equal((await fetch(`${site.url}/websub/no-such-token?hub.mode=subscribe`)).status, 404);
      const answer = await hub.verify(asked);
      assert.deepEqual([answer.status, await answer.text()], [200, 'c-42<b>']);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
      const { state, leaseUntil, nextRequestAt } = await subscription();
      assert.equal(state, 'active');
      assert.ok(
        (leaseUntil ?? 0) > Date.now() + 9 * DAY && (nextRequestAt ?? 0) < (leaseUntil ?? 0),
        'renewed in time',
      );
    });

    test('an address that is no token is unknown, be it NUL', async () => {
      for (const token of ['%00', 'a%00b', 'f'.repeat(47), 'F'.repeat(48)]) {
        assert.equal((await fetch(`${site.url}/websub/${token}?hub.mode=subscribe`)).status, 404);
        assert.equal((await fetch(`${site.url}/websub/${token}`, { method: 'POST', body: 'x' })).status, 410);
      }
    });

    test('a stranger is answered before the document is read; compressed ones are not taken', async () => {
      const { hostname, port } = new URL(site.url);
      const headers = { 'content-length': 4_000_000 };
      const sent = openRequest({ hostname, port, path: `/websub/${'0'.repeat(48)}`, method: 'POST', headers });
      sent.on('error', () => {});
      sent.write('only the beginning ever comes');
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      assert.equal(answer.statusCode, 410);
      sent.destroy();
      const asked = hub.asked.at(-1) ?? assert.fail();
      const packed = { method: 'POST', body: gzipSync('x'), headers: { 'content-encoding': 'gzip' } };
      assert.equal((await fetch(asked.callback, packed)).status, 415);
    });

    test('what is pushed is imported at once, by the same steps; polling becomes a look for safety', async () => {
      const asked = hub.asked.at(-1) ?? assert.fail();
      const before = await articles();
      assert.equal((await hub.push(asked, documentOf(item('2'), item('1')))).status, 202);
      await until('the push is stored', async () => (await articles()) === before + 1);
      await until('it stands in the history', async () => {
        const [last] = await site.services.fetches.listByFeed(feedId, 1);
        return last?.outcome === 'pushed' && last.newCount === 1;
      });
      await site.services.poller.fetchNow(feedId);
      const feed = await site.services.feeds.get(feedId);
      assert.equal(feed.nextFetchWhy, 'push');
      assert.ok((feed.nextFetchAt ?? 0) > Date.now() + 5 * HOUR);
    });

    test('a document with a wrong signature, or without one, changes nothing and is told nothing', async () => {
      const asked = hub.asked.at(-1) ?? assert.fail();
      const before = await articles();
      const forged = documentOf(item('evil'));
      assert.equal((await hub.push(asked, forged, 'another secret')).status, 202);
      // While the first is being judged the feed is busy.
      await until(
        'the unsigned push is taken',
        async () => (await fetch(asked.callback, { method: 'POST', body: forged })).status === 202,
      );
      // A right one behind them: when it is stored, the forged ones have been dropped.
      await until(
        'the honest push is taken',
        async () => (await hub.push(asked, documentOf(item('3')))).status === 202,
      );
      await until('the honest push is stored', async () => (await articles()) === before + 1);
      const titles = await site.services.db.read('articles').where('feed_id', feedId).pluck('title');
      assert.ok(!titles.some((title) => /evil/.test(title)));
    });

    test('a lease is renewed before its end; a hub that fails is asked again later, one that denies much later', async () => {
      const asked = hub.asked.length;
      await site.services.webSub.requestDue();
      assert.equal(hub.asked.length, asked, 'nothing is due');
      await site.services.hubSubscriptions.update(feedId, { nextRequestAt: Date.now() - 1 });
      hub.answer(500);
      await site.services.webSub.requestDue();
      assert.equal(hub.asked.length, asked + 1);
      const failed = await subscription();
      assert.deepEqual([failed.state, failed.failureCount, failed.detail], ['active', 1, 'HTTP 500']);
      assert.ok((failed.nextRequestAt ?? 0) > Date.now() + 500_000);
      const again = hub.asked.at(-1) ?? assert.fail();
      assert.equal((await hub.verify(again, { mode: 'denied', reason: 'no room' })).status, 200);
      assert.deepEqual([(await subscription()).state, (await subscription()).detail], ['denied', 'no room']);
      assert.equal((await site.services.feeds.get(feedId)).pushUntil, null, 'polling is quick again');
      assert.equal((await hub.push(again, documentOf(item('4')))).status, 410);
    });

    test('one address takes so many documents a minute', async () => {
      const asked = hub.asked.at(-1) ?? assert.fail();
      await site.services.hubSubscriptions.update(feedId, { state: 'active' });
      const statuses: number[] = [];
      for (let n = 0; n < 40; n++) statuses.push((await fetch(asked.callback, { method: 'POST', body: 'x' })).status);
      assert.equal(statuses.at(-1), 429);
    });
  });
}
