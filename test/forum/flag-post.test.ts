import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUserStore } from '../../src/accounts/user-store.js';
import type { Db } from '../../src/db/db.js';
import { createDeletePost, createRestorePost } from '../../src/forum/delete-post.js';
import { createFlagPost } from '../../src/forum/flag-post.js';
import { createWritePost } from '../../src/forum/write-post.js';
import { createDismissFlags } from '../../src/moderation/dismiss-flags.js';
import { createLogStore } from '../../src/moderation/log-store.js';
import { createPostLog } from '../../src/moderation/post-log.js';
import { createUndoAction } from '../../src/moderation/undo.js';
import { addUser, forumParts } from '../support/forum-builders.js';
import { addFeed, draftOf, NOW, storeArticles } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

let made = 0;

async function scene(db: Db) {
  made++;
  let now = NOW;
  const basic = forumParts(db, () => now++);
  const moderationLog = createLogStore(db);
  const postLog = createPostLog({ ...basic, moderationLog });
  const parts = { ...basic, moderationLog, recordModeration: postLog.record };
  const dismissal = createDismissFlags(parts);
  const users = createUserStore(db);
  const person = async (role: 'member' | 'moderator' | 'admin' = 'member') => users.get(await addUser(db, { role }));
  const author = await person();
  const [threadId = 0] = await storeArticles(db, await addFeed(db), [draftOf(`Тема с жалобой ${made}`)]);
  const { postId } = await createWritePost(parts)(author, { threadId, markdown: `Ответ ${made}`, replyToId: null });
  const flagged = async () => (await parts.flags.listFlagged(0, 100)).some((each) => each.postId === postId);
  const undo = createUndoAction({ ...parts, undoers: { ...postLog.undoers, ...dismissal.undoers } });
  const newestAction = async () => db.read('moderation_log').orderBy('id', 'desc').first();
  return { ...parts, ...dismissal, person, author, postId, threadId, flagged, undo, newestAction };
}

describeOnEachDatabase('reporting a post', (db) => {
  test('once is enough, and the second time at once as well', async () => {
    const { person, postId, threadId, flags, flagged, ...parts } = await scene(db());
    const flagPost = createFlagPost({ ...parts, flags });
    const reader = await person();
    const input = { postId, reason: 'insult', words: ' Это  обидно ' } as const;
    const both = await Promise.all([flagPost(reader, input), flagPost(reader, input)]);
    assert.deepEqual(both.map(({ isNew }) => isNew).sort(), [false, true]);
    const open = await flags.listOpen([postId], 10);
    assert.deepEqual(
      open.map(({ userId, reason, words }) => ({ userId, reason, words })),
      [{ userId: reader.id, reason: 'insult', words: 'Это обидно' }],
    );
    assert.deepEqual(await flags.listOwnOpen(reader.id, threadId, 10), [postId]);
    assert.deepEqual([await flagged(), await flags.hasOpen(reader.id, postId)], [true, true]);
    await assert.rejects(flagPost(reader, { ...input, reason: 'other', words: ' ' }), { code: 'flag-words-required' });
    await assert.rejects(flagPost(parts.author, input), { code: 'forbidden' });
  });

  test('nothing wrong: the reports are closed, the log says it without a name, and it can be taken back', async () => {
    const { person, postId, flags, flagged, dismissFlags, undo, newestAction, ...parts } = await scene(db());
    const flagPost = createFlagPost({ ...parts, flags });
    const [reader, again, moderator] = [await person(), await person(), await person('moderator')];
    for (const each of [reader, again]) await flagPost(each, { postId, reason: 'spam', words: '' });
    await assert.rejects(dismissFlags(reader, { postId, reason: '' }), { code: 'forbidden' });
    await dismissFlags(moderator, { postId, reason: 'не реклама' });
    await assert.rejects(dismissFlags(moderator, { postId, reason: '' }), { code: 'flags-decided' });
    assert.equal(await flagged(), false);
    const action = await newestAction();
    assert.deepEqual([action.action, action.subject_id, action.reason], ['flag-dismiss', postId, 'не реклама']);
    assert.deepEqual(JSON.parse(action.details), { threadId: parts.threadId });
    // One of them reports it anew before the decision is taken back: still one open flag of theirs.
    await flagPost(again, { postId, reason: 'other', words: 'всё же' });
    await undo(moderator, action.id);
    const open = await flags.listOpen([postId], 10);
    assert.deepEqual(open.map(({ userId }) => userId).sort(), [reader.id, again.id].sort());
  });

  test('a report that comes while the decision is taken back: one open one of theirs, and no failure', async () => {
    const { person, postId, flags, dismissFlags, undo, newestAction, postTexts, ...parts } = await scene(db());
    const [reader, moderator] = [await person(), await person('moderator')];
    await createFlagPost({ ...parts, flags, postTexts })(reader, { postId, reason: 'spam', words: '' });
    await dismissFlags(moderator, { postId, reason: '' });
    const { id } = await newestAction();
    let undone: Promise<unknown> = Promise.resolve();
    await db().transact(async (trx) => {
      await postTexts.lockText(trx, postId);
      const again = { postId, userId: reader.id, reason: 'other', words: 'всё же', createdAt: NOW } as const;
      await flags.insert(trx, again);
      undone = undo(moderator, id);
      // On PostgreSQL the other one comes as far as it can.
      for (let turn = 0; turn < 100; turn++) await trx.raw('select 1');
    });
    await undone;
    const open = await flags.listOpen([postId], 10);
    assert.deepEqual(
      open.map(({ userId, reason }) => [userId, reason]),
      [[reader.id, 'other']],
    );
  });

  test('of a post with very many reports the first are listed and the rest counted; those of others are all there', async () => {
    const { person, postId, flags, ...parts } = await scene(db());
    const flagPost = createFlagPost({ ...parts, flags });
    const input = { threadId: parts.threadId, markdown: 'Второй ответ', replyToId: null };
    const { postId: other } = await createWritePost(parts)(await person(), input);
    const readers = [await person(), await person(), await person()];
    for (const reader of readers) await flagPost(reader, { postId, reason: 'spam', words: '' });
    await flagPost(await person(), { postId: other, reason: 'false', words: '' });
    const listed = (await flags.listOpen([postId, other], 2)).map((flag) => [flag.postId, flag.userId, flag.total]);
    assert.deepEqual(listed.slice(0, 2), [
      [postId, readers[0]?.id, 3],
      [postId, readers[1]?.id, 3],
    ]);
    assert.deepEqual([listed.length, listed[2]?.[0], listed[2]?.[2]], [3, other, 1]);
  });

  test('away with it: deleted, closed and logged in one; taken back, both are back', async () => {
    const { person, postId, flags, flagged, undo, newestAction, postTexts, ...rest } = await scene(db());
    const parts = { ...rest, flags, postTexts };
    const moderator = await person('moderator');
    await createFlagPost(parts)(await person(), { postId, reason: 'illegal', words: '' });
    await createDeletePost(parts)(moderator, { postId, reason: 'запрещено' });
    assert.deepEqual([await flagged(), (await flags.listOpen([postId], 9)).length], [false, 0]);
    const action = await newestAction();
    assert.equal(action.action, 'post-delete');
    await undo(moderator, action.id);
    assert.deepEqual([await flagged(), (await postTexts.findText(postId))?.deletedAt], [true, null]);
  });

  test('an author who deletes and restores shakes no report off', async () => {
    const { person, postId, flagged, author, ...rest } = await scene(db());
    await createFlagPost(rest)(await person(), { postId, reason: 'false', words: '' });
    await createDeletePost(rest)(author, { postId, reason: '' });
    assert.equal(await flagged(), false);
    await createRestorePost(rest)(author, { postId, reason: '' });
    assert.equal(await flagged(), true);
  });

  test('nobody overrules what another moderator decided about their own post', async () => {
    const { person, flags, flagged: _, undo, dismissFlags, newestAction, postTexts, ...rest } = await scene(db());
    const parts = { ...rest, flags, postTexts };
    const [writer, judge, third, reader] = [
      await person('moderator'),
      await person('moderator'),
      await person('moderator'),
      await person(),
    ];
    const input = { threadId: parts.threadId, markdown: `Пишет ${writer.name}`, replyToId: null };
    const { postId } = await createWritePost(parts)(writer, input);
    const isThere = async () => (await postTexts.findText(postId))?.deletedAt === null;
    const openFlags = async () => (await flags.listOpen([postId], 9)).length;
    const report = () => createFlagPost(parts)(reader, { postId, reason: 'insult', words: '' });
    await report();

    await dismissFlags(judge, { postId, reason: '' });
    await assert.rejects(undo(writer, (await newestAction()).id), { code: 'own-verdict' });
    assert.equal(await openFlags(), 0);
    await undo(third, (await newestAction()).id);
    assert.equal(await openFlags(), 1);

    const restore = createRestorePost(parts);
    await createDeletePost(parts)(judge, { postId, reason: 'оскорбление' });
    await assert.rejects(undo(writer, (await newestAction()).id), { code: 'own-verdict' });
    await assert.rejects(restore(writer, { postId, reason: '' }), { code: 'own-verdict' });
    assert.deepEqual([await isThere(), await openFlags()], [false, 0]);
    await restore(third, { postId, reason: '' });
    assert.deepEqual([await isThere(), await openFlags()], [true, 1], 'what was said of it is open again');

    await createDeletePost(parts)(judge, { postId, reason: 'оскорбление' });
    await restore(judge, { postId, reason: '' });
    assert.deepEqual([await isThere(), await openFlags()], [true, 1], 'the own decision, too');
    // What the author takes away is the author's to bring back.
    await createDeletePost(parts)(writer, { postId, reason: '' });
    await restore(writer, { postId, reason: '' });
    assert.equal(await isThere(), true);
  });

  test('nobody judges reports of their own words but the owner of the site', async () => {
    const { person, flags, dismissFlags, ...parts } = await scene(db());
    const [moderator, admin, reader] = [await person('moderator'), await person('admin'), await person()];
    for (const writer of [moderator, admin]) {
      const input = { threadId: parts.threadId, markdown: `Пишет ${writer.name}`, replyToId: null };
      const { postId } = await createWritePost(parts)(writer, input);
      await createFlagPost({ ...parts, flags })(reader, { postId, reason: 'insult', words: '' });
      const judged = dismissFlags(writer, { postId, reason: '' });
      if (writer === admin) await judged;
      else await assert.rejects(judged, { code: 'forbidden' });
    }
  });

  test('the owner who removes reported words of their own says why, and it is closed and logged', async () => {
    const { person, flags, newestAction, postTexts, ...rest } = await scene(db());
    const parts = { ...rest, flags, postTexts };
    const deletePost = createDeletePost(parts);
    for (const role of ['admin', 'moderator'] as const) {
      const writer = await person(role);
      const input = { threadId: rest.threadId, markdown: `Своё, ${role}`, replyToId: null };
      const { postId } = await createWritePost(parts)(writer, input);
      await createFlagPost(parts)(await person(), { postId, reason: 'insult', words: '' });
      const remove = (reason: string) => deletePost(writer, { postId, reason, decidesFlags: true });
      if (role === 'moderator') {
        await assert.rejects(remove('сам'), { code: 'forbidden' });
        continue;
      }
      await assert.rejects(remove(''), { code: 'reason-required' });
      await remove('погорячился');
      assert.equal((await flags.listOpen([postId], 9)).length, 0);
      const action = await newestAction();
      assert.deepEqual([action.action, action.subject_id, action.reason], ['post-delete', postId, 'погорячился']);
    }
  });
});
