/** A site with publishers that hang, flood, lie and lead astray: every outcome has its name, honest sources are on time. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { textsFor } from '../../src/i18n/texts.js';
import { rssOf } from '../support/feed-server.js';
import { startCanary, startHostileServer } from '../support/hostile-server.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

const t = textsFor('en');
const MEGABYTE = 1_000_000;
const rss = (inner: string) => `<rss version="2.0"><channel><title>T</title>${inner}</channel></rss>`;

/** Bodies that the hostile server of the fetcher's tests does not have. */
const bodies: Record<string, () => { body: string | Buffer; headers?: Record<string, string> }> = {
  '/says-404': () => ({ body: '<!doctype html><title>404</title><h1>Not found</h1>' }),
  '/hundred-thousand-items': () => ({ body: rss('<item><title>x</title><guid>1</guid></item>'.repeat(100_000)) }),
  '/angle-brackets': () => ({ body: '<'.repeat(9 * MEGABYTE) }),
  '/angle-brackets-inside': () => ({
    body: rss(`<item><title>x</title><description>${'&lt;'.repeat(MEGABYTE)}</description></item>`),
  }),
  '/deep': () => ({ body: rss('<a>'.repeat(MEGABYTE)) }),
  '/empty': () => ({ body: '' }),
  '/bomb-in-feed': () => ({
    body: gzipSync(rss(`<item><title>${' '.repeat(60 * MEGABYTE)}</title></item>`)),
    headers: { 'content-encoding': 'gzip' },
  }),
};

/** Path → how it must be called in the history and on the page. */
const expected: Record<string, string> = {
  '/hang': 'timeout',
  '/hang-body': 'timeout',
  '/drip': 'timeout',
  '/drip-headers': 'timeout',
  '/endless': 'too-large',
  '/fifty-megabytes': 'too-large',
  '/gzip-bomb': 'bomb',
  '/br-bomb': 'bomb',
  '/nested-bomb': 'bomb',
  '/bomb-in-feed': 'bomb',
  '/empty-gzip-members': 'too-large',
  '/long-length': 'network',
  '/many-headers': 'network',
  '/not-http': 'network',
  '/reset': 'network',
  '/loop': 'redirects',
  '/chain?left=9': 'redirects',
  '/says-404': 'html-page',
  '/angle-brackets': 'not-a-feed',
  '/deep': 'too-deep',
  '/empty': 'empty',
  '/nowhere': 'http-status',
  '/hundred-thousand-items': 'fresh',
  '/angle-brackets-inside': 'fresh',
  '/to-canary': 'blocked-address',
  '/good': 'fresh',
};

let site: TestSite;
let canary: Awaited<ReturnType<typeof startCanary>>;
const servers: Awaited<ReturnType<typeof startHostileServer>>[] = [];

before(async () => {
  canary = await startCanary();
  const bodyServer = async () =>
    startHostileServer({
      handler: (request, response) => {
        const made = bodies[request.url ?? '']?.();
        response.writeHead(made ? 200 : 404, made?.headers ?? {}).end(made?.body ?? 'nothing');
      },
    });
  const astray = await startHostileServer({
    handler: (_request, response) =>
      response.writeHead(301, { location: `http://127.0.0.1:${canary.port}/feed` }).end(),
  });
  const good = await startHostileServer({
    handler: (_request, response) => response.end(rssOf('Good', [{ id: '1', title: 'One', html: '<p>Text</p>' }])),
  });
  // A server for each, so that each is a host of its own and none waits behind another.
  const addresses: string[] = [];
  for (const path of Object.keys(expected)) {
    const own =
      path === '/good'
        ? good
        : path === '/to-canary'
          ? astray
          : bodies[path]
            ? await bodyServer()
            : await startHostileServer();
    servers.push(own);
    addresses.push(`${own.origin}${path}`);
  }
  const hosts = servers.map((server) => server.host).join(',');
  site = await startTestSite({ content: 'demo', env: { FETCH_ALLOW_HOSTS: hosts, FETCH_CONCURRENCY: '40' } });
  const [category] = await site.services.categories.list();
  for (const url of addresses) {
    const title = new URL(url).pathname;
    const draft = { url, title, siteUrl: null, language: '', groupName: 'Hostile', categoryId: category?.id ?? 0 };
    await site.services.feeds.insert(draft, Date.now());
  }
});
after(async () => {
  await site?.close();
  await Promise.all([...servers, canary].map((server) => server?.close()));
});

describe('hostile sources', () => {
  test('pages are served while they are fetched, the honest source does not wait, and each outcome is named', async () => {
    const order: string[] = [];
    let isDone = false;
    const fetching = site.services.poller.fetchDue((feed) => order.push(feed.title)).finally(() => (isDone = true));
    let served = 0;
    const reader = site.visitor();
    while (!isDone) {
      const paths = ['/', '/threads/1', '/feeds', '/search?q=%D0%B2%D1%8B%D0%B1%D0%BE%D1%80%D1%8B'];
      const answer = await reader.get(`${paths[served % paths.length]}${served % 2 ? '' : `?n=${served}`}`);
      assert.equal(answer.status, 200);
      served++;
    }
    assert.equal(await fetching, Object.keys(expected).length);
    assert.ok(served > 50, `${served} pages meanwhile`);
    assert.ok(order.indexOf('/good') < order.indexOf('/drip'), `the honest one does not wait: ${order.join(' ')}`);
    const outcomes: Record<string, string | null> = {};
    for (const feed of await site.services.feeds.list()) {
      if (feed.groupName === 'Hostile')
        outcomes[new URL(feed.url).pathname + new URL(feed.url).search] = feed.lastOutcome;
    }
    assert.deepEqual(outcomes, expected);
    assert.equal(canary.connections(), 0);
  });

  test('moderators see each by its name, with the next attempt; nobody is given up in silence', async () => {
    const moderator = await site.visitorAs('moderator', { language: 'en' });
    const page = readPage((await moderator.get('/moderation/feeds?group=Hostile')).text);
    for (const outcome of new Set(Object.values(expected))) {
      if (outcome === 'fresh') continue;
      const words = t.fetchOutcomes[outcome as keyof typeof t.fetchOutcomes];
      assert.ok(page.text.includes(words), `${outcome}: ${words}`);
    }
    for (const feed of await site.services.feeds.list()) {
      if (feed.groupName === 'Hostile') assert.ok((feed.nextFetchAt ?? 0) > Date.now(), feed.title);
    }
  });
});
