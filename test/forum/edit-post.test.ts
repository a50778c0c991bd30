import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import type { User } from '../../src/accounts/user.js';
import { createUserStore } from '../../src/accounts/user-store.js';
import { createDeletePost, createRestorePost } from '../../src/forum/delete-post.js';
import { editPlace } from '../../src/forum/draft.js';
import { createEditPost } from '../../src/forum/edit-post.js';
import type { PostModeration } from '../../src/forum/post-moderation.js';
import { createThreadStore } from '../../src/news/thread-store.js';
import { addUser, forumParts } from '../support/forum-builders.js';
import { addFeed, addPost, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('editing and deleting posts', (db) => {
  let author: User;
  let stranger: User;
  let moderator: User;
  let threadId: number;
  let postId: number;
  let now = NOW;
  let acts: PostModeration[] = [];
  let holdFirstPosts = 0;
  const parts = () => ({
    ...forumParts(db(), () => now),
    holdFirstPosts,
    recordModeration: async (_trx: unknown, act: PostModeration) => void acts.push(act),
  });
  const user = async (role: User['role'] = 'member') => createUserStore(db()).get(await addUser(db(), { role }));
  const edit = (actor: User, markdown: string, reason = '') =>
    createEditPost(parts())(actor, { postId, markdown, reason });
  const remove = (actor: User, reason = '') => createDeletePost(parts())(actor, { postId, reason });
  const restore = (actor: User) => createRestorePost(parts())(actor, { postId, reason: '' });
  const row = () => db().read('posts').where('id', postId).first();

  before(async () => {
    const feed = await addFeed(db());
    threadId = await addThread(db(), feed, 'Правки');
    [author, stranger, moderator] = [await user(), await user(), await user('moderator')];
  });
  beforeEach(async () => {
    acts = [];
    now += 1000;
    postId = await addPost(db(), { threadId, userId: author.id, markdown: 'Первый текст', createdAt: now });
  });

  test('while first posts are held, what was let through cannot become something else', async () => {
    holdFirstPosts = 1_000_000;
    try {
      await assert.rejects(edit(author, 'Реклама'), { code: 'edit-held' });
      await edit(moderator, 'Правка модератора', 'опечатка');
    } finally {
      holdFirstPosts = 0;
    }
    assert.equal((await row()).markdown, 'Правка модератора');
  });

  test('says whom the text mentions now, but for its author and the editor; an unchanged text says nothing', async () => {
    const told: unknown[] = [];
    const recordPostEvent = async (_trx: unknown, event: unknown) => void told.push(event);
    const editAs = (actor: User, markdown: string) =>
      createEditPost({ ...parts(), recordPostEvent })(actor, { postId, markdown, reason: 'проба' });
    await editAs(moderator, `@"${stranger.name}" @"${author.name}" @"${moderator.name}"`);
    await editAs(author, `@"${stranger.name}" @"${author.name}" @"${moderator.name}"`);
    await editAs(author, 'Никого');
    const common = { kind: 'edited', postId, threadId, authorId: author.id, at: now };
    assert.deepEqual(told, [
      { ...common, mentionedIds: [stranger.id] },
      { ...common, mentionedIds: [] },
    ]);
  });

  test('every earlier text stays, in order, with who changed it and when', async () => {
    await edit(author, 'Второй **текст**', 'опечатка');
    now += 5;
    await edit(author, 'Третий текст');
    const versions = await parts().postTexts.listVersions(postId, null, 10);
    assert.deepEqual(
      versions.map(({ markdown, editorId, reason, replacedAt }) => ({ markdown, editorId, reason, replacedAt })),
      [
        { markdown: 'Второй **текст**', editorId: author.id, reason: '', replacedAt: now },
        { markdown: 'Первый текст', editorId: author.id, reason: 'опечатка', replacedAt: now - 5 },
      ],
    );
    const { markdown, html, edited_at } = await row();
    assert.deepEqual([markdown, html, edited_at], ['Третий текст', '<p>Третий текст</p>', now]);
    assert.deepEqual(acts, [], 'an own edit is nobody’s business');
  });

  test('saving the same words changes nothing', async () => {
    assert.deepEqual(await edit(author, '  Первый текст\r\n'), { isChanged: false, isHidden: false });
    assert.equal((await row()).edited_at, null);
    assert.deepEqual(await parts().postTexts.listVersions(postId, null, 10), []);
  });

  test('an edit takes its draft away', async () => {
    const { drafts } = parts();
    await drafts.upsert(author.id, { place: editPlace(postId), markdown: 'недописанное', updatedAt: now });
    await edit(author, 'Дописанное');
    assert.equal(await drafts.find(author.id, editPlace(postId)), undefined);
  });

  test('two edits at once follow each other and neither is lost', async () => {
    await Promise.all([edit(author, 'Правка А'), edit(author, 'Правка Б')]);
    const versions = await parts().postTexts.listVersions(postId, null, 10);
    const texts = [...versions.map((version) => version.markdown), (await row()).markdown];
    assert.deepEqual([...texts].sort(), ['Первый текст', 'Правка А', 'Правка Б'].sort());
  });

  test('strangers may not, moderators must say why and stand in the log', async () => {
    await assert.rejects(edit(stranger, 'Чужое'), { status: 403 });
    await assert.rejects(remove(stranger), { status: 403 });
    await assert.rejects(edit(moderator, 'Исправлено'), { code: 'reason-required' });
    await assert.rejects(remove(moderator, '  '), { code: 'reason-required' });
    await edit(moderator, 'Исправлено', 'личные данные');
    await remove(moderator, 'реклама');
    assert.deepEqual(
      acts.map(({ action, actorId, reason }) => [action, actorId, reason]),
      [
        ['post-edit', moderator.id, 'личные данные'],
        ['post-delete', moderator.id, 'реклама'],
      ],
    );
  });

  test('a moderator’s edit may take every earlier text out of sight, one withdrawal at a time', async () => {
    const hide = (actor: User, markdown: string) =>
      createEditPost(parts())(actor, { postId, markdown, reason: 'личные данные', hidesEarlier: true });
    const withdrawn = async () => {
      const versions = await parts().postTexts.listVersions(postId, null, 10);
      return versions.map(({ withdrawnAt }) => withdrawnAt).reverse();
    };
    const bringBack = (at: number) => db().transact((trx) => parts().postTexts.restoreVersions(trx, postId, at));
    await assert.rejects(hide(author, 'Само'), { status: 403 });
    await edit(author, 'Второй');
    assert.deepEqual(await withdrawn(), [null]);
    const first = ++now;
    assert.deepEqual(await hide(moderator, 'Второй'), { isChanged: false, isHidden: true }, 'its author was quicker');
    assert.deepEqual(await hide(moderator, 'Второй'), { isChanged: false, isHidden: false }, 'nothing is left to hide');
    const second = ++now;
    assert.deepEqual(await hide(moderator, 'Третий'), { isChanged: true, isHidden: true });
    await edit(author, 'Четвёртый');
    assert.deepEqual(await withdrawn(), [first, second, null], 'what came after is for everybody');
    assert.deepEqual(
      acts.map(({ action }) => action),
      ['post-redact', 'post-redact'],
    );
    await bringBack(first);
    assert.deepEqual(await withdrawn(), [second, second, null], 'the later one covers it as well');
    await bringBack(second);
    assert.deepEqual(await withdrawn(), [null, null, null]);
  });

  test('a deleted post leaves every count and comes back intact', async () => {
    const counts = async () => {
      const thread = await createThreadStore(db()).get(threadId);
      const { postCount } = await createUserStore(db()).get(author.id);
      return [thread.replyCount, thread.lastPostAt, thread.activeAt, postCount];
    };
    const before = await counts();
    const whole = await row();
    await remove(author);
    assert.deepEqual((await counts())[0], Number(before[0]) - 1);
    assert.deepEqual((await counts())[3], Number(before[3]) - 1);
    assert.ok(Number((await counts())[1]) < Number(before[1]), 'its time does not keep the thread active');
    await remove(author);
    assert.deepEqual((await counts())[0], Number(before[0]) - 1, 'twice is once');
    const shown = await parts().posts.find(postId);
    assert.deepEqual([shown?.html, shown?.deleted?.by], ['', author.id], 'a tombstone says nothing of the text');
    assert.equal(
      (await parts().posts.listNewest(threadId, 50)).some((post) => post.id === postId),
      false,
    );
    await restore(author);
    assert.deepEqual(await counts(), before);
    assert.deepEqual(await row(), whole);
  });

  test('what a moderator took away its author does not bring back', async () => {
    await remove(moderator, 'реклама');
    await assert.rejects(restore(author), { status: 403 });
    await restore(moderator);
    assert.equal((await row()).deleted_at, null);
    await remove(author);
    await restore(moderator);
    assert.equal(acts.at(-1)?.action, 'post-restore');
  });

  test('members change nothing in locked and hidden threads, moderators still do', async () => {
    const thread = () => db().write('threads').where('id', threadId);
    try {
      await thread().update({ locked_at: NOW });
      await assert.rejects(edit(author, 'Тайком'), { code: 'edit-locked', status: 422 });
      await thread().update({ locked_at: null, hidden_at: NOW });
      await assert.rejects(edit(author, 'Тайком'), { code: 'thread-hidden', status: 410 });
      assert.deepEqual(await edit(moderator, 'Без имён', 'личные данные'), { isChanged: true, isHidden: false });
    } finally {
      await thread().update({ locked_at: null, hidden_at: null });
    }
  });

  test('what its author took away a moderator takes over: logged once, counted once, theirs to bring back', async () => {
    const count = async () => (await createThreadStore(db()).get(threadId)).replyCount;
    await remove(author);
    const gone = await count();
    await remove(moderator, 'угрозы');
    await remove(moderator, 'ещё раз');
    assert.deepEqual(
      acts.map(({ action, actorId, reason }) => [action, actorId, reason]),
      [['post-delete', moderator.id, 'угрозы']],
    );
    const { deleted_by, delete_reason } = await row();
    assert.deepEqual([deleted_by, delete_reason, await count()], [moderator.id, 'угрозы', gone]);
    await assert.rejects(restore(author), { status: 403 });
    await restore(moderator);
    assert.equal(await count(), gone + 1);
  });

  test('a deleted post cannot be edited', async () => {
    await remove(author);
    await assert.rejects(edit(author, 'Ещё'), { status: 404 });
  });
});
