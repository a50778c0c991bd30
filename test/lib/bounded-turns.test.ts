import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createBoundedTurns } from '../../src/lib/bounded-turns.js';

const full = () => new Error('full');

describe('bounded turns', () => {
  test('one at a time, in order; a failure fails nobody else', async () => {
    const inTurn = createBoundedTurns({ waiting: 10, ofOneOwner: 10 }, full);
    const seen: string[] = [];
    let underWay = 0;
    const work = (name: string) => async () => {
      assert.equal(++underWay, 1);
      await new Promise((done) => setImmediate(done));
      underWay--;
      seen.push(name);
      if (name === 'bad') throw new Error('bad');
      return name;
    };
    const answers = await Promise.allSettled(['a', 'bad', 'c'].map((name) => inTurn(work(name))));
    assert.deepEqual(seen, ['a', 'bad', 'c']);
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
  });

  test('beyond the bound it refuses at once, and takes again when somebody went through', async () => {
    const inTurn = createBoundedTurns({ waiting: 2, ofOneOwner: 2 }, full);
    let release = () => {};
    const first = inTurn(() => new Promise<void>((done) => (release = done)));
    await new Promise((done) => setImmediate(done));
    const waiting = [1, 2].map((n) => inTurn(async () => n));
    await assert.rejects(
      inTurn(async () => 3),
      /full/,
    );
    release();
    await first;
    assert.deepEqual(await Promise.all(waiting), [1, 2]);
    assert.equal(await inTurn(async () => 4), 4);
  });

  test('one owner has a share of the places; the others keep theirs, and a place that is free is given again', async () => {
    const inTurn = createBoundedTurns({ waiting: 3, ofOneOwner: 2 }, full);
    const ask = (owner?: string) => inTurn(async () => owner, owner);
    const answers = await Promise.allSettled(['a', 'a', 'a', 'b', 'c', undefined].map(ask));
    assert.deepEqual(
      answers.map(({ status }) => status === 'fulfilled'),
      [true, true, false, true, false, false],
    );
    assert.deepEqual(await Promise.all([ask('a'), ask('a')]), ['a', 'a']);
  });
});
