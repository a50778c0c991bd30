import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { User } from '../../src/accounts/user.js';
import { createUserStore } from '../../src/accounts/user-store.js';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import { createEditOpening } from '../../src/forum/edit-opening.js';
import { createFollowStore } from '../../src/forum/follow-store.js';
import { createOpeningStore } from '../../src/forum/opening-store.js';
import { createDraftThread, createStartThread } from '../../src/forum/start-thread.js';
import { createRestoreOpening, createWithdrawOpening } from '../../src/forum/withdraw-opening.js';
import { createArticleStore } from '../../src/news/article-store.js';
import { createRevisionStore } from '../../src/news/revision-store.js';
import { mergeThreads } from '../../src/news/story-write-store.js';
import { addUser, forumParts } from '../support/forum-builders.js';
import { addFeed, addPost, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('openings of members’ threads', (db) => {
  let author: User;
  let feed: Awaited<ReturnType<typeof addFeed>>;
  let now = NOW;
  const parts = () => {
    const common = { ...forumParts(db(), () => now), feeds: createFeedStore(db()), follows: createFollowStore(db()) };
    const draftThread = createDraftThread(common);
    const rule = { role: 'member' as const, days: 0 };
    const openings = createOpeningStore(db());
    return { ...common, draftThread, rule, openings, holdFirstPosts: 0, membersFeed: async () => feed.id };
  };
  const member = async () => createUserStore(db()).get(await addUser(db()));
  const edit = (articleId: number, markdown: string, more: { title?: string; actor?: User; hold?: number } = {}) =>
    createEditOpening({ ...parts(), holdFirstPosts: more.hold ?? 0 })(more.actor ?? author, {
      articleId,
      title: more.title ?? 'Кто считает голоса?',
      markdown,
    });
  const thread = (id: number) => parts().threads.get(id);

  before(async () => {
    feed = await addFeed(db());
    author = await member();
  });

  async function start(markdown = 'Первый *текст*') {
    now += 1000;
    const opening = await parts().draftThread(author, { title: 'Кто считает голоса?', markdown, link: '' });
    const threadId = await createStartThread(parts())(author, { ...opening, categoryId: feed.categoryId });
    const articleId = (await createArticleStore(db()).listByThread(threadId))[0]?.id ?? 0;
    return { threadId, articleId };
  }

  test('an edit keeps what was typed, the earlier words, and tells the index and the lists', async () => {
    const { threadId, articleId } = await start();
    assert.equal((await parts().openings.find(articleId))?.markdown, 'Первый *текст*');
    const before = await db().read('threads').where('id', threadId).first();
    await db().write('similar_queue').del();
    now += 1000;
    assert.deepEqual(await edit(articleId, 'Второй *текст*', { title: 'Кто пересчитает голоса?' }), {
      isChanged: true,
    });
    assert.equal((await parts().openings.find(articleId))?.markdown, 'Второй *текст*');
    const after = await db().read('threads').where('id', threadId).first();
    assert.equal(after.title, 'Кто пересчитает голоса?');
    assert.ok(Number(after.change_seq) > Number(before.change_seq));
    assert.equal(after.edit_count, 1);
    assert.deepEqual(await db().read('similar_queue').pluck('thread_id'), [threadId]);
    const revisions = createRevisionStore(db());
    const [first] = await revisions.listEdits([articleId]);
    const old = await revisions.findVersion({ table: 'revision', id: first?.id ?? 0 });
    assert.deepEqual(old, { title: 'Кто считает голоса?', text: 'Первый текст' });
    const [article] = await createArticleStore(db()).listByThread(threadId);
    assert.deepEqual([article?.editedAt, article?.authorId, article?.publishedAt], [now, author.id, now - 1000]);
    assert.deepEqual(await edit(articleId, 'Второй *текст*', { title: 'Кто пересчитает голоса?' }), {
      isChanged: false,
    });
  });

  test('two edits at once follow each other, and none is lost from the history', async () => {
    const { articleId } = await start();
    await Promise.all(['Один', 'Два', 'Три'].map((markdown) => edit(articleId, markdown)));
    assert.equal((await createRevisionStore(db()).listEdits([articleId])).length, 3);
  });

  test('is refused to others, while first posts are held, and beyond the limits of a reply', async () => {
    const { articleId } = await start();
    await assert.rejects(edit(articleId, 'Чужое', { actor: await member() }), { code: 'forbidden' });
    await assert.rejects(edit(articleId, 'Реклама', { hold: 1_000_000 }), { code: 'edit-held' });
    await assert.rejects(edit(articleId, 'д'.repeat(20_001)), { code: 'text-too-long' });
    const links = Array.from({ length: 200 }, (_, at) => `https://spam.example/${at}`).join(' ');
    await assert.rejects(edit(articleId, links), { code: 'too-many-links' });
    assert.equal((await parts().openings.find(articleId))?.markdown, 'Первый *текст*');
  });

  test('withdrawn once and brought back once, however often it is clicked', async () => {
    const { threadId, articleId } = await start();
    const withdraw = createWithdrawOpening(parts());
    const restore = createRestoreOpening(parts());
    await Promise.all([withdraw(author, articleId), withdraw(author, articleId).catch(() => 0)]);
    assert.deepEqual([(await thread(threadId)).withdrawnAt, (await thread(threadId)).hiddenAt], [now, now]);
    await assert.rejects(edit(articleId, 'Пока отозвана'), { code: 'thread-withdrawn' });
    await assert.rejects(restore(await member(), articleId), { code: 'forbidden' });
    await restore(author, articleId);
    await restore(author, articleId);
    assert.deepEqual([(await thread(threadId)).withdrawnAt, (await thread(threadId)).hiddenAt], [null, null]);
    assert.ok((await db().read('similar_queue').pluck('thread_id')).includes(threadId));
  });

  test('what moderators hid stays hidden', async () => {
    const { threadId, articleId } = await start();
    await db().transact((trx) => parts().threads.updateHidden(trx, threadId, now));
    await assert.rejects(createWithdrawOpening(parts())(author, articleId), { code: 'thread-hidden' });
    await createRestoreOpening(parts())(author, articleId);
    assert.equal((await thread(threadId)).hiddenAt, now);
  });

  test('a reply of somebody else stands in the way while it stands; a merge does for good', async () => {
    const { threadId, articleId } = await start();
    const withdraw = () => createWithdrawOpening(parts())(author, articleId);
    const other = await member();
    await addPost(db(), { threadId, userId: author.id, markdown: 'Добавлю', createdAt: now });
    const reply = await addPost(db(), { threadId, userId: other.id, markdown: 'Отвечу', createdAt: now });
    await assert.rejects(withdraw(), { code: 'withdraw-answered' });
    await db().write('posts').where('id', reply).update({ deleted_at: now });
    await withdraw();
    await createRestoreOpening(parts())(author, articleId);
    const heir = await addThread(db(), feed, 'Сюжет');
    await db().transact((trx) => mergeThreads(trx, { from: threadId, into: heir, now }, async () => {}));
    await assert.rejects(withdraw(), { code: 'withdraw-joined' });
    await edit(articleId, 'И в сюжете это моё');
    assert.equal((await parts().openings.find(articleId))?.threadId, heir);
  });
});
