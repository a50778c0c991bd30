import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { User } from '../../src/accounts/user.js';
import { createUserStore } from '../../src/accounts/user-store.js';
import { createVote } from '../../src/forum/vote.js';
import { wilsonLowerBound } from '../../src/forum/wilson.js';
import { DAY } from '../../src/lib/clock.js';
import { addUser, forumParts } from '../support/forum-builders.js';
import { addFeed, addPost, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describe('Wilson lower bound', () => {
  test('the published values', () => {
    // Worked by hand from the formula with z = 1.96.
    assert.ok(Math.abs(wilsonLowerBound(1, 0) - 0.2065) < 0.0005);
    assert.ok(Math.abs(wilsonLowerBound(9, 1) - 0.5958) < 0.0005);
    assert.ok(Math.abs(wilsonLowerBound(50, 50) - 0.4038) < 0.0005);
    assert.equal(wilsonLowerBound(0, 0), 0);
  });

  test('lies in 0…1 below the share itself, grows with every up-vote and falls with every down-vote', () => {
    const votes = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(votes, votes, (up, down) => {
        const score = wilsonLowerBound(up, down);
        assert.ok(score >= -1e-9 && score <= (up + down === 0 ? 0 : up / (up + down)) + 1e-9);
        assert.ok(wilsonLowerBound(up + 1, down) > score);
        if (up > 0) assert.ok(wilsonLowerBound(up, down + 1) < score);
      }),
    );
  });
});

describeOnEachDatabase('votes', (db) => {
  let threadId: number;
  let author: User;
  const parts = () => forumParts(db(), () => NOW + 40 * DAY);
  const user = async (createdAt = NOW) => createUserStore(db()).get(await addUser(db(), { createdAt }));
  const vote = (actor: User | null, postId: number, value: 1 | -1 | 0) => createVote(parts())(actor, { postId, value });

  before(async () => {
    threadId = await addThread(db(), await addFeed(db()), 'Голоса');
    author = await user();
  });

  test('one vote a member, changed and taken back', async () => {
    const postId = await addPost(db(), { threadId, userId: author.id });
    const [first, second] = [await user(), await user()];
    const counts = async () => {
      const post = await parts().posts.find(postId);
      return [post?.upCount, post?.downCount];
    };
    await vote(first, postId, 1);
    await vote(first, postId, 1);
    assert.deepEqual(await counts(), [1, 0]);
    await vote(second, postId, -1);
    assert.deepEqual(await counts(), [1, 1]);
    await vote(second, postId, 1);
    assert.deepEqual(await counts(), [2, 0]);
    assert.deepEqual([...(await parts().votes.listOfMember(second.id, [postId]))], [[postId, 1]]);
    await vote(first, postId, 0);
    await vote(second, postId, 0);
    assert.deepEqual(await counts(), [0, 0]);
    assert.equal((await db().read('posts').where('id', postId).first('score')).score, 0);
  });

  test('many at once are all counted', async () => {
    const postId = await addPost(db(), { threadId, userId: author.id });
    const voters = await Promise.all(Array.from({ length: 6 }, () => user()));
    await Promise.all(voters.flatMap((voter) => [vote(voter, postId, 1), vote(voter, postId, 1)]));
    assert.equal((await parts().posts.find(postId))?.upCount, 6);
  });

  test('not on own posts, not by guests, not on deleted ones, not down by newcomers', async () => {
    const postId = await addPost(db(), { threadId, userId: author.id });
    await assert.rejects(vote(author, postId, 1), { status: 403 });
    await assert.rejects(vote(null, postId, 1), { status: 403 });
    const newcomer = await user(NOW + 39 * DAY);
    await assert.rejects(vote(newcomer, postId, -1), { code: 'vote-down-new' });
    await vote(newcomer, postId, 1);
    await db().write('posts').where('id', postId).update({ deleted_at: NOW });
    await assert.rejects(vote(newcomer, postId, 0), { status: 404 });
  });

  test('nobody votes in a hidden thread, and in a locked one only moderators', async () => {
    const closed = await addThread(db(), await addFeed(db()), 'Закрыто');
    const postId = await addPost(db(), { threadId: closed, userId: author.id });
    const [member, moderator] = [
      await user(),
      await createUserStore(db()).get(await addUser(db(), { role: 'moderator' })),
    ];
    const thread = () => db().write('threads').where('id', closed);
    await thread().update({ locked_at: NOW });
    await assert.rejects(vote(member, postId, 1), { code: 'vote-locked', status: 422 });
    await vote(moderator, postId, 1);
    await thread().update({ locked_at: null, hidden_at: NOW });
    await assert.rejects(vote(member, postId, 1), { code: 'thread-hidden', status: 410 });
    await assert.rejects(vote(moderator, postId, 0), { code: 'thread-hidden', status: 410 });
    assert.equal((await parts().posts.find(postId))?.upCount, 1);
  });

  test('the best come first, equals in the order of writing, and each knows its place in every order', async () => {
    const thread = await addThread(db(), await addFeed(db()), 'Порядок');
    const ids: number[] = [];
    for (let at = 0; at < 5; at++) ids.push(await addPost(db(), { threadId: thread, userId: author.id }));
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = ids;
    const voters = await Promise.all(Array.from({ length: 4 }, () => user()));
    for (const voter of voters) await vote(voter, d, 1);
    for (const voter of voters.slice(0, 1)) await vote(voter, b, 1);
    for (const voter of voters.slice(0, 2)) await vote(voter, a, -1);
    const { posts } = parts();
    const best = (await posts.listByThread(thread, 0, 50, 'best')).map((post) => post.id);
    assert.deepEqual(best, [d, b, a, c, e]);
    for (const order of ['oldest', 'newest', 'best', 'nested'] as const) {
      const list = (await posts.listByThread(thread, 0, 50, order)).map((post) => post.id);
      for (const [place, id] of list.entries()) assert.equal(await posts.countBefore(thread, id, order), place, order);
    }
  });

  test('as a conversation every answer stands below what it answers, at a bounded depth', async () => {
    const thread = await addThread(db(), await addFeed(db()), 'Ветки');
    const add = (replyToId: number | null) => addPost(db(), { threadId: thread, userId: author.id, replyToId });
    const first = await add(null);
    const second = await add(null);
    const toFirst = await add(first);
    const toSecond = await add(second);
    const deeper = await add(toFirst);
    const list = await parts().posts.listByThread(thread, 0, 50, 'nested');
    assert.deepEqual(
      list.map(({ id, depth }) => [id, depth]),
      [
        [first, 0],
        [toFirst, 1],
        [deeper, 2],
        [second, 0],
        [toSecond, 1],
      ],
    );
    let last = deeper;
    for (let level = 0; level < 12; level++) last = await add(last);
    const deep = await parts().posts.listByThread(thread, 0, 50, 'nested');
    assert.equal(Math.max(...deep.map((post) => post.depth)), 7);
    assert.equal(deep.findIndex((post) => post.id === last) < deep.findIndex((post) => post.id === second), true);
  });
});
