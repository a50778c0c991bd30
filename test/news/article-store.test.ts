import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Feed } from '../../src/feeds/feed.js';
import type { ArticleDraft, KnownArticle } from '../../src/news/article.js';
import { createArticleStore } from '../../src/news/article-store.js';
import { updateArticle } from '../../src/news/article-write-store.js';
import { createThreadStore } from '../../src/news/thread-store.js';
import { addUser } from '../support/forum-builders.js';
import { queriesOf } from '../support/inspect-db.js';
import { addFeed, addPost, addThread, draftOf, NOW, storeArticles } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('article-store', (db) => {
  let feed: Feed;
  const store = () => createArticleStore(db());
  before(async () => {
    feed = await addFeed(db());
  });

  const known = async (draft: ArticleDraft): Promise<KnownArticle> => {
    const [found] = await store().listKnown(feed.id, [draft]);
    assert.ok(found);
    return found;
  };
  const edit = async (from: ArticleDraft, to: ArticleDraft, now = NOW) => {
    const context = { feedId: feed.id, categoryId: feed.categoryId, cleanerVersion: 1, now };
    const article = await known(from);
    await db().transact((trx) => updateArticle(trx, context, article, to));
  };
  const queued = async (threadId: number) =>
    db().read('similar_queue').where('thread_id', threadId).first('change_seq');

  test('keeps everything of a draft and reads it back', async () => {
    const enclosure = { url: 'https://news.example/a.mp3', type: 'audio/mpeg', length: 12 };
    const draft = draftOf('Всё о бюллетене', {
      author: 'Нина',
      categories: ['Выборы', 'ВЫБОРЫ', 'Суд'],
      enclosures: [enclosure],
    });
    const [threadId] = await storeArticles(db(), feed, [draft]);
    const [article] = await store().listByThread(threadId ?? 0);
    assert.ok(article);
    const { id, threadId: _, feedId, authorId, isDateGiven, hasRevisions, ...content } = article;
    const { title, author, language, html, tags, enclosures, publishedAt, editedAt, url } = draft;
    assert.deepEqual(content, { title, author, language, html, tags, enclosures, publishedAt, editedAt, url });
    assert.deepEqual([feedId, authorId, isDateGiven, hasRevisions], [feed.id, null, true, false]);
    assert.equal(await store().findThreadOf(id), threadId);
    const tagKeys = await db().read('article_tags').where('article_id', id).orderBy('tag_key').pluck('tag_key');
    assert.deepEqual(tagKeys, ['выборы', 'суд']);
  });

  test('an entry without a date stands under the time it was first seen', async () => {
    const threadId = await addThread(db(), feed, 'Без даты', { published: null });
    const [article] = await store().listByThread(threadId);
    assert.deepEqual([article?.publishedAt, article?.isDateGiven], [NOW, false]);
    assert.equal((await createThreadStore(db()).get(threadId)).publishedAt, NOW);
  });

  test('threads belong to their own drafts and wait for their similar articles', async () => {
    const drafts = Array.from({ length: 230 }, (_, at) => draftOf(`Пачка ${at}`));
    const ids = await storeArticles(db(), feed, drafts);
    const threads = await createThreadStore(db()).listByIds(ids);
    assert.deepEqual(
      threads.map((thread) => thread.title),
      drafts.map((draft) => draft.title),
    );
    const rows = await db()
      .read('threads as t')
      .join('similar_queue as q', 'q.thread_id', 't.id')
      .whereIn('t.id', ids.slice(0, 200))
      .whereRaw('t.change_seq = q.change_seq')
      .select('t.id');
    assert.equal(rows.length, 200);
    const changes: number[] = await db().read('threads').pluck('change_seq');
    assert.equal(new Set(changes).size, changes.length, 'no two threads share a change');
  });

  test('storing costs statements by the hundred, not by the article', async () => {
    const batch = (name: string, size: number) => Array.from({ length: size }, (_, at) => draftOf(`${name} ${at}`));
    const one = await queriesOf(db(), () => storeArticles(db(), feed, batch('одна', 1)));
    const hundred = await queriesOf(db(), () => storeArticles(db(), feed, batch('сто', 100)));
    assert.equal(hundred.length, one.length);
  });

  test('an edit changes article, thread, tags, queue and history, and the address stays', async () => {
    const first = draftOf('Первая редакция', { guid: 'e1', url: 'https://news.example/e1', categories: ['старое'] });
    const second = draftOf('Вторая редакция', {
      guid: 'e1',
      url: 'https://news.example/e1-new',
      categories: ['новое'],
      text: 'Иначе.',
    });
    const [threadId = 0] = await storeArticles(db(), feed, [first]);
    const before = await queued(threadId);
    await edit(first, second, NOW + 5);

    const thread = await createThreadStore(db()).get(threadId);
    assert.deepEqual([thread.title, thread.lead], ['Вторая редакция', second.lead]);
    const [article] = await store().listByThread(threadId);
    assert.deepEqual([article?.title, article?.html, article?.editedAt], [second.title, second.html, NOW + 5]);
    assert.deepEqual(await db().read('article_tags').where('article_id', article?.id).pluck('tag_key'), ['новое']);
    assert.ok((await queued(threadId)).change_seq > before.change_seq, 'its similar articles are wanted again');
    const versions = await store().listVersions([article?.id ?? 0]);
    assert.deepEqual(
      [...versions].sort(),
      [first, second].map((draft) => `${article?.id}:${draft.contentHash}`).sort(),
    );
    assert.equal((await store().listThreadsByUrlKey([first.urlKey ?? ''])).get(first.urlKey ?? ''), threadId);
  });

  test('a content that the article had before can come back', async () => {
    const first = draftOf('Туда', { guid: 'back' });
    const second = draftOf('Сюда', { guid: 'back' });
    const [threadId = 0] = await storeArticles(db(), feed, [first]);
    await edit(first, second);
    await edit(second, first);
    assert.equal((await store().listByThread(threadId))[0]?.title, 'Туда');
  });

  test('an edit leaves a thread where its newest reply put it', async () => {
    const first = draftOf('Обсуждаемое', { guid: 'talk' });
    const [threadId = 0] = await storeArticles(db(), feed, [first]);
    const userId = await addUser(db());
    await addPost(db(), { threadId, userId, createdAt: NOW + 100 });
    await edit(first, draftOf('Обсуждаемое, дополнено', { guid: 'talk' }));
    assert.equal((await createThreadStore(db()).get(threadId)).activeAt, NOW + 100);
    await edit(first, draftOf('Обсуждаемое, позже', { guid: 'talk', published: new Date(NOW + 500).toISOString() }));
    assert.equal((await createThreadStore(db()).get(threadId)).activeAt, NOW + 500);
  });

  test('known articles are found by guid and identity in the feed, by address on the whole site', async () => {
    const other = await addFeed(db());
    const draft = draftOf('Ищем по ключам');
    await storeArticles(db(), feed, [draft]);
    const only = (keys: Partial<ArticleDraft>) => ({
      ...draftOf('Совсем другое'),
      guidKey: null,
      urlKey: null,
      ...keys,
    });
    const found = async (feedId: number, keys: Partial<ArticleDraft>) =>
      (await store().listKnown(feedId, [only(keys)])).length;
    const { guidKey, urlKey, identityKey } = draft;
    assert.deepEqual(
      [await found(feed.id, { guidKey }), await found(feed.id, { identityKey }), await found(feed.id, { urlKey })],
      [1, 1, 1],
    );
    assert.deepEqual(
      [await found(other.id, { guidKey }), await found(other.id, { identityKey }), await found(other.id, { urlKey })],
      [0, 0, 1],
    );
  });

  test('texts of many threads come in few queries', async () => {
    const ids = await storeArticles(
      db(),
      feed,
      Array.from({ length: 20 }, (_, at) => draftOf(`Текст ${at}`)),
    );
    const texts = await store().listTexts(ids);
    assert.deepEqual(
      texts.map((text) => text.threadId),
      ids,
    );
    assert.equal((await queriesOf(db(), () => store().listTexts(ids))).length, 1);
  });

  test('an article is readable where its thread is', async () => {
    const threads = await storeArticles(db(), feed, [draftOf('Видна статья'), draftOf('Не видна статья')]);
    const [open, hidden] = await db().read('articles').whereIn('thread_id', threads).orderBy('thread_id').pluck('id');
    await db().write('threads').where('id', threads[1]).update({ hidden_at: NOW });
    assert.deepEqual(await store().listReadableIds([open, hidden, 2_000_000_000]), [open]);
  });
});
