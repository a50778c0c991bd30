import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRevisionStore, REVISIONS_KEPT } from '../../src/news/revision-store.js';
import { createImportRig } from '../support/import-rig.js';
import { addFeed, documentOf, entryOf } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('revisions', (db) => {
  async function source() {
    const feed = await addFeed(db());
    const rig = createImportRig(db());
    const publish = (title: string, text: string, more = {}) =>
      rig.store(
        feed,
        documentOf([entryOf(title, { guid: 'one', url: `https://n.example/${feed.id}`, text, ...more })]),
      );
    const revisions = async () => {
      const { id } = await db().read('articles').where('feed_id', feed.id).first();
      return createRevisionStore(db()).list(id);
    };
    return { publish, revisions };
  }

  test('keep what an article said before its source changed it', async () => {
    const { publish, revisions } = await source();
    await publish('Явка 40 %', 'Первый текст.');
    await publish('Явка 41 %', 'Второй текст.');
    await publish('Явка 41 %', 'Третий текст.');
    assert.deepEqual(
      (await revisions()).map(({ title, text }) => [title, text]),
      [
        ['Явка 40 %', 'Первый текст.'],
        ['Явка 41 %', 'Второй текст.'],
      ],
    );
  });

  test('white space, tags and addresses are no change to read', async () => {
    const { publish, revisions } = await source();
    await publish('Заголовок', 'Один текст.');
    assert.equal((await publish('Заголовок', 'Один  текст. ')).counts.updated, 1);
    assert.equal((await publish('Заголовок', 'Один текст.', { categories: ['новая метка'] })).counts.updated, 1);
    assert.deepEqual(await revisions(), []);
  });

  test('of a text that never rests the first version stays, and the newest', async () => {
    const { publish, revisions } = await source();
    for (let round = 0; round <= REVISIONS_KEPT + 5; round++) await publish('Онлайн', `Минута ${round}.`);
    const kept = await revisions();
    assert.equal(kept.length, REVISIONS_KEPT);
    assert.equal(kept[0]?.text, 'Минута 0.');
    assert.equal(kept.at(-1)?.text, `Минута ${REVISIONS_KEPT + 4}.`);
  });

  test('an old copy that comes again makes none', async () => {
    const { publish, revisions } = await source();
    await publish('Было', 'Раньше.');
    await publish('Стало', 'Позже.');
    await publish('Было', 'Раньше.');
    assert.equal((await revisions()).length, 1);
  });
});
