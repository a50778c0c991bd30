import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { avatarOf } from '../../src/web/forum/avatar.js';

describe('the picture of a member', () => {
  test('is always the same for one, and different for others', () => {
    const of = (id: number) => JSON.stringify({ ...avatarOf({ id, name: 'Анна Белова' }), initials: '' });
    assert.equal(of(1), of(1));
    const many = new Set(Array.from({ length: 2000 }, (_, id) => of(id)));
    assert.ok(many.size > 1995, `${many.size} of 2000`);
  });

  test('shows its tiles: none has the colour of the ground', () => {
    for (let id = 0; id < 500; id++) {
      const { ground, tiles } = avatarOf({ id, name: 'x' });
      assert.equal(tiles.length, 4);
      for (const { ink, path } of tiles) assert.ok(ink !== ground && /^ink-[0-5]$/.test(ink) && path !== '');
    }
  });

  test('takes the initials of at most two words, in any script', () => {
    const initials = (name: string) => avatarOf({ id: 1, name }).initials;
    assert.deepEqual(['анна-мария белл', 'x', 'Лев_Т. Третий', '...'].map(initials), ['АМ', 'X', 'ЛТ', '']);
  });
});
