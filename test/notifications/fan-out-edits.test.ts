/** What members are told of a post that is edited: mentions come and go. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReadMarkStore } from '../../src/forum/read-mark-store.js';
import { addUser } from '../support/forum-builders.js';
import { addFeed, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';
import { setUp } from './fan-out-rig.js';

describeOnEachDatabase('telling of edits', (db) => {
  test('of an edit: whom the text mentions no longer hears nothing, mail included; whom it mentions now does', async () => {
    const it = setUp(db());
    const [author, gone, stays, added, follower, reader] = [
      await addUser(db()),
      await addUser(db()),
      await addUser(db()),
      await addUser(db()),
      await addUser(db()),
      await addUser(db()),
    ];
    const threadId = await addThread(db(), await addFeed(db()), 'Кого назвали');
    await it.follow(follower, 'thread', String(threadId));
    const postId = await it.write(threadId, author, null, [gone, stays, reader]);
    await it.fanOut.run();
    const seen = await it.notifications.list(reader, { isUnreadOnly: true, before: null, limit: 1 });
    await it.notifications.markRead(reader, seen[0]?.id ?? 0, NOW);
    const mailOf = async (userId: number) => (await db().read('notifications').where('user_id', userId).first())?.mail;
    assert.notEqual(await mailOf(gone), null, 'a letter was due');
    await it.edit(postId, threadId, author, [stays, added]);
    await it.fanOut.run();
    const heard = [
      await it.kindsOf(gone),
      await it.kindsOf(stays),
      await it.kindsOf(added),
      await it.kindsOf(follower),
    ];
    assert.deepEqual(heard, [[], ['mention'], ['mention'], ['thread']]);
    assert.deepEqual([await it.notifications.countUnread(gone), await mailOf(gone)], [0, null]);
    assert.deepEqual(await it.kindsOf(reader), ['mention'], 'what was read stays');
    // Named again, they find it again; the letter is not written a second time, however often the text goes to and fro.
    await it.edit(postId, threadId, author, [gone, stays, added]);
    await it.fanOut.run();
    assert.deepEqual([await it.kindsOf(gone), await mailOf(gone)], [['mention'], null]);
  });

  test('of an edit: a mention that went unseen comes back, whatever was read in between', async () => {
    const it = setUp(db());
    const readMarks = createReadMarkStore(db());
    const [author, byList, byThread] = [await addUser(db()), await addUser(db()), await addUser(db())];
    const threadId = await addThread(db(), await addFeed(db()), 'То назвали, то нет');
    const postId = await it.write(threadId, author, null, [byList, byThread]);
    await it.fanOut.run();
    await it.edit(postId, threadId, author, []);
    await it.fanOut.run();
    await it.notifications.markRead(byList, 2 ** 31 - 1, NOW);
    await readMarks.mark({ userId: byThread, threadId, postId, at: NOW });
    await it.edit(postId, threadId, author, [byList, byThread]);
    await it.fanOut.run();
    for (const userId of [byList, byThread]) {
      assert.deepEqual(await it.kindsOf(userId), ['mention']);
      assert.equal(await it.notifications.countUnread(userId), 1);
    }
  });

  test('of an edit: who follows and is mentioned no longer has the news of the post still', async () => {
    const it = setUp(db());
    const [author, ofThread, ofAuthor, late, mutes] = [
      await addUser(db()),
      await addUser(db()),
      await addUser(db()),
      await addUser(db()),
      await addUser(db()),
    ];
    const threadId = await addThread(db(), await addFeed(db()), 'Следит и назван');
    await it.follow(ofThread, 'thread', String(threadId));
    await it.follow(ofAuthor, 'member', String(author));
    await it.follow(mutes, 'thread', String(threadId));
    const named = [ofThread, ofAuthor, late, mutes];
    const postId = await it.write(threadId, author, null, named);
    await it.fanOut.run();
    for (const userId of named) assert.deepEqual(await it.kindsOf(userId), ['mention']);
    const since = { isAutomatic: false, createdAt: NOW + 50_000 };
    await it.follows.insert({ userId: late, kind: 'thread', target: String(threadId), ...since });
    await it.mutes.insert({ userId: mutes, kind: 'member', target: String(author), createdAt: NOW });
    const letters = db().write('notifications').where({ user_id: ofThread });
    await letters.update({ mail: null });
    await it.edit(postId, threadId, author, []);
    await it.fanOut.run();
    assert.deepEqual(await Promise.all(named.map(it.kindsOf)), [['thread'], ['member'], [], []]);
    const [told] = await it.notifications.list(ofThread, { isUnreadOnly: true, before: null, limit: 5 });
    assert.deepEqual(told?.because, { kind: 'thread', target: String(threadId) });
    assert.equal(told?.mail, null, 'whoever was mailed is not mailed again');
  });

  test('of an edit before the post itself was told: nobody hears of a mention that is gone', async () => {
    const it = setUp(db());
    const [author, gone] = [await addUser(db()), await addUser(db())];
    const threadId = await addThread(db(), await addFeed(db()), 'Передумала');
    const postId = await it.write(threadId, author, null, [gone]);
    await it.edit(postId, threadId, author, []);
    await it.fanOut.run();
    assert.deepEqual([await it.kindsOf(gone), await it.notifications.countUnread(gone)], [[], 0]);
  });
});
