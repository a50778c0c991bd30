import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUserStore } from '../../src/accounts/user-store.js';
import { draftPlace } from '../../src/forum/draft.js';
import { createDraftStore } from '../../src/forum/draft-store.js';
import { createWritePost } from '../../src/forum/write-post.js';
import { addUser, forumParts } from '../support/forum-builders.js';
import { addFeed, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('drafts', (db) => {
  const drafts = () => createDraftStore(db());
  const draft = (place: string, markdown: string, updatedAt = NOW) => ({ place, markdown, updatedAt });

  test('one a place, the last words stay', async () => {
    const userId = await addUser(db());
    await drafts().upsert(userId, draft('thread:1', 'а'));
    await drafts().upsert(userId, draft('thread:1', 'аб', NOW + 1));
    await drafts().upsert(userId, draft('thread:1:5', 'другое'));
    assert.deepEqual(await drafts().find(userId, 'thread:1'), draft('thread:1', 'аб', NOW + 1));
    assert.equal((await drafts().listByUser(userId)).length, 2);
    await drafts().delete(userId, 'thread:1');
    assert.equal(await drafts().find(userId, 'thread:1'), undefined);
  });

  test('beyond two hundred the oldest go, of this member only', async () => {
    const [userId, other] = [await addUser(db()), await addUser(db())];
    await drafts().upsert(other, draft('thread:1', 'чужое', 0));
    for (let at = 1; at <= 203; at++) await drafts().upsert(userId, draft(`thread:${at}`, 'текст', NOW + at));
    assert.equal((await drafts().listByUser(userId, 500)).length, 200);
    assert.equal(await drafts().find(userId, 'thread:3'), undefined);
    assert.ok(await drafts().find(userId, 'thread:4'));
    assert.ok(await drafts().find(other, 'thread:1'));
  });

  test('a post that cannot be stored leaves its draft, one that is stored takes it along', async () => {
    const parts = forumParts(db(), () => NOW);
    const threadId = await addThread(db(), await addFeed(db()), 'Черновик и ответ');
    const actor = await createUserStore(db()).get(await addUser(db()));
    const place = draftPlace({ threadId, replyToId: null });
    await parts.drafts.upsert(actor.id, draft(place, 'Текст'));
    const input = { threadId, markdown: 'Текст', replyToId: null };
    const recordPostEvent = async () => {
      throw new Error('the news of it cannot be stored');
    };
    await assert.rejects(createWritePost({ ...parts, recordPostEvent })(actor, input));
    assert.ok(await parts.drafts.find(actor.id, place), 'both or neither');
    await createWritePost(parts)(actor, input);
    assert.equal(await parts.drafts.find(actor.id, place), undefined);
  });
});
