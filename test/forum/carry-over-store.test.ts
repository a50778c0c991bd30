import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUserStore } from '../../src/accounts/user-store.js';
import { createCarryOver } from '../../src/forum/carry-over-store.js';
import { createFeedbackStore, pairOf } from '../../src/search/feedback-store.js';
import { newUser } from '../support/accounts.js';
import { addFeed, draftOf, storeArticles } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('what goes along with a merged thread', (db) => {
  test('followers of either follow the story, once; what was said of pairs is said of it too; nothing is taken away', async () => {
    const users = createUserStore(db());
    const feed = await addFeed(db());
    const [from = 0, into = 0, third = 0] = await storeArticles(
      db(),
      feed,
      ['Одна', 'Другая', 'Третья'].map((title) => draftOf(title)),
    );
    const ids: number[] = [];
    for (const name of ['Анна', 'Борис']) {
      const inserted = await users.insert(newUser(name, {}));
      if (inserted.ok) ids.push(inserted.user.id);
    }
    const [anna = 0, boris = 0] = ids;
    const follow = (user: number, thread: number) => ({
      ...{ user_id: user, kind: 'thread', target: String(thread), is_automatic: false, created_at: 1 },
    });
    await db()
      .write('follows')
      .insert([follow(anna, from), follow(boris, from), follow(boris, into)]);
    const feedback = createFeedbackStore(db());
    const carryOver = createCarryOver(feedback);
    await db().transact(async (trx) => {
      await feedback.upsertVote(trx, { ...pairOf(from, third), userId: anna, value: 1, at: 1 });
      await carryOver(trx, { from, into });
      await carryOver(trx, { from, into });
    });
    const followers = async (thread: number) =>
      (await db()
        .read('follows')
        .where({ kind: 'thread', target: String(thread) })
        .orderBy('user_id')
        .pluck('user_id')) as number[];
    assert.deepEqual(
      [await followers(into), await followers(from)],
      [
        [anna, boris],
        [anna, boris],
      ],
    );
    const judged = (await feedback.listJudged()).map(({ low, high, related }) => [low, high, related]);
    assert.deepEqual(
      judged,
      [
        [...Object.values(pairOf(from, third)), 1],
        [...Object.values(pairOf(into, third)), 1],
      ].sort(),
    );
  });
});
