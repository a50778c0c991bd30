import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Db } from '../../src/db/db.js';
import type { Feed } from '../../src/feeds/feed.js';
import type { ThreadCursor, ThreadListQuery, ThreadOrder, ThreadSummary } from '../../src/news/thread.js';
import { createThreadStore, type ThreadStore } from '../../src/news/thread-store.js';
import { queriesOf } from '../support/inspect-db.js';
import { addFeed, draftOf, NOW, storeArticles } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

const HOUR = 3_600_000;
const cursorOf: Record<ThreadOrder, (thread: ThreadSummary) => ThreadCursor> = {
  newest: (thread) => [thread.publishedAt, thread.id],
  active: (thread) => [thread.activeAt, thread.id],
  discussed: (thread) => [thread.replyCount, thread.id],
};
const orders = Object.keys(cursorOf) as ThreadOrder[];

/** 23 threads; each value of each order stands for several of them. */
async function seed(db: Db): Promise<Feed> {
  const feed = await addFeed(db, { title: 'Вестник' });
  const drafts = Array.from({ length: 23 }, (_, at) =>
    draftOf(`Новость ${at}`, {
      published: new Date(NOW - (at % 5) * HOUR).toISOString(),
      categories: at % 2 ? ['Выборы'] : [],
    }),
  );
  const ids = await storeArticles(db, feed, drafts);
  for (const [at, id] of ids.entries()) {
    const change = { reply_count: at % 3, active_at: NOW + (at % 4) * HOUR };
    await db.write('threads').where('id', id).update(change);
  }
  const digital = await db.write('categories').where('slug', 'digital').first('id');
  await db.write('threads').whereIn('id', ids.slice(0, 9)).update({ category_id: digital.id });
  return feed;
}

async function walk(store: ThreadStore, query: Omit<ThreadListQuery, 'limit'>, limit: number) {
  const forward: ThreadSummary[] = [];
  const toCursor = cursorOf[query.order];
  let page = await store.list({ ...query, limit });
  assert.equal(page.hasEarlier, false, 'nothing stands before the first page');
  forward.push(...page.threads);
  while (page.hasLater) {
    page = await store.list({ ...query, after: toCursor(page.threads.at(-1) as ThreadSummary), limit });
    assert.equal(page.hasEarlier, true);
    forward.push(...page.threads);
    assert.ok(forward.length < 100, 'paging comes to an end');
  }
  const backward = [...page.threads];
  while (page.hasEarlier) {
    page = await store.list({ ...query, before: toCursor(page.threads[0] as ThreadSummary), limit });
    assert.equal(page.hasLater, true);
    backward.unshift(...page.threads);
    assert.ok(backward.length < 100, 'and to a beginning');
  }
  return { forward: forward.map((thread) => thread.id), backward: backward.map((thread) => thread.id) };
}

describeOnEachDatabase('thread-store', (db) => {
  let feed: Feed;
  let store: ThreadStore;
  before(async () => {
    feed = await seed(db());
    store = createThreadStore(db());
  });

  for (const order of orders) {
    test(`${order}: pages of any size show every thread once, forwards and backwards`, async () => {
      const all = (await store.list({ order, limit: 100 })).threads;
      assert.equal(all.length, 23);
      const values = all.map((thread) => cursorOf[order](thread)[0]);
      assert.deepEqual(
        values,
        [...values].sort((a, b) => b - a),
      );
      for (const limit of [1, 4, 23]) {
        const { forward, backward } = await walk(store, { order }, limit);
        assert.deepEqual(
          forward,
          all.map((thread) => thread.id),
          `forwards by ${limit}`,
        );
        assert.deepEqual(backward, forward, `backwards by ${limit}`);
      }
    });

    test(`${order}: a category's pages stay in the category`, async () => {
      const categoryId = (await store.list({ order, limit: 100 })).threads.find(
        (thread) => thread.title === 'Новость 0',
      )?.categoryId;
      const { forward, backward } = await walk(store, { order, categoryId: categoryId ?? 0 }, 2);
      assert.equal(forward.length, 9);
      assert.deepEqual(backward, forward);
    });
  }

  test('a thread that arrives while someone pages is on no page twice and moves nothing', async () => {
    const first = await store.list({ order: 'newest', limit: 5 });
    const expected = await store.list({
      order: 'newest',
      after: cursorOf.newest(first.threads[4] as ThreadSummary),
      limit: 5,
    });
    const newer = draftOf('Совсем свежее', { published: new Date(NOW + HOUR).toISOString() });
    const [id] = await storeArticles(db(), feed, [newer]);
    const second = await store.list({
      order: 'newest',
      after: cursorOf.newest(first.threads[4] as ThreadSummary),
      limit: 5,
    });
    assert.deepEqual(second, expected);
    await db().write('threads').where('id', id).delete();
  });

  test('positions that no page ever gave are answered, not failed', async () => {
    const hostile: ThreadCursor[] = [
      [Number.MAX_SAFE_INTEGER, 2 ** 31 - 1],
      [Number.MIN_SAFE_INTEGER, 1],
      [-0, 1],
      [0, 1],
    ];
    for (const order of orders) {
      for (const cursor of hostile) {
        for (const side of ['after', 'before'] as const) {
          const page = await store.list({ order, [side]: cursor, limit: 5 });
          assert.ok(page.threads.length <= 5);
        }
      }
    }
  });

  test('lists of a source and of a tag page by the article', async () => {
    const lists = [
      { list: (query: object) => store.listOfFeed(feed.id, { limit: 4, ...query }), size: 23 },
      { list: (query: object) => store.listOfTag('выборы', { limit: 4, ...query }), size: 11 },
    ];
    for (const { list, size } of lists) {
      const seen: number[] = [];
      let page = await list({});
      for (;;) {
        seen.push(...page.threads.map((thread) => thread.cursorId));
        assert.ok(seen.length < 100, 'paging comes to an end');
        const last = page.threads.at(-1);
        if (!page.hasLater || !last) break;
        page = await list({ after: [last.publishedAt, last.cursorId] });
      }
      assert.equal(new Set(seen).size, size);
      assert.equal(seen.length, size);
      const first = page.threads[0];
      assert.ok(first);
      const previous = await list({ before: [first.publishedAt, first.cursorId] });
      assert.equal(previous.threads.at(-1)?.cursorId, seen[seen.indexOf(first.cursorId) - 1]);
    }
  });

  test('an unknown tag or source is an empty list', async () => {
    assert.deepEqual((await store.listOfTag('нет', { limit: 5 })).threads, []);
    assert.deepEqual((await store.listOfFeed(2 ** 31 - 1, { limit: 5 })).threads, []);
  });

  test('a list costs one query whatever its length', async () => {
    for (const limit of [1, 100]) {
      assert.equal((await queriesOf(db(), () => store.list({ order: 'active', limit }))).length, 1);
      assert.equal((await queriesOf(db(), () => store.listOfFeed(feed.id, { limit }))).length, 1);
      assert.equal((await queriesOf(db(), () => store.listOfTag('выборы', { limit }))).length, 1);
    }
  });

  test('listByIds keeps the order asked and leaves out what is gone', async () => {
    const [a, b] = (await store.list({ order: 'newest', limit: 2 })).threads.map((thread) => thread.id);
    const found = await store.listByIds([b ?? 0, 2 ** 31 - 1, a ?? 0]);
    assert.deepEqual(
      found.map((thread) => thread.id),
      [b, a],
    );
    assert.equal(found[0]?.feedTitle, 'Вестник');
    assert.deepEqual(await store.listByIds([]), []);
  });

  test('get says not-found, find says nothing', async () => {
    assert.equal(await store.find(2 ** 31 - 1), undefined);
    await assert.rejects(store.get(2 ** 31 - 1), { code: 'not-found', status: 404 });
    assert.equal(await store.count(), 23);
  });

  test('a thread is readable unless it is hidden; a merged one is what its story is', async () => {
    const ids = await storeArticles(
      db(),
      await addFeed(db()),
      ['а', 'б', 'в', 'г'].map((each) => draftOf(`Видно ли ${each}`)),
    );
    const [open = 0, hidden = 0, inOpen = 0, inHidden = 0] = ids;
    const mark = (id: number, into: number | null) =>
      db().write('threads').where({ id }).update({ hidden_at: NOW, merged_into: into });
    await mark(hidden, null);
    await mark(inOpen, open);
    await mark(inHidden, hidden);
    const readable = await createThreadStore(db()).listReadableIds([...ids, 2_000_000_000]);
    assert.deepEqual(
      readable.sort((a, b) => a - b),
      [open, inOpen],
    );
  });
});
