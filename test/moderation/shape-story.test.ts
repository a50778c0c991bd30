import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Role, User } from '../../src/accounts/user.js';
import { createUserStore } from '../../src/accounts/user-store.js';
import type { Feed } from '../../src/feeds/feed.js';
import { createLogStore } from '../../src/moderation/log-store.js';
import { createShapeStory } from '../../src/moderation/shape-story.js';
import { createUndoAction } from '../../src/moderation/undo.js';
import { createStoryStore } from '../../src/news/story-store.js';
import { addUser } from '../support/forum-builders.js';
import { addFeed, addPost, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('moderators shape stories', (db) => {
  let feeds: [Feed, Feed];
  let moderator: User;

  beforeEach(async () => {
    await db().write('moderation_log').delete();
    await db().write('threads').delete();
    feeds = [await addFeed(db()), await addFeed(db())];
    moderator = await someone('moderator');
  });

  async function someone(role: Role): Promise<User> {
    const users = createUserStore(db());
    const user = await users.find(await addUser(db(), { role }));
    if (!user) throw new Error('stored');
    return user;
  }

  function rig() {
    const carryOver = async () => {};
    const parts = { db: db(), carryOver, clock: () => NOW, moderationLog: createLogStore(db()), announce: () => {} };
    const shape = createShapeStory(parts);
    return { ...shape, undo: createUndoAction({ ...parts, undoers: shape.undoers }) };
  }

  const rows = (table: string) => db().read(table).orderBy('id').select();
  const threadOf = async (table: string, id: number) => (await db().read(table).where('id', id).first()).thread_id;
  const lastLog = async (): Promise<{ id: number; action: string; reason: string }> =>
    db().read('moderation_log').orderBy('id', 'desc').first();
  const rulings = () => db().read('story_rulings').select();

  async function twoStories() {
    const [one, other] = [
      await addThread(db(), feeds[0], 'Первая тема'),
      await addThread(db(), feeds[1], 'Вторая тема'),
    ];
    const author = await addUser(db());
    const post = await addPost(db(), { threadId: other, userId: author });
    const reply = { threadId: one, otherId: other, reason: 'Об одном' };
    return { one, other, author, post, input: reply };
  }

  test('merged, two stories have one coverage and one discussion, and the old address knows where it went', async () => {
    const { one, other, post, input } = await twoStories();
    await rig().mergeStories(moderator, input);
    const story = await db().read('threads').where('id', one).first();
    assert.deepEqual([story.article_count, story.source_count, Number(story.reply_count)], [2, 2, 1]);
    assert.equal(await threadOf('posts', post), one);
    assert.equal(await createStoryStore(db()).findMergedInto(other), one);
    const { action, reason } = await lastLog();
    assert.deepEqual({ action, reason }, { action: 'thread-merge', reason: 'Об одном' });
    const [ruling] = await rulings();
    assert.equal(Boolean(ruling.is_same), true);
  });

  test('undone, everything is as it was, and an answer given meanwhile goes with what it answers', async () => {
    const { one, other, author, post, input } = await twoStories();
    const before = await rows('threads');
    const { mergeStories, undo } = rig();
    await mergeStories(moderator, input);
    const answer = await addPost(db(), { threadId: one, userId: author, replyToId: post });
    await undo(moderator, (await lastLog()).id);
    assert.equal(await threadOf('posts', post), other);
    assert.equal(await threadOf('posts', answer), other);
    const after = await rows('threads');
    const facts = (threads: typeof before) =>
      threads.map(({ id, title, article_count, hidden_at, merged_into }) => {
        return { id, title, article_count, hidden_at, merged_into };
      });
    assert.deepEqual(facts(after), facts(before));
    assert.deepEqual(
      after.map((thread) => Number(thread.reply_count)),
      [0, 2],
    );
    assert.deepEqual(await rulings(), []);
  });

  test('split off and back again, without a trace but in the log', async () => {
    const { one, other, input } = await twoStories();
    const { mergeStories, splitArticle, undo } = rig();
    await mergeStories(moderator, input);
    const article = await db().read('articles').where('title', 'Вторая тема').first();
    const own = await splitArticle(moderator, { threadId: one, articleId: article.id, reason: 'О разном' });
    assert.equal(await threadOf('articles', article.id), own);
    assert.notEqual(own, other, 'that address still leads to the discussion that went with it');
    const [apart] = await rulings();
    assert.equal(Boolean(apart.is_same), false);
    const split = await lastLog();
    await undo(moderator, split.id);
    assert.equal(await threadOf('articles', article.id), one);
    const [together] = await rulings();
    assert.equal(Boolean(together.is_same), true, 'what was decided before counts again');
    await assert.rejects(undo(moderator, split.id), /undone/);
  });

  test('stories merged in a row all lead to the last', async () => {
    const { one, other, input } = await twoStories();
    const third = await addThread(db(), feeds[0], 'Третья тема');
    const { mergeStories, undo } = rig();
    await mergeStories(moderator, input);
    await mergeStories(moderator, { threadId: third, otherId: one, reason: 'И это' });
    const heirOf = (id: number) => createStoryStore(db()).findMergedInto(id);
    assert.deepEqual([await heirOf(other), await heirOf(one)], [third, third]);
    await undo(moderator, (await lastLog()).id);
    assert.deepEqual([await heirOf(other), await heirOf(one)], [one, null]);
  });

  test('refused: without the right, without a reason, with itself, with what is not there, the only report', async () => {
    const { one, other, input } = await twoStories();
    const { mergeStories, splitArticle } = rig();
    const article = await db().read('articles').where('thread_id', one).first();
    await assert.rejects(mergeStories(await someone('member'), input), /forbidden/);
    await assert.rejects(mergeStories(null, input), /forbidden/);
    await assert.rejects(mergeStories(moderator, { ...input, reason: ' ' }), /reason-required/);
    await assert.rejects(mergeStories(moderator, { ...input, otherId: one }), /same-thread/);
    await assert.rejects(mergeStories(moderator, { ...input, otherId: 999_999 }), /no-such-thread/);
    await assert.rejects(mergeStories(moderator, { ...input, threadId: 999_999 }), /not-found/);
    const split = { threadId: one, articleId: article.id, reason: 'x' };
    await assert.rejects(splitArticle(moderator, split), /last-article/);
    await assert.rejects(splitArticle(moderator, { ...split, threadId: other }), /not-found/);
    assert.equal(await lastLog(), undefined);
  });
});
