import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUserStore } from '../../src/accounts/user-store.js';
import type { Db } from '../../src/db/db.js';
import { createHeldPostStore } from '../../src/forum/held-post-store.js';
import { createDecideHeldPost } from '../../src/moderation/decide-held-post.js';
import { createLogStore } from '../../src/moderation/log-store.js';
import { mergeThreads } from '../../src/news/story-write-store.js';
import { addUser, forumParts } from '../support/forum-builders.js';
import { addFeed, draftOf, NOW, storeArticles } from '../support/news-builders.js';
import { addModerator } from '../support/rule-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

let made = 0;

async function desk(db: Db) {
  made++;
  const parts = {
    ...forumParts(db, () => NOW),
    users: createUserStore(db),
    heldPosts: createHeldPostStore(db),
    moderationLog: createLogStore(db),
  };
  const decide = createDecideHeldPost(parts);
  const moderator = await addModerator(db);
  const userId = await addUser(db);
  const feed = await addFeed(db);
  const [threadId = 0, heir = 0] = await storeArticles(db, feed, [
    draftOf(`Первая тема ${made}`),
    draftOf(`Вторая тема ${made}`),
  ]);
  const draft = { threadId, userId, replyToId: null, markdown: 'Слово новичка', createdAt: NOW };
  const heldId = await db.transact((trx) => parts.heldPosts.insert(trx, draft));
  const judge = (verdict: 'approved' | 'rejected') => decide(moderator, { id: heldId, verdict, reason: 'потому' });
  const logged = async () => {
    const row = await db.read('moderation_log').orderBy('id', 'desc').first();
    return { action: row.action, details: JSON.parse(row.details) };
  };
  return { ...parts, judge, logged, threadId, heir, userId, heldId };
}

describeOnEachDatabase('a held post is decided on', (db) => {
  const hide = (id: number) => db().write('threads').where({ id }).update({ hidden_at: NOW });

  test('let through, it is in its thread, and the log knows whom to tell where', async () => {
    const { judge, logged, posts, threadId, userId, heldId } = await desk(db());
    const { postId } = await judge('approved');
    assert.equal((await posts.find(postId ?? 0))?.threadId, threadId);
    assert.deepEqual(await logged(), { action: 'post-approve', details: { heldId, authorId: userId, threadId } });
  });

  test('in a merged thread: it goes to the heir', async () => {
    const { judge, logged, posts, threadId, heir } = await desk(db());
    await db().transact((trx) => mergeThreads(trx, { from: threadId, into: heir, now: NOW }, async () => {}));
    const { postId } = await judge('approved');
    assert.equal((await posts.find(postId ?? 0))?.threadId, heir);
    assert.equal((await logged()).details.threadId, heir);
  });

  test('in a hidden thread: it waits on, and can be turned away', async () => {
    const { judge, heldPosts, posts, threadId, heldId } = await desk(db());
    await hide(threadId);
    await assert.rejects(judge('approved'), { code: 'held-in-hidden' });
    assert.equal((await heldPosts.find(heldId))?.verdict, null);
    assert.equal(await posts.countByThread(threadId), 0);
    assert.deepEqual(await judge('rejected'), { postId: null });
  });

  test('hidden in the same moment, nothing is stored either', async () => {
    const rig = await desk(db());
    const seen = await rig.threads.get(rig.threadId);
    await hide(rig.threadId);
    const decide = createDecideHeldPost({ ...rig, threads: { get: async () => seen } });
    const moderator = await addModerator(db());
    const decision = { id: rig.heldId, verdict: 'approved', reason: '' } as const;
    await assert.rejects(decide(moderator, decision), { code: 'held-in-hidden' });
    assert.equal(await rig.posts.countByThread(rig.threadId), 0);
  });

  test('in a closed discussion: a moderator may let it through', async () => {
    const { judge, posts, threadId } = await desk(db());
    await db().write('threads').where('id', threadId).update({ locked_at: NOW, lock_reason: 'хватит' });
    const { postId } = await judge('approved');
    assert.equal((await posts.find(postId ?? 0))?.threadId, threadId);
  });
});
