import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FamilyMember, familyOf, timelineOf } from '../../src/news/change-timeline.js';
import { relationOf } from '../../src/news/story-relation.js';

const member = (id: number, feedId: number, repeatsId: number | null = null, isEdited = true): FamilyMember => ({
  id,
  feedId,
  title: `report ${id}`,
  language: 'en',
  publishedAt: id * 100,
  repeatsId,
  isEdited: repeatsId !== null && isEdited,
});

describe('the family of a text', () => {
  // 3 repeats 2, which repeats 1; 4 tells in other words; 5 repeats 4.
  const story = [member(1, 1), member(2, 2, 1), member(3, 1, 2), member(4, 3), member(5, 3, 4)];

  test('is the same asked for from any of it, the original first', () => {
    for (const id of [1, 2, 3]) {
      assert.deepEqual(
        familyOf(id, story).map((each) => each.id),
        [1, 2, 3],
        String(id),
      );
    }
    assert.deepEqual(
      familyOf(5, story).map((each) => each.id),
      [4, 5],
    );
    assert.deepEqual(familyOf(9, story), []);
  });

  test('survives that what it repeats has gone, and a circle', () => {
    const without = [member(2, 2, 1), member(3, 1, 2)];
    assert.deepEqual(
      familyOf(3, without).map((each) => each.id),
      [2, 3],
    );
    assert.ok(familyOf(1, [member(1, 1, 2), member(2, 2, 1)]).length > 0);
  });
});

describe('the changes of a text', () => {
  test("edits, newer versions and other sources' repeats stand in one order", () => {
    const family = [member(1, 1), member(2, 2, 1), member(3, 1, 1), member(4, 4, 1, false)];
    const edits = [
      { id: 7, articleId: 1, replacedAt: 150 },
      { id: 8, articleId: 1, replacedAt: 250 },
      { id: 9, articleId: 2, replacedAt: 400 },
    ];
    assert.deepEqual(
      timelineOf(family, edits).map(({ kind, key, before, after }) => [
        kind,
        key,
        `${before.table} ${before.id}`,
        `${after.table} ${after.id}`,
      ]),
      [
        ['edit', 'r7', 'revision 7', 'revision 8'],
        ['edited-repeat', 'a2', 'article 1', 'article 2'],
        ['edit', 'r8', 'revision 8', 'article 1'],
        ['revision', 'a3', 'article 1', 'article 3'],
        ['edit', 'r9', 'revision 9', 'article 2'],
      ],
    );
  });
});

describe('what a report is to those before it', () => {
  const articles = [
    { id: 1, feedId: 1 },
    { id: 2, feedId: 2 },
    { id: 3, feedId: 1 },
  ];
  const [, other, own] = articles as [(typeof articles)[0], (typeof articles)[0], (typeof articles)[0]];
  const changed = { kind: 'changed' as const, againstId: 1, runs: [] };

  test("a source's own changed text is a newer version, another's an edited repeat", () => {
    assert.deepEqual(relationOf(own, changed, articles), { kind: 'revision', ofId: 1 });
    assert.deepEqual(relationOf(other, changed, articles), { kind: 'edited-repeat', ofId: 1 });
  });

  test('word for word it is a repeat; in other words, or of what has gone, a report', () => {
    assert.deepEqual(relationOf(other, { kind: 'unchanged', againstId: 1 }, articles), { kind: 'repeat', ofId: 1 });
    const added = { kind: 'added' as const, sentences: [], names: [], numbers: [] };
    assert.deepEqual(relationOf(other, added, articles), { kind: 'report' });
    assert.deepEqual(relationOf(other, null, articles), { kind: 'report' });
    assert.deepEqual(relationOf(other, { ...changed, againstId: 99 }, articles), { kind: 'report' });
  });
});
