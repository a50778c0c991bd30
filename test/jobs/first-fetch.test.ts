import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { type ImportReport, noCounts } from '../../src/feeds/import-report.js';
import { createFirstFetch } from '../../src/jobs/first-fetch.js';

const result = (isOk: boolean): ImportReport => ({
  outcome: isOk ? 'fresh' : 'dns',
  isOk,
  detail: null,
  counts: noCounts,
  reasons: {},
  ms: 1,
});

function rig(total: number) {
  const seen = { loads: 0 };
  const firstFetch = createFirstFetch(total, async () => void seen.loads++);
  const report = (isOk: boolean, times = 1) => {
    for (let at = 0; at < times; at++) firstFetch.onDone(result(isOk));
  };
  return { firstFetch, report, seen };
}

describe('firstFetch', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  test('six failures without a success bring the demo, once', () => {
    const { report, seen } = rig(40);
    report(false, 5);
    assert.equal(seen.loads, 0);
    report(false);
    assert.equal(seen.loads, 1);
    report(false, 30);
    mock.timers.tick(60_000);
    assert.equal(seen.loads, 1);
  });

  test('one success among the first is enough', () => {
    const { report, seen } = rig(40);
    report(false, 5);
    report(true);
    report(false, 34);
    mock.timers.tick(60_000);
    assert.equal(seen.loads, 0);
  });

  test('a short list decides when it is through; an unexpected error is a failure', () => {
    const { firstFetch, report, seen } = rig(2);
    report(false);
    firstFetch.onDone(new Error('bug'));
    assert.equal(seen.loads, 1);
  });

  test('silence decides too', () => {
    const { seen } = rig(40);
    mock.timers.tick(14_999);
    assert.equal(seen.loads, 0);
    mock.timers.tick(1);
    assert.equal(seen.loads, 1);
  });

  test('progress is shown until the last source was asked', () => {
    const { firstFetch, report } = rig(3);
    assert.deepEqual(firstFetch.progress(), { done: 0, total: 3 });
    report(true, 2);
    assert.deepEqual(firstFetch.progress(), { done: 2, total: 3 });
    report(true);
    assert.equal(firstFetch.progress(), null);
  });

  test('a stop waits for the demo that is being loaded, and starts none', async () => {
    let finish = () => {};
    const firstFetch = createFirstFetch(1, () => new Promise<void>((resolve) => (finish = resolve)));
    firstFetch.onDone(result(false));
    let isSettled = false;
    const settled = firstFetch.settled().then(() => (isSettled = true));
    await Promise.resolve();
    assert.equal(isSettled, false);
    finish();
    await settled;
    const { firstFetch: other, seen } = rig(9);
    await other.settled();
    mock.timers.tick(60_000);
    assert.equal(seen.loads, 0);
  });
});
