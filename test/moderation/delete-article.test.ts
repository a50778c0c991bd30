import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Db } from '../../src/db/db.js';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import { createSetAsideStore } from '../../src/feeds/set-aside-store.js';
import { createPostStore } from '../../src/forum/post-store.js';
import { createDeleteArticle } from '../../src/moderation/delete-article.js';
import { createLogStore } from '../../src/moderation/log-store.js';
import { createUndoAction } from '../../src/moderation/undo.js';
import { createArticleStore } from '../../src/news/article-store.js';
import { createRevisionStore } from '../../src/news/revision-store.js';
import { addUser } from '../support/forum-builders.js';
import { createImportRig } from '../support/import-rig.js';
import { contentOf, orphans } from '../support/inspect-db.js';
import { addFeed, addPost, documentOf, entryOf, NOW } from '../support/news-builders.js';
import { addModerator } from '../support/rule-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

function desk(db: Db) {
  const forgotten: number[] = [];
  const parts = {
    db,
    feeds: createFeedStore(db),
    articles: createArticleStore(db),
    setAside: createSetAsideStore(db),
    moderationLog: createLogStore(db),
    index: { remove: async (ids: number[]) => void forgotten.push(...ids) },
    clock: () => NOW,
    announce: () => {},
  };
  const { deleteArticle, undoers } = createDeleteArticle(parts);
  return { ...parts, forgotten, deleteArticle, undoAction: createUndoAction({ ...parts, undoers }) };
}

const lastAction = async (db: Db) => (await db.read('moderation_log').orderBy('id', 'desc').first()).id;

describeOnEachDatabase('deleting an article', (db) => {
  async function withArticle(title: string) {
    const feed = await addFeed(db());
    const document = documentOf([entryOf(title, { categories: ['метка'] })]);
    const rig = createImportRig(db());
    await rig.store(feed, document);
    const article = await db().read('articles').where({ title }).first();
    return { feed, document, rig, article };
  }

  test('takes its story along, and it does not come back while the source lists it', async () => {
    const { feed, document, rig, article } = await withArticle('Лишнее');
    const { deleteArticle, forgotten, setAside } = desk(db());
    const done = await deleteArticle(await addModerator(db()), article.id, 'Реклама');
    assert.deepEqual([done.threadId, done.isThreadGone], [article.thread_id, true]);
    assert.deepEqual(forgotten, [article.thread_id]);
    assert.equal(await db().read('threads').where('id', article.thread_id).first(), undefined);
    assert.equal((await db().read('feeds').where('id', feed.id).first()).article_count, 0);
    assert.equal(await setAside.isThreadGone(article.thread_id), true);
    assert.equal(await setAside.isArticleGone(article.id), true);
    const again = await rig.store(feed, document);
    assert.deepEqual([again.counts.new, again.reasons], [0, { deleted: 1 }]);
    const edited = documentOf([entryOf('Лишнее', { text: 'Другой текст.' })]);
    assert.deepEqual((await rig.store(feed, edited)).reasons, { deleted: 1 }, 'nor when the source edits it');
    const elsewhere = await rig.store(await addFeed(db()), document);
    assert.deepEqual(elsewhere.reasons, { deleted: 1 }, 'nor from another source');
    assert.deepEqual(await orphans(db()), []);
  });

  test('undone, everything is as it was', async () => {
    const { feed, document, rig, article } = await withArticle('Верните');
    const before = await contentOf(db());
    const moderator = await addModerator(db());
    const { deleteArticle, undoAction } = desk(db());
    await deleteArticle(moderator, article.id, 'Ошибка');
    assert.notDeepEqual(await contentOf(db()), before);
    await undoAction(moderator, await lastAction(db()));
    assert.deepEqual(await contentOf(db()), before);
    const restored = await db().read('articles').where({ title: 'Верните' }).first();
    assert.deepEqual([restored.id, restored.thread_id], [article.id, article.thread_id], 'under the old numbers');
    assert.equal((await rig.store(feed, document)).counts.same, 1);
    await assert.rejects(undoAction(moderator, await lastAction(db())), { status: 409 });
  });

  test('undone, what the source had said before is there again', async () => {
    const { feed, rig, article } = await withArticle('Правили');
    await rig.store(feed, documentOf([entryOf('Правили', { text: 'Исправленный текст.', categories: ['метка'] })]));
    const revisions = createRevisionStore(db());
    const before = await revisions.listEdits([article.id]);
    assert.equal(before.length, 1);
    const moderator = await addModerator(db());
    const { deleteArticle, undoAction } = desk(db());
    await deleteArticle(moderator, article.id, 'Ошибка');
    assert.deepEqual(await revisions.listEdits([article.id]), []);
    await undoAction(moderator, await lastAction(db()));
    assert.deepEqual(await revisions.listEdits([article.id]), before);
  });

  test('a discussed story stays with its posts, and gets its article back', async () => {
    const { article } = await withArticle('Обсуждают');
    const author = await addUser(db());
    await addPost(db(), { threadId: article.thread_id, userId: author });
    const moderator = await addModerator(db());
    const { deleteArticle, undoAction, articles } = desk(db());
    const done = await deleteArticle(moderator, article.id, 'Опровергнуто');
    assert.equal(done.isThreadGone, false);
    const thread = await db().read('threads').where('id', article.thread_id).first();
    assert.deepEqual([thread.title, thread.article_count, thread.lead], ['Обсуждают', 0, '']);
    assert.equal((await createPostStore(db()).listByThread(article.thread_id, 0, 9)).length, 1);
    await undoAction(moderator, await lastAction(db()));
    assert.equal((await articles.listByThread(article.thread_id)).length, 1);
    assert.equal((await db().read('threads').where('id', article.thread_id).first()).article_count, 1);
  });

  test('needs a reason and the right to', async () => {
    const { article } = await withArticle('Без причины');
    const moderator = await addModerator(db());
    const { deleteArticle } = desk(db());
    await assert.rejects(deleteArticle(moderator, article.id, '  '), { code: 'reason-required' });
    await assert.rejects(deleteArticle({ ...moderator, role: 'member' }, article.id, 'x'), { status: 403 });
    await assert.rejects(deleteArticle(moderator, 99_999_999, 'x'), { status: 404 });
    assert.ok(await db().read('articles').where('id', article.id).first());
  });
});
