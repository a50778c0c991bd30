import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import type { Feed } from '../../src/feeds/feed.js';
import { createSimilarStore } from '../../src/search/similar-store.js';
import { queriesOf } from '../support/inspect-db.js';
import { addFeed, draftOf, storeArticles } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

const computed = { documents: 30, at: 1000 };
const match = (id: number, score: number) => ({ id, score, terms: ['выборы', 'суд'] });

describeOnEachDatabase('similar-store', (db) => {
  let feed: Feed;
  let ids: number[] = [];
  const store = () => createSimilarStore(db());
  const listed = async (id: number) => (await store().listSimilar(id, 100)).map((row) => row.id);
  before(async () => {
    feed = await addFeed(db(), { title: 'Вестник' });
  });
  beforeEach(async () => {
    await db().write('threads').delete();
    ids = await storeArticles(
      db(),
      feed,
      Array.from({ length: 30 }, (_, at) => draftOf(`Тема ${at}`)),
    );
  });
  const at = (position: number) => ids[position] ?? 0;
  const changeOf = async (id: number) => (await db().read('threads').where('id', id).first('change_seq')).change_seq;

  test('a pair stands in both directions with one score', async () => {
    await store().replaceSimilar(
      [{ threadId: at(0), changeSeq: 0, matches: [match(at(1), 0.4), match(at(2), 0.9)] }],
      computed,
    );
    const [best] = await store().listSimilar(at(0), 5);
    assert.deepEqual([best?.id, best?.score, best?.terms, best?.feedTitle], [at(2), 0.9, ['выборы', 'суд'], 'Вестник']);
    assert.deepEqual(await listed(at(0)), [at(2), at(1)]);
    assert.deepEqual(await listed(at(2)), [at(0)]);
    assert.equal((await store().listSimilar(at(0), 1)).length, 1);
  });

  test('each thread of a pair in two languages is told the shared terms in its own', async () => {
    const matches = [{ ...match(at(1), 0.4), otherTerms: ['elections', 'court'] }];
    await store().replaceSimilar([{ threadId: at(0), changeSeq: 0, matches }], computed);
    const termsOf = async (id: number) => (await store().listSimilar(id, 1))[0]?.terms;
    assert.deepEqual(await termsOf(at(0)), ['выборы', 'суд']);
    assert.deepEqual(await termsOf(at(1)), ['elections', 'court']);
  });

  test('what is computed again replaces what was, on the other side too', async () => {
    await store().replaceSimilar([{ threadId: at(0), changeSeq: 0, matches: [match(at(1), 0.4)] }], computed);
    await store().replaceSimilar([{ threadId: at(0), changeSeq: 0, matches: [match(at(2), 0.5)] }], computed);
    assert.deepEqual([await listed(at(0)), await listed(at(1)), await listed(at(2))], [[at(2)], [], [at(0)]]);
  });

  test('what a thread found stays when its neighbours are computed again', async () => {
    const neighbours = ids.slice(1, 11);
    const matches = neighbours.map((id, rank) => match(id, 0.5 - rank / 100));
    await store().replaceSimilar([{ threadId: at(0), changeSeq: 0, matches }], computed);
    const among = neighbours.map((threadId) => ({
      threadId,
      changeSeq: 0,
      matches: neighbours.filter((id) => id !== threadId).map((id) => match(id, 0.9)),
    }));
    await store().replaceSimilar(among, computed);
    assert.deepEqual(await listed(at(0)), neighbours);
    await store().replaceSimilar([{ threadId: at(0), changeSeq: 0, matches: [] }], computed);
    assert.deepEqual(await listed(at(0)), [], 'its own finds are replaced');
  });

  test('a pair that both found stands once, at its best score', async () => {
    await store().replaceSimilar([{ threadId: at(0), changeSeq: 0, matches: [match(at(1), 0.4)] }], computed);
    await store().replaceSimilar([{ threadId: at(1), changeSeq: 0, matches: [match(at(0), 0.6)] }], computed);
    assert.deepEqual(
      (await store().listSimilar(at(0), 5)).map(({ id, score }) => [id, score]),
      [[at(1), 0.6]],
    );
  });

  test('others bring only so many rows to one list, the best; its own finds are kept', async () => {
    const many = await storeArticles(
      db(),
      feed,
      Array.from({ length: 50 }, (_, n) => draftOf(`Сосед ${n}`)),
    );
    await store().replaceSimilar([{ threadId: at(0), changeSeq: 0, matches: [match(at(1), 0.11)] }], computed);
    const brought = many.map((threadId, rank) => ({
      threadId,
      changeSeq: 0,
      matches: [match(at(0), 0.9 - rank / 100)],
    }));
    await store().replaceSimilar(brought, computed);
    assert.deepEqual(await listed(at(0)), [...many.slice(0, 40), at(1)]);
  });

  test('a thread leaves the queue unless it changed meanwhile', async () => {
    const changeSeq = await changeOf(at(0));
    assert.equal(await store().isPending(at(0)), true);
    await store().replaceSimilar([{ threadId: at(0), changeSeq: changeSeq - 1, matches: [] }], computed);
    assert.equal(await store().isPending(at(0)), true);
    await store().replaceSimilar([{ threadId: at(0), changeSeq, matches: [] }], computed);
    assert.equal(await store().isPending(at(0)), false);
    assert.equal(await store().countQueued(), 29);
    assert.deepEqual(
      (await store().listQueued(2)).map((item) => item.threadId),
      [at(1), at(2)],
    );
    await store().enqueueAll();
    assert.equal(await store().countQueued(), 30);
  });

  test('deleted threads vanish from lists and queue, and cannot come back from an old index', async () => {
    await store().replaceSimilar([{ threadId: at(0), changeSeq: 0, matches: [match(at(1), 0.4)] }], computed);
    await db().write('threads').where('id', at(1)).delete();
    assert.deepEqual([await listed(at(0)), await store().isPending(at(1))], [[], false]);
    await store().replaceSimilar(
      [
        { threadId: at(0), changeSeq: 0, matches: [match(at(1), 0.4), match(at(2), 0.3)] },
        { threadId: at(1), changeSeq: 0, matches: [match(at(3), 0.4)] },
      ],
      computed,
    );
    assert.deepEqual([await listed(at(0)), await listed(at(3))], [[at(2)], []]);
  });

  test('all of a result is stored or nothing', async () => {
    await store().replaceSimilar([{ threadId: at(0), changeSeq: 0, matches: [match(at(1), 0.4)] }], computed);
    const nothing = { threadId: at(0), changeSeq: 10 ** 9, matches: [match(at(2), null as unknown as number)] };
    await assert.rejects(store().replaceSimilar([nothing], computed));
    assert.deepEqual([await listed(at(0)), await store().isPending(at(0))], [[at(1)], true]);
  });

  test('documents join a story’s articles; versions follow the changes', async () => {
    const [document] = await store().listDocuments([at(0)]);
    const version = await changeOf(at(0));
    assert.deepEqual([document?.title, document?.version, document?.feedIds], ['Тема 0', version, [feed.id]]);
    const other = await addFeed(db());
    await db()
      .write('articles')
      .where('thread_id', at(1))
      .update({ thread_id: at(0), feed_id: other.id, published_at: 1 });
    const [story] = await store().listDocuments([at(0)]);
    assert.match(story?.text ?? '', /Тема 1.*\n.*Тема 0/);
    assert.deepEqual(story?.feedIds, [other.id, feed.id]);
    const versions = await store().listVersions(0, 100);
    assert.equal(versions.find((each) => each.id === at(0))?.version, version);
    assert.deepEqual(
      (await store().listChangedSince(version, 2)).map((each) => each.id),
      [at(1), at(2)],
    );
    assert.equal(await store().newestChange(), await changeOf(at(29)));
  });

  test('a page of similar threads costs two queries, one for the pinned ones', async () => {
    assert.equal((await queriesOf(db(), () => store().listSimilar(at(0), 20))).length, 2);
  });
});
