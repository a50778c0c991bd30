import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type CliSite, cliFixtures, createCliSite, finished } from '../support/run-cli.js';
import { createTestDatabase, stopTestPostgres } from '../support/test-db.js';

type Totals = Record<'documents' | 'new' | 'updated' | 'same' | 'rejected' | 'held' | 'ms', number> & {
  reasons: Record<string, number>;
};
type FeedRow = {
  id: number;
  title: string;
  url: string;
  siteUrl: string | null;
  articleCount: number;
  isFetched: boolean;
  category: string;
};

const news = path.join(cliFixtures, 'news');
const archive = path.join(cliFixtures, 'archive');

describe('hustings import', () => {
  let site: CliSite;
  before(async () => {
    site = await createCliSite();
  });
  after(() => site.remove());

  const listFeeds = () => site.json<FeedRow[]>(['feeds', 'list']);

  test('a folder: every feed in it, and the other files counted with their reason', async () => {
    const { code, stdout, stderr } = await site.run(['import', news, '--json', '--category', 'society']);
    const { ms, ...totals } = JSON.parse(stdout) as Totals;
    assert.equal(code, 0);
    assert.deepEqual(totals, {
      documents: 3,
      new: 4,
      updated: 0,
      same: 1,
      rejected: 0,
      held: 0,
      reasons: { 'not-a-feed': 1 },
    });
    assert.ok(ms > 0);
    assert.match(stderr, /notes\.txt: not a feed/);
  });

  test('the same again adds and updates nothing', async () => {
    const again = await site.json<Totals>(['import', news]);
    assert.deepEqual([again.documents, again.new, again.updated, again.same], [3, 0, 0, 5]);
  });

  test('two files of one feed are one source, which nobody fetches', async () => {
    const feeds = await listFeeds();
    assert.deepEqual(
      feeds.map(({ title, articleCount, isFetched, category }) => ({ title, articleCount, isFetched, category })),
      [
        { title: 'Ballot Lab', articleCount: 1, isFetched: false, category: 'society' },
        { title: 'Вестник участка', articleCount: 3, isFetched: false, category: 'society' },
      ],
    );
  });

  test('a file that was moved and renamed is still the same source', async () => {
    const moved = path.join(site.folder, 'renamed.xml');
    await copyFile(path.join(news, '3-ballots.atom'), moved);
    const totals = await site.json<Totals>(['import', moved]);
    assert.deepEqual([totals.new, totals.same], [0, 1]);
    assert.equal((await listFeeds()).length, 2);
  });

  test('a feed that names no site is known by its file: another file is another source', async () => {
    const write = async (name: string, headline: string) => {
      await mkdir(path.dirname(path.join(site.folder, name)), { recursive: true });
      const item = `<item><title>${headline}</title><guid isPermaLink="false">1</guid></item>`;
      await writeFile(
        path.join(site.folder, name),
        `<rss version="2.0"><channel><title>News</title>${item}</channel></rss>`,
      );
    };
    await write('plain/a.xml', 'Ballots were printed');
    await write('plain/b.xml', 'Ballots were burnt');
    await write('moved/a.xml', 'Ballots were printed');
    const totals = await site.json<Totals>([
      'import',
      path.join(site.folder, 'plain'),
      path.join(site.folder, 'moved'),
    ]);
    assert.deepEqual([totals.new, totals.updated, totals.same], [2, 0, 1]);
    assert.equal((await listFeeds()).filter((feed) => feed.title === 'News').length, 2);
  });

  test('a folder of articles with a front matter is one archive, whose links start from --base', async () => {
    const wanted = ['import', archive, '--title', 'Старый сайт', '--base', 'https://old.example'];
    assert.deepEqual((await site.json<Totals>(wanted)).new, 2);
    assert.deepEqual((await site.json<Totals>(wanted)).same, 2);
    const added = (await listFeeds()).filter((feed) => feed.url.startsWith('archive:'));
    assert.deepEqual(
      added.map(({ title, siteUrl, articleCount }) => ({ title, siteUrl, articleCount })),
      [{ title: 'Старый сайт', siteUrl: 'https://old.example', articleCount: 2 }],
    );
    const similar = await site.json<{ url: string }[]>(['similar', '--title', 'Почему списки избирателей расходятся']);
    assert.equal(similar[0]?.url, 'https://old.example/ru/2016/spiski');
    const explained = await site.run(['similar', '--title', 'Почему списки избирателей расходятся', '--explain']);
    assert.match(explained.stdout, /LIKENESS.*COMPANY.*DATE/);
    assert.match(explained.stdout, /same language.*избирателей \d+ %/);
  });

  test('an archive without a title is called like its folder', async () => {
    const folder = path.join(site.folder, 'letters');
    await mkdir(folder);
    await writeFile(
      path.join(folder, 'one.txt'),
      '---\ntitle: A letter about polling stations\npermalink: /one\n---\nDear voter.\n',
    );
    assert.equal((await site.json<Totals>(['import', folder])).new, 1);
    assert.ok((await listFeeds()).some((feed) => feed.title === 'letters'));
  });

  test('--feed puts a document into a source that is there', async () => {
    const target = (await listFeeds()).find((feed) => feed.title === 'letters');
    const file = path.join(site.folder, 'extra.xml');
    const item = '<item><title>Extra</title><link>https://extra.example/1</link></item>';
    await writeFile(
      file,
      `<rss version="2.0"><channel><title>Other</title><link>https://extra.example/</link>${item}</channel></rss>`,
    );
    assert.equal((await site.json<Totals>(['import', file, '--feed', String(target?.id)])).new, 1);
    const feeds = await listFeeds();
    assert.equal(feeds.find((feed) => feed.id === target?.id)?.articleCount, 2);
    assert.ok(!feeds.some((feed) => feed.title === 'Other'));
  });

  test('nothing that could be imported: exit 1 with the reasons', async () => {
    const { code, stderr } = await site.run([
      'import',
      path.join(news, 'notes.txt'),
      path.join(site.folder, 'none.xml'),
    ]);
    assert.equal(code, 1);
    assert.match(stderr, /notes\.txt: not a feed/);
    assert.match(stderr, /none\.xml: cannot be read \(ENOENT/);
  });

  test('an unknown category is refused before anything is imported', async () => {
    const { code, stderr } = await site.run(['import', news, '--category', 'sport']);
    assert.equal(code, 1);
    assert.match(stderr, /no category sport.*elections/);
  });
});

test('Ctrl+C stops an import after the document in hand, which is kept', async () => {
  const body = await readFile(path.join(news, '1-votes.xml'));
  let answer = () => {};
  const publisher = createServer((_req, res) => {
    answer = () => void res.setHeader('content-type', 'application/rss+xml').end(body);
  }).listen(0, '127.0.0.1');
  await once(publisher, 'listening');
  const host = `127.0.0.1:${(publisher.address() as AddressInfo).port}`;
  const site = await createCliSite({ FETCH_ALLOW_HOSTS: host });
  try {
    const asked = once(publisher, 'request');
    const child = site.start(['import', `http://${host}/rss`, path.join(news, '3-ballots.atom'), '--json']);
    const ended = finished(child);
    await Promise.race([asked, ended]);
    child.kill('SIGINT');
    await Promise.race([once(child.stderr, 'data'), ended]);
    answer();
    const { code, stdout, stderr } = await ended;
    const { documents, new: added } = JSON.parse(stdout) as Totals;
    assert.deepEqual({ code, documents, added }, { code: 130, documents: 1, added: 2 });
    assert.match(stderr, /Stopping after this document/);
  } finally {
    publisher.close();
    await site.remove();
  }
});

test('an import into PostgreSQL, twice', async () => {
  const database = await createTestDatabase('postgres');
  const { target } = database;
  const site = await createCliSite({ DATABASE_URL: target.kind === 'postgres' ? target.url : '' });
  try {
    const totals = [await site.json<Totals>(['import', news]), await site.json<Totals>(['import', news])];
    assert.deepEqual(
      totals.map(({ new: added, updated, same }) => ({ added, updated, same })),
      [
        { added: 4, updated: 0, same: 1 },
        { added: 0, updated: 0, same: 5 },
      ],
    );
  } finally {
    await site.remove();
    await database.drop();
    await stopTestPostgres();
  }
});
