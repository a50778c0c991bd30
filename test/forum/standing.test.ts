import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allowances, type Standing, standingOf } from '../../src/forum/standing.js';
import { DAY } from '../../src/lib/clock.js';

const NOW = 1_800_000_000_000;
const member = (ageDays: number, postCount: number, more: object = {}) =>
  ({ role: 'member', createdAt: NOW - ageDays * DAY, postCount, ...more }) as const;

describe('standing', () => {
  test('grows with age and posts', () => {
    const cases: [number, number, Standing][] = [
      [0, 0, 'new'],
      [2.9, 50, 'new'],
      [3, 4, 'new'],
      [3, 5, 'known'],
      [29.9, 4, 'new'],
      [30, 0, 'known'],
      [90, 99, 'known'],
      [89.9, 100, 'known'],
      [90, 100, 'trusted'],
    ];
    for (const [age, posts, expected] of cases)
      assert.equal(standingOf(member(age, posts), NOW), expected, `${age} days, ${posts} posts`);
  });

  test('who has not confirmed their mail stays new; staff is staff from the first day', () => {
    assert.equal(standingOf(member(400, 500, { isUnverified: true }), NOW), 'new');
    assert.equal(standingOf({ ...member(0, 0), role: 'moderator' }, NOW), 'staff');
    assert.equal(standingOf({ ...member(0, 0), role: 'admin' }, NOW), 'staff');
  });

  test('nothing gets narrower on the way up', () => {
    const way: Standing[] = ['new', 'known', 'trusted', 'staff'];
    for (const [at, standing] of way.slice(1).entries()) {
      const [before, after] = [allowances[way[at] ?? 'new'], allowances[standing]];
      assert.ok(after.pace.points / after.pace.seconds > before.pace.points / before.pace.seconds, standing);
      assert.ok(after.linksPerPost > before.linksPerPost && after.mentionsPerPost > before.mentionsPerPost, standing);
      assert.ok(after.mayVoteDown >= before.mayVoteDown, standing);
    }
  });
});
