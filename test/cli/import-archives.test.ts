import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { projectRoot } from '../../src/config/paths.js';
import { connect } from '../../src/db/connect.js';
import { type CliSite, createCliSite, finished } from '../support/run-cli.js';
import { until } from '../support/test-site.js';

type Totals = Record<'documents' | 'new' | 'updated' | 'same' | 'rejected', number> & {
  posts?: number;
  members?: number;
  reasons: Record<string, number>;
};

const CONNECTIONS = { sqliteReaders: 1, postgresPool: 1 };
const dump = path.join(projectRoot, 'test/fixtures/archives/kunena.sql');

describe('hustings import of archives', () => {
  let site: CliSite;
  before(async () => {
    site = await createCliSite();
  });
  after(() => site.remove());

  const countsOf = ({ documents, new: added, same, posts, members, reasons }: Totals) => ({
    ...{ documents, added, same, posts, members, reasons },
  });

  test('a Kunena dump: topics, replies, members; broken rows counted; the bot told on standard error', async () => {
    const { code, stdout, stderr } = await site.run(['import', dump, '--title', 'Старый форум', '--json']);
    assert.equal(code, 0, stderr);
    assert.deepEqual(countsOf(JSON.parse(stdout) as Totals), {
      ...{ documents: 3, added: 2, same: 0, posts: 2, members: 2 },
      reasons: { 'bad-row': 2, hidden: 1 },
    });
    assert.match(stderr, /Topics of ICT are news without an author/);
    assert.deepEqual(await readdir(path.join(site.dataDir, 'imports')), [], 'nothing is left lying about');
  });

  test('the same again is the same', async () => {
    const again = countsOf(await site.json<Totals>(['import', dump, '--title', 'Старый форум']));
    assert.deepEqual([again.documents, again.added, again.same, again.posts, again.members], [3, 0, 3, 0, 0]);
  });

  test("a forum's tables as JSON files of one folder", async () => {
    const folder = path.join(site.folder, 'json-forum');
    await mkdir(folder);
    const write = (name: string, rows: object[]) => writeFile(path.join(folder, name), JSON.stringify(rows));
    await write('messages.json', [
      ...[
        {
          id: '1',
          parent: '0',
          thread: '9',
          catid: '1',
          name: 'Бот',
          userid: '2',
          subject: 'Тема о реестре',
          time: '1500000000',
          hold: '0',
        },
      ],
      ...[
        {
          id: '2',
          parent: '1',
          thread: '9',
          catid: '1',
          name: 'Пётр',
          userid: '3',
          subject: 'Re',
          time: '1500000100',
          hold: '0',
        },
      ],
    ]);
    await write('messages_text.json', [
      { mesid: '1', message: 'Реестр избирателей' },
      { mesid: '2', message: 'Ответ' },
    ]);
    await write('topics.json', [
      { id: '9', category_id: '1', subject: 'Тема о реестре', first_post_id: '1', hold: '0', moved_id: '0' },
    ]);
    const { documents, new: added, posts } = await site.json<Totals>(['import', folder]);
    assert.deepEqual([documents, added, posts], [1, 1, 1]);
  });

  test('an unknown --bot and a dump of something else are said', async () => {
    const wrong = await site.run(['import', dump, '--title', 'Другой', '--bot', 'Nobody']);
    assert.match(wrong.stderr, /no account Nobody/);
    const other = path.join(site.folder, 'shop.sql');
    await writeFile(other, 'INSERT INTO `shop_orders` (`id`) VALUES (1);');
    const { code, stdout } = await site.run(['import', other, '--json']);
    assert.equal(code, 1);
    assert.deepEqual((JSON.parse(stdout) as Totals).reasons, { 'no-forum': 1 });
  });

  test('JSON Lines, one source for each that is named', async () => {
    const file = path.join(site.folder, 'docs.jsonl');
    const item = (id: number, source: string) => ({
      id,
      title: `Статья ${id} о выборах`,
      text: `Текст ${id}`,
      date: '2020-01-01',
      lang: 'ru',
      source,
      url: `https://d.example/${id}`,
    });
    const lines = [item(1, 'Альфа'), item(2, 'Бета'), item(3, 'Альфа')].map((each) => JSON.stringify(each));
    await writeFile(file, [...lines, 'oops'].join('\n'));
    const totals = await site.json<Totals>(['import', file]);
    assert.deepEqual([totals.documents, totals.new, totals.reasons], [3, 3, { 'bad-json': 1 }]);
    const feeds = await site.json<{ title: string; articleCount: number; isFetched: boolean }[]>(['feeds', 'list']);
    assert.deepEqual(
      feeds
        .filter((feed) => ['Альфа', 'Бета'].includes(feed.title))
        .map((feed) => [feed.title, feed.articleCount, feed.isFetched]),
      [
        ['Альфа', 2, false],
        ['Бета', 1, false],
      ],
    );
    assert.deepEqual((await site.json<Totals>(['import', file])).same, 3);
  });
});

describe('an import that is killed', () => {
  let site: CliSite;
  before(async () => {
    site = await createCliSite();
  });
  after(() => site.remove());

  const LINES = 3000;
  const TOPICS = 1200;

  /** Starts it, and kills it without a warning as soon as that many rows are stored. */
  async function killed(args: string[], table: string, rows: number): Promise<void> {
    const db = await connect({ kind: 'sqlite', file: path.join(site.dataDir, 'hustings.sqlite') }, CONNECTIONS);
    const count = async () => Number((await db.read(table).count({ n: '*' }))[0]?.n);
    const child = site.start(args);
    const ended = finished(child);
    await until(`${rows} ${table} are stored`, async () => child.exitCode !== null || (await count()) >= rows);
    assert.equal(child.exitCode, null, 'it was still at work');
    child.kill('SIGKILL');
    await ended;
    await db.close();
  }

  test('goes on with the next lines, loses nothing and doubles nothing', async () => {
    const file = path.join(site.folder, 'many.jsonl');
    const line = (id: number) =>
      JSON.stringify({
        ...{ id, title: `Заметка номер ${id}`, text: `Слова ${id} и ещё слова`, date: '2020-01-01' },
        ...{ lang: 'ru', source: 'Архив', url: null },
      });
    await writeFile(file, Array.from({ length: LINES }, (_, id) => line(id)).join('\n'));
    await site.run(['migrate']);
    for (const rows of [1, 800, 1600]) await killed(['import', file, '--json'], 'articles', rows);
    const { code, stdout, stderr } = await site.run(['import', file, '--json']);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /goes on at [1-9]\d? %/);
    assert.ok((JSON.parse(stdout) as Totals).documents < LINES, 'what was done is not read again');
    const feeds = await site.json<{ title: string; articleCount: number }[]>(['feeds', 'list']);
    assert.deepEqual(
      feeds.map(({ title, articleCount }) => [title, articleCount]),
      [['Архив', LINES]],
    );
    const again = await site.json<Totals>(['import', file]);
    assert.deepEqual([again.new, again.updated, again.same], [0, 0, LINES]);
  });

  test('goes on with the next topics of a forum', async () => {
    const file = path.join(site.folder, 'forum.sql');
    const rows = (columns: string, of: (id: number) => string) =>
      `INSERT INTO ${columns} VALUES ${Array.from({ length: TOPICS }, (_, at) => of(at + 1)).join(',')};\n`;
    const messages = 'x_kunena_messages (id, parent, thread, catid, name, userid, subject, time, hold)';
    await writeFile(
      file,
      [
        rows('x_kunena_topics (id, category_id, subject, hold)', (id) => `(${id}, 1, 'Тема номер ${id}', 0)`),
        rows(messages, (id) => `(${id * 2}, 0, ${id}, 1, 'Бот', 5, 'x', ${1_500_000_000 + id}, 0)`),
        rows(messages, (id) => `(${id * 2 + 1}, ${id * 2}, ${id}, 1, 'Анна', 6, 'x', ${1_500_000_001 + id}, 0)`),
        rows('x_kunena_messages_text (mesid, message)', (id) => `(${id * 2}, 'Новость ${id}')`),
        rows('x_kunena_messages_text (mesid, message)', (id) => `(${id * 2 + 1}, 'Ответ ${id}')`),
      ].join(''),
    );
    for (const posts of [1, 500]) await killed(['import', file, '--title', 'Форум', '--json'], 'posts', posts);
    const { stdout } = await site.run(['import', file, '--title', 'Форум', '--json']);
    const totals = JSON.parse(stdout) as Totals;
    assert.equal(totals.documents, TOPICS);
    assert.ok(totals.same >= 500, 'topics that are here are passed over');
    const db = await connect({ kind: 'sqlite', file: path.join(site.dataDir, 'hustings.sqlite') }, CONNECTIONS);
    const count = async (table: string) => Number((await db.read(table).count({ n: '*' }))[0]?.n);
    const counts = {
      posts: await count('posts'),
      links: await count('old_links'),
      members: await count('archive_members'),
    };
    const [sum] = await db.read('threads').sum({ replies: 'reply_count' });
    await db.close();
    assert.deepEqual(counts, { posts: TOPICS, links: TOPICS * 3, members: 1 });
    assert.equal(Number(sum?.replies), TOPICS);
  });
});
