import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Action, type Actor, actions, can } from '../../src/accounts/can.js';

const OWN = { userId: 7 };
const OTHER = { userId: 8 };
const actors: Record<string, Actor> = {
  anonymous: null,
  member: { id: 7, role: 'member' },
  moderator: { id: 7, role: 'moderator' },
  admin: { id: 7, role: 'admin' },
};

/** Who may, on: nothing in particular, the own, another's. */
const expected: Record<Action, Record<string, [boolean, boolean, boolean]>> = {
  'post.write': rows([false, false, false], [true, true, true], [true, true, true], [true, true, true]),
  'post.edit': rows([false, false, false], [false, true, false], [true, true, true], [true, true, true]),
  'post.withdraw-text': rows([false, false, false], [false, false, false], [false, false, true], [false, false, true]),
  'post.read-withdrawn': rows([false, false, false], [false, false, false], [true, true, true], [true, true, true]),
  'post.delete': rows([false, false, false], [false, true, false], [true, true, true], [true, true, true]),
  'post.restore': rows([false, false, false], [false, true, false], [true, true, true], [true, true, true]),
  'post.vote': rows([false, false, false], [false, false, true], [false, false, true], [false, false, true]),
  'post.flag': rows([false, false, false], [false, false, true], [false, false, true], [false, false, true]),
  'flag.decide': rows([false, false, false], [false, false, false], [false, false, true], [true, true, true]),
  'verdict.overrule': rows([false, false, false], [false, false, false], [false, false, true], [true, true, true]),
  'post.decide': rows([false, false, false], [false, false, false], [true, true, true], [true, true, true]),
  'thread.lock': rows([false, false, false], [false, false, false], [true, true, true], [true, true, true]),
  'profile.edit': rows([false, false, false], [false, true, false], [false, true, false], [false, true, false]),
  follow: rows([false, false, false], [true, true, true], [true, true, true], [true, true, true]),
  mute: rows([false, false, false], [true, true, true], [true, true, true], [true, true, true]),
  bookmark: rows([false, false, false], [true, true, true], [true, true, true], [true, true, true]),
  'read.mark': rows([false, false, false], [true, true, true], [true, true, true], [true, true, true]),
  'notification.settings': rows(
    [false, false, false],
    [false, true, false],
    [false, true, false],
    [false, true, false],
  ),
  'feed.manage': rows([false, false, false], [false, false, false], [true, true, true], [true, true, true]),
  'opening.edit': rows([false, false, false], [false, true, false], [false, true, false], [false, true, false]),
  'thread.start': rows([false, false, false], [true, true, true], [true, true, true], [true, true, true]),
  'similar.judge': rows([false, false, false], [true, true, true], [true, true, true], [true, true, true]),
  'similar.rule': rows([false, false, false], [false, false, false], [true, true, true], [true, true, true]),
  'rule.manage': rows([false, false, false], [false, false, false], [true, true, true], [true, true, true]),
  'item.decide': rows([false, false, false], [false, false, false], [true, true, true], [true, true, true]),
  'article.delete': rows([false, false, false], [false, false, false], [true, true, true], [true, true, true]),
  'story.shape': rows([false, false, false], [false, false, false], [true, true, true], [true, true, true]),
  'thread.hide': rows([false, false, false], [false, false, false], [true, true, true], [true, true, true]),
  'log.undo': rows([false, false, false], [false, false, false], [true, true, true], [true, true, true]),
  'user.role': rows([false, false, false], [false, false, false], [false, false, false], [false, false, true]),
};

describe('can', () => {
  test('every action is described here', () => {
    assert.deepEqual([...actions].sort(), Object.keys(expected).sort());
  });

  for (const action of actions) {
    for (const [name, actor] of Object.entries(actors)) {
      test(`${name}: ${action}`, () => {
        const allowed = [can(actor, action), can(actor, action, OWN), can(actor, action, OTHER)];
        assert.deepEqual(allowed, expected[action][name]);
      });
    }
  }
});

test('a new member whose address is not confirmed may edit the own profile, and nothing else', () => {
  for (const role of ['member', 'moderator', 'admin'] as const) {
    const actor = { id: 7, role, isUnverified: true };
    const allowed = actions.filter((action) => [undefined, OWN, OTHER].some((subject) => can(actor, action, subject)));
    assert.deepEqual(allowed, ['profile.edit']);
  }
});

function rows(...[anonymous, member, moderator, admin]: [boolean, boolean, boolean][]) {
  const none: [boolean, boolean, boolean] = [false, false, false];
  return { anonymous: anonymous ?? none, member: member ?? none, moderator: moderator ?? none, admin: admin ?? none };
}
