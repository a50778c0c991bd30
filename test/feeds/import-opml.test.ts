import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import { createPageClient } from '../../src/feeds/full-text/page-client.js';
import { addListedFeeds, createExportOpml, createImportOpml } from '../../src/feeds/import-opml.js';
import { readOpml } from '../../src/feeds/opml.js';
import { createCategoryStore } from '../../src/news/category-store.js';
import { addFeed, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

const opml = (body: string) => `<opml version="2.0"><head/><body>${body}</body></opml>`;

describeOnEachDatabase('importOpml', (db) => {
  const parts = () => ({ feeds: createFeedStore(db()), categories: createCategoryStore(db()), clock: () => NOW });
  const pages = createPageClient();
  after(() => pages.close());
  const importOpml = (text: string) => createImportOpml({ ...parts(), pages })(text);
  before(() => addFeed(db(), { isFetched: false }));

  test('adds what is missing, with its group and category, and leaves what is there', async () => {
    const list = opml(
      '<outline text="Группа"><outline text="Один" xmlUrl="https://one.example/rss" category="digital" language="ru-RU"/></outline>' +
        '<outline text="Два" xmlUrl="https://two.example/rss" category="/unknown,digital"/>',
    );
    assert.deepEqual(await importOpml(list), { added: 2, known: 0 });
    const one = await createFeedStore(db()).findByUrl('https://one.example/rss');
    const categories = await createCategoryStore(db()).list();
    assert.deepEqual([one?.title, one?.groupName, one?.language], ['Один', 'Группа', 'ru']);
    assert.equal(categories.find((category) => category.id === one?.categoryId)?.slug, 'digital');
    await createFeedStore(db()).update(one?.id ?? 0, { ...(one as NonNullable<typeof one>), title: 'Переименован' }, 0);
    assert.deepEqual(await importOpml(list), { added: 0, known: 2 });
    assert.equal((await createFeedStore(db()).get(one?.id ?? 0)).title, 'Переименован');
  });

  test('an exported list is the imported one, without what came from files', async () => {
    const text = await createExportOpml(parts())('Мои <источники>');
    const listed = readOpml(text);
    assert.deepEqual(listed.map((feed) => feed.url).sort(), ['https://one.example/rss', 'https://two.example/rss']);
    assert.deepEqual(await importOpml(text), { added: 0, known: 2 });
  });

  test('addresses and names of any length and any letters are no failure', async () => {
    // Nothing that an index could compress.
    const random = randomBytes(2600).toString('base64url');
    const names = ['ж'.repeat(2000), 'a&#0;b&#x1;c', '&lt;script&gt;'];
    const outlines = names.map(
      (name, at) => `<outline text="${name}"><outline text="${name}" xmlUrl="https://long${at}.example/"/></outline>`,
    );
    const long = `<outline text="x" xmlUrl="https://long.example/${random}"/><outline text="x" xmlUrl="https://long.example/${'ж'.repeat(1500)}"/>`;
    const { added } = await importOpml(opml(outlines.join('') + long));
    assert.equal(added, names.length);
  });

  test('a list of any length, with addresses that it names twice', async () => {
    const outlines = Array.from({ length: 450 }, (_, at) => `<outline xmlUrl="https://many${at % 440}.example/rss"/>`);
    const listed = readOpml(opml(outlines.join('')));
    const repeated = [...listed, ...listed.slice(0, 5)];
    const result = await addListedFeeds(parts(), repeated);
    assert.deepEqual(result, { added: 440, known: repeated.length - 440 });
    assert.deepEqual(await addListedFeeds(parts(), repeated), { added: 0, known: repeated.length });
  });

  test('a list that never ends to be read, or fills the memory, is refused within its limits', async () => {
    const attributes = Array.from({ length: 100_000 }, (_, at) => `a${at}="x"`);
    const slow = opml(`<outline ${attributes.join(' ')}/>`);
    const large = opml('<outline text="x" xmlUrl="y"/>'.repeat(100_000));
    const before = await createFeedStore(db()).count();
    for (const [text, limits] of [[slow, { timeoutMs: 100 }] as const, [large, { maxHeapMb: 24 }] as const]) {
      const narrow = createPageClient(limits);
      const importing = createImportOpml({ ...parts(), pages: narrow });
      await assert.rejects(importing(text), { code: 'opml-too-heavy', status: 422 });
      await narrow.close();
    }
    assert.equal(await createFeedStore(db()).count(), before);
  });

  test('a site without categories says so', async () => {
    const importing = createImportOpml({ ...parts(), pages, categories: { list: async () => [] } });
    await assert.rejects(importing(opml('<outline xmlUrl="https://x.example/"/>')), { code: 'no-categories' });
  });
});
