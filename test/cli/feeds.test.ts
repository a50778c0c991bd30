import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type CliSite, cliFixtures, createCliSite } from '../support/run-cli.js';

type FeedRow = {
  id: number;
  url: string;
  title: string;
  isPaused: boolean;
  category: string;
  groupName: string;
  articleCount: number;
};

describe('hustings feeds', () => {
  let site: CliSite;
  let publisher: Server;
  let address: string;
  before(async () => {
    const body = await readFile(path.join(cliFixtures, 'news/1-votes.xml'));
    publisher = createServer((req, res) => {
      if (req.url === '/rss') res.setHeader('content-type', 'application/rss+xml').end(body);
      else res.writeHead(404).end('nothing here');
    });
    await new Promise<void>((resolve) => publisher.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(publisher.address() as AddressInfo).port}`;
    address = `http://${host}/rss`;
    site = await createCliSite({ FETCH_ALLOW_HOSTS: host });
  });
  after(async () => {
    publisher.close();
    await site.remove();
  });

  const listFeeds = () => site.json<FeedRow[]>(['feeds', 'list']);

  test('add: the source with its articles, once', async () => {
    const added = await site.json<FeedRow & { new: number }>([
      'feeds',
      'add',
      address,
      '--category',
      'law',
      '--title',
      'Участок',
    ]);
    assert.deepEqual([added.id, added.title, added.new], [1, 'Участок', 2]);
    const again = await site.run(['feeds', 'add', address]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /already on the list: Участок/);
    assert.deepEqual(
      (await listFeeds()).map(({ title, category, articleCount }) => ({ title, category, articleCount })),
      [{ title: 'Участок', category: 'law', articleCount: 2 }],
    );
  });

  test('add: an address without a feed is not kept', async () => {
    const { code, stderr } = await site.run(['feeds', 'add', address.replace('/rss', '/none')]);
    assert.equal(code, 1);
    assert.match(stderr, /cannot be reached: HTTP 404/);
    assert.equal((await listFeeds()).length, 1);
  });

  test('add: an address with a password in it is not kept, and not asked', async () => {
    const secret = address.replace('http://', 'http://user:hunter2@').replace('/rss', '/rss?other');
    for (const command of [['feeds', 'add'], ['import']]) {
      const { code, stderr } = await site.run([...command, secret]);
      assert.equal(code, 1);
      assert.match(stderr, /no user name and no password/);
      assert.equal((await listFeeds()).length, 1);
    }
  });

  test('fetch: what is named; import takes the same address as the same source', async () => {
    const [fetched] = await site.json<{ id: number; isOk: boolean; new: number }[]>(['feeds', 'fetch', '1']);
    assert.deepEqual([fetched?.id, fetched?.isOk, fetched?.new], [1, true, 0]);
    const totals = await site.json<{ documents: number; new: number }>(['import', address]);
    assert.deepEqual([totals.documents, totals.new], [1, 0]);
    assert.equal((await listFeeds()).length, 1);
  });

  test('pause and resume', async () => {
    assert.match((await site.run(['feeds', 'pause', '1'])).stdout, /Paused source 1: Участок/);
    assert.equal((await listFeeds())[0]?.isPaused, true);
    assert.deepEqual(await site.json(['feeds', 'fetch', '--all']), []);
    await site.run(['feeds', 'resume', '1']);
    assert.equal((await listFeeds())[0]?.isPaused, false);
    const unknown = await site.run(['feeds', 'pause', '99']);
    assert.deepEqual([unknown.code, unknown.stderr], [1, 'hustings: There is no such feed.\n']);
  });

  test('OPML in, out, and into another site: the same sources', async () => {
    const opml = path.join(cliFixtures, 'sources.opml');
    assert.deepEqual(await site.json(['feeds', 'import-opml', opml]), { added: 2, known: 0 });
    assert.deepEqual(await site.json(['feeds', 'import-opml', opml]), { added: 0, known: 2 });
    const exported = path.join(site.folder, 'out.opml');
    await writeFile(exported, (await site.run(['feeds', 'export-opml'])).stdout);
    const other = await createCliSite();
    try {
      assert.deepEqual(await other.json(['feeds', 'import-opml', exported]), { added: 3, known: 0 });
      const facts = (feeds: FeedRow[]) =>
        feeds.map(({ url, title, category, groupName }) => ({ url, title, category, groupName }));
      assert.deepEqual(facts(await other.json<FeedRow[]>(['feeds', 'list'])), facts(await listFeeds()));
    } finally {
      await other.remove();
    }
  });

  test('what is no OPML is refused in words', async () => {
    const { code, stderr } = await site.run(['feeds', 'import-opml', path.join(cliFixtures, 'news/notes.txt')]);
    assert.equal(code, 1);
    assert.match(stderr, /^hustings: This is not an OPML document/);
    const missing = await site.run(['feeds', 'import-opml', path.join(site.folder, 'missing.opml')]);
    assert.match(missing.stderr, /^hustings: ENOENT/);
    const endless = path.join(site.folder, 'endless.opml');
    await writeFile(endless, 'x'.repeat(10 * 1024 * 1024 + 1));
    const refused = await site.run(['feeds', 'import-opml', endless]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /is larger than 10 MB/);
  });
});
