import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trustStoredHtml } from '../../src/lib/safe-html.js';
import { replaceArticleText } from '../../src/news/article-text-store.js';
import { createRevisionStore, REVISIONS_KEPT } from '../../src/news/revision-store.js';
import { createStoryStore } from '../../src/news/story-store.js';
import { createThreadStore } from '../../src/news/thread-store.js';
import { createImportRig } from '../support/import-rig.js';
import { addFeed, documentOf, draftOf, entryOf, storeArticles } from '../support/news-builders.js';
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
      const store = createRevisionStore(db());
      const edits = await store.listEdits([id]);
      return Promise.all(edits.map((edit) => store.findVersion({ table: 'revision', id: edit.id })));
    };
    return { publish, revisions };
  }

  test('keep what an article said before its source changed it', async () => {
    const { publish, revisions } = await source();
    await publish('Явка 40 %', 'Первый текст.');
    await publish('Явка 41 %', 'Второй текст.');
    await publish('Явка 41 %', 'Третий текст.');
    assert.deepEqual(
      (await revisions()).map((version) => [version?.title, version?.text]),
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

  test('of a full text that was fetched, the version is what the source said', async () => {
    const { publish } = await source();
    await publish('Заголовок', 'Кратко.');
    const article = await db().read('articles').orderBy('id', 'desc').first();
    const change = { html: trustStoredHtml(''), text: 'Вся страница целиком.', lead: '', cleanerVersion: 1 };
    const version = { articleId: article.id, contentHash: article.content_hash };
    assert.ok(await db().transact((trx) => replaceArticleText(trx, version, change)));
    const store = createRevisionStore(db());
    assert.deepEqual(await store.findVersion({ table: 'article', id: article.id }), {
      title: 'Заголовок',
      text: 'Кратко.',
    });
    assert.equal(await store.findVersion({ table: 'revision', id: 999_999 }), undefined);
  });

  test("a thread counts its sources' edits and its edited repeats; the members of a story name what they repeat", async () => {
    const { publish } = await source();
    await publish('Первая', 'Раньше.');
    await publish('Первая', 'Позже.');
    const first = await db().read('articles').orderBy('id', 'desc').first();
    const [otherThread = 0] = await storeArticles(db(), await addFeed(db()), [draftOf('Вторая')]);
    const other = await db().read('articles').where('thread_id', otherThread).first();
    await db().write('articles').where('id', other.id).update({ thread_id: first.thread_id });
    const editsOf = async () => (await createThreadStore(db()).get(first.thread_id)).editCount;
    assert.equal(await editsOf(), 1);
    const stories = createStoryStore(db());
    const changed = { kind: 'changed' as const, againstId: first.id, runs: [] };
    await stories.replaceAdditions([first.thread_id], [{ articleId: other.id, addition: changed }]);
    assert.equal(await editsOf(), 2);
    const members = await createRevisionStore(db()).listMembers(first.thread_id);
    assert.deepEqual(
      members.map(({ id, repeatsId, isEdited }) => [id, repeatsId, isEdited]).sort(([a], [b]) => Number(a) - Number(b)),
      [
        [first.id, null, false],
        [other.id, first.id, true],
      ],
    );
    await stories.replaceAdditions(
      [first.thread_id],
      [{ articleId: other.id, addition: { kind: 'unchanged', againstId: first.id } }],
    );
    assert.equal(await editsOf(), 1);
  });

  test('what a source published again stands once in its list, as it was first, with the number of its versions', async () => {
    const [feed, another] = [await addFeed(db()), await addFeed(db())];
    const titles = ['Итоги', 'Итоги, уточнено', 'Итоги, дословно', 'Другое о том же'];
    const threadIds = await storeArticles(
      db(),
      feed,
      titles.map((title) => draftOf(title)),
    );
    const [threadId = 0] = threadIds;
    await storeArticles(db(), another, [draftOf('Перепечатка')]);
    const idOf = async (title: string): Promise<number> => (await db().read('articles').where({ title }).first()).id;
    const [first = 0, changed = 0, again = 0, own = 0] = await Promise.all(titles.map(idOf));
    const copy = await idOf('Перепечатка');
    await db().write('articles').whereIn('id', [changed, again, own, copy]).update({ thread_id: threadId });
    const stories = createStoryStore(db());
    const listed = async (feedId: number) => {
      const { threads } = await createThreadStore(db()).listOfFeed(feedId, { limit: 10 });
      const ids = threads.map(({ cursorId }) => cursorId);
      return { ids: ids.sort((a, b) => a - b), versions: await createRevisionStore(db()).countVersions(ids) };
    };
    assert.deepEqual((await listed(feed.id)).versions, new Map());
    await stories.replaceAdditions(
      [threadId],
      [
        { articleId: changed, addition: { kind: 'changed', againstId: first, runs: [] } },
        // A repeat of the newer version goes back to the first as well.
        { articleId: again, addition: { kind: 'unchanged', againstId: changed } },
        { articleId: copy, addition: { kind: 'unchanged', againstId: first } },
      ],
    );
    const { ids, versions } = await listed(feed.id);
    assert.deepEqual(ids, [first, own], 'its other report of the event is an article of its own');
    assert.deepEqual(versions, new Map([[first, { count: 2, isEdited: true }]]));
    assert.deepEqual(
      await listed(another.id),
      { ids: [copy], versions: new Map() },
      "another source's copy is its article",
    );
  });
});
