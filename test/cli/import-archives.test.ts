import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { projectRoot } from '../../src/config/paths.js';
import { type CliSite, createCliSite, finished } from '../support/run-cli.js';

type Totals = Record<'documents' | 'new' | 'updated' | 'same' | 'rejected', number> & {
  posts?: number;
  members?: number;
  reasons: Record<string, number>;
};

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

  /** Starts it, kills it without a warning at the moment that its output tells, and waits for its end. */
  async function killed(args: string[], ms: number): Promise<void> {
    const child = site.start(args);
    const timer = setTimeout(() => child.kill('SIGKILL'), ms);
    await finished(child);
    clearTimeout(timer);
  }

  test('goes on, loses nothing and doubles nothing', async () => {
    const file = path.join(site.folder, 'many.jsonl');
    const line = (id: number) =>
      JSON.stringify({
        id,
        title: `Заметка номер ${id}`,
        text: `Слова ${id} и ещё слова`,
        date: '2020-01-01',
        lang: 'ru',
        source: 'Архив',
        url: null,
      });
    await writeFile(file, Array.from({ length: LINES }, (_, id) => line(id)).join('\n'));
    await site.run(['config']);
    for (const ms of [900, 1100, 1300, 1600]) await killed(['import', file, '--json'], ms);
    const { code, stderr } = await site.run(['import', file, '--json']);
    assert.equal(code, 0, stderr);
    const feeds = await site.json<{ title: string; articleCount: number }[]>(['feeds', 'list']);
    assert.deepEqual(
      feeds.map(({ title, articleCount }) => [title, articleCount]),
      [['Архив', LINES]],
    );
    const again = await site.json<Totals>(['import', file]);
    assert.deepEqual([again.new, again.updated, again.same], [0, 0, LINES]);
  });
});
