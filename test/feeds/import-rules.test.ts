import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRuleStore } from '../../src/feeds/rule-store.js';
import { createSetAsideStore } from '../../src/feeds/set-aside-store.js';
import { createCategoryStore } from '../../src/news/category-store.js';
import { createImportRig } from '../support/import-rig.js';
import { count, dumpTables } from '../support/inspect-db.js';
import { addFeed, documentOf, entryOf } from '../support/news-builders.js';
import { addRule } from '../support/rule-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('an import under rules', (db) => {
  const articleOf = (title: string) => db().read('articles').where({ title }).first();

  test('leaves out, holds, routes and tags, and says what each rule did', async () => {
    const feed = await addFeed(db());
    const digital = (await createCategoryStore(db()).list()).find((category) => category.slug === 'digital');
    const of = { feedId: feed.id };
    await addRule(db(), { ...of, action: 'exclude', terms: 'матч' });
    await addRule(db(), { ...of, action: 'hold', terms: 'слухи', name: 'Слухи' });
    await addRule(db(), { ...of, action: 'category', categoryId: digital?.id ?? 0, terms: 'сайт', name: 'Сайты' });
    await addRule(db(), { ...of, action: 'tag', tag: 'Явка', terms: 'явка', name: 'Про явку' });
    const document = documentOf([
      entryOf('Матч закончился'),
      entryOf('Слухи о явке'),
      entryOf('Сайт о явке открыт'),
      entryOf('Обычная новость'),
    ]);
    const rig = createImportRig(db());
    const report = await rig.store(feed, document);
    assert.deepEqual(report.counts, { new: 2, updated: 0, same: 0, rejected: 1, held: 1 });
    assert.deepEqual(report.reasons, { excluded: 1 });
    const routed = await articleOf('Сайт о явке открыт');
    const thread = await db().read('threads').where('id', routed.thread_id).first();
    assert.equal(thread.category_id, digital?.id);
    assert.deepEqual(JSON.parse(routed.tags), ['Явка']);
    const effects = await createRuleStore(db()).listEffects([routed.id]);
    assert.deepEqual(
      effects.map(({ name, words }) => [name, ...words]),
      [
        ['Сайты', 'Сайт'],
        ['Про явку', 'явке'],
      ],
    );
    const [held] = await createSetAsideStore(db()).list('held', { before: null, limit: 9 });
    assert.deepEqual([held?.title, held?.verdict?.by?.name, held?.draft?.tags], ['Слухи о явке', 'Слухи', ['Явка']]);
    assert.equal(await articleOf('Слухи о явке'), undefined);
    const [fetch] = await db().read('fetches').where('feed_id', feed.id).select('held_count', 'reasons');
    assert.deepEqual([fetch.held_count, fetch.reasons], [1, '{"excluded":1}']);

    const before = await dumpTables(db(), ['fetches']);
    const again = await rig.store(feed, document);
    assert.deepEqual(again.counts, { new: 0, updated: 0, same: 3, rejected: 1, held: 0 });
    assert.deepEqual(await dumpTables(db(), ['fetches']), before, 'again: nothing changes');
  });

  test('tags by rules survive an edit by the source, and a rule made later is no edit', async () => {
    const feed = await addFeed(db());
    const rig = createImportRig(db());
    const document = (text: string) => documentOf([entryOf('Правка явки', { guid: 'edit', text })]);
    await rig.store(feed, document('Один текст.'));
    await addRule(db(), { feedId: feed.id, action: 'tag', tag: 'Явка', terms: 'явка' });
    assert.equal((await rig.store(feed, document('Один текст.'))).counts.same, 1);
    assert.equal((await rig.store(feed, document('Другой текст.'))).counts.updated, 1);
    assert.deepEqual(JSON.parse((await articleOf('Правка явки')).tags), ['Явка']);
  });

  test('a held entry that the source edits is held with its newest words', async () => {
    const feed = await addFeed(db());
    await addRule(db(), { feedId: feed.id, action: 'hold', terms: 'тайна' });
    const rig = createImportRig(db());
    const document = (text: string) => documentOf([entryOf('Тайна', { guid: 'h', text })]);
    await rig.store(feed, document('Раньше.'));
    assert.deepEqual((await rig.store(feed, document('Позже.'))).counts.same, 1);
    const held = await createSetAsideStore(db()).list('held', { before: null, limit: 99 });
    assert.deepEqual(
      held.filter((item) => item.title === 'Тайна').map((item) => item.draft?.text),
      ['Позже.'],
    );
    assert.equal(await count(db(), 'articles'), 3);
  });
});
