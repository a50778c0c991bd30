import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Db } from '../../src/db/db.js';
import { createLockStore } from '../../src/moderation/lock-store.js';
import { createLockThread } from '../../src/moderation/lock-thread.js';
import { createLogStore } from '../../src/moderation/log-store.js';
import { createUndoAction } from '../../src/moderation/undo.js';
import { createThreadStore } from '../../src/news/thread-store.js';
import { addFeed, draftOf, NOW, storeArticles } from '../support/news-builders.js';
import { addModerator } from '../support/rule-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

let made = 0;

async function desk(db: Db) {
  made++;
  let now = NOW;
  const threads = createThreadStore(db);
  const parts = { db, threads, locks: createLockStore(), moderationLog: createLogStore(db), announce: () => {} };
  const timed = { ...parts, clock: () => now++ };
  const { lockThread, undoers } = createLockThread(timed);
  const undoAction = createUndoAction({ ...timed, undoers });
  const moderator = await addModerator(db);
  const [threadId = 0] = await storeArticles(db, await addFeed(db), [draftOf(`Закрываемая тема ${made}`)]);
  const put = (isLocked: boolean, reason: string) => lockThread(moderator, { threadId, isLocked, reason });
  const newest = async (): Promise<number> => (await db.read('moderation_log').orderBy('id', 'desc').first()).id;
  return {
    ...{ timed, threads, moderator, threadId, put, newest },
    undo: (id: number) => undoAction(moderator, id),
    reason: async () => (await threads.get(threadId)).lockReason,
  };
}

describeOnEachDatabase('closing a discussion', (db) => {
  test('happens once, whatever was read before; so does opening', async () => {
    const { timed, threads, moderator, threadId, put, newest, reason } = await desk(db());
    const open = await threads.get(threadId);
    await put(true, 'первая');
    const entry = await newest();
    const late = createLockThread({ ...timed, threads: { get: async () => open } });
    await late.lockThread(moderator, { threadId, isLocked: true, reason: 'вторая' });
    assert.equal(await reason(), 'первая');
    assert.equal(await newest(), entry, 'nothing happened, nothing is logged');
    await put(false, 'остыли');
    const opened = await newest();
    await put(false, 'остыли');
    assert.deepEqual([await reason(), await newest()], [null, opened]);
  });

  test('taken back, it does not open a discussion that was closed anew', async () => {
    const { put, newest, undo, reason } = await desk(db());
    await put(true, 'первая');
    const first = await newest();
    await put(false, 'остыли');
    const opening = await newest();
    await put(true, 'вторая');
    await assert.rejects(undo(first), { code: 'undo-impossible' });
    await assert.rejects(undo(opening), { code: 'undo-impossible' });
    assert.equal(await reason(), 'вторая');
    await undo(await newest());
    assert.equal(await reason(), null);
    await undo(opening);
    assert.equal(await reason(), 'первая', 'closed as it was');
    await undo(first);
    assert.equal(await reason(), null);
  });
});
