import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCategoryStore } from '../../src/news/category-store.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('category-store', (db) => {
  test('adds what is missing, keeps what an admin renamed, lists by position', async () => {
    const store = createCategoryStore(db());
    const seeds = [
      { slug: 'b', nameRu: 'Б', nameEn: 'B', position: 2 },
      { slug: 'a', nameRu: 'А', nameEn: 'A', position: 1 },
    ];
    await store.insertMissing(seeds);
    await db().write('categories').where('slug', 'a').update({ name_en: 'Renamed' });
    await store.insertMissing([...seeds, { slug: 'c', nameRu: 'В', nameEn: 'C', position: 0 }]);
    const names = (await store.list()).map((category) => category.nameEn);
    assert.deepEqual(names, ['C', 'Renamed', 'B']);
    await store.insertMissing([]);
  });
});
