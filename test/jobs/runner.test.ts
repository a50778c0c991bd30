import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { createRunner, type Job } from '../../src/jobs/runner.js';
import type { Log } from '../../src/lib/log.js';

/** Lets everything that is ready run; the timers stand still. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms);
  await settle();
}

function rig(isGranted = () => true) {
  const released: string[] = [];
  const errors: object[] = [];
  const log = { error: (fields: object) => void errors.push(fields) } as unknown as Log;
  const leases = {
    acquire: async () => isGranted(),
    release: async (name: string) => void released.push(name),
  };
  return { runner: createRunner({ leases, log }), released, errors };
}

/** A job that runs until the test ends its run. */
function slowJob(more: Partial<Job> = {}) {
  const job = { started: 0, end: () => {}, fail: (_error: Error) => {}, sawStop: false };
  const run = (isStopping: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      job.started++;
      job.end = () => {
        job.sawStop = isStopping();
        resolve();
      };
      job.fail = reject;
    });
  return Object.assign(job, { job: { name: 'slow', everyMs: 1000, run, ...more } });
}

describe('runner', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  test('runs at once, then after the pause, never twice at the same time', async () => {
    const { runner } = rig();
    const slow = slowJob();
    runner.start([slow.job]);
    await pass(0);
    assert.equal(slow.started, 1);
    await pass(100_000);
    assert.equal(slow.started, 1, 'the first run is still on');
    slow.end();
    await settle();
    await pass(999);
    assert.equal(slow.started, 1);
    await pass(1);
    assert.equal(slow.started, 2);
  });

  test('a kick runs at once, or once more after the run that is on', async () => {
    const { runner } = rig();
    const slow = slowJob();
    runner.start([slow.job]);
    await pass(0);
    for (let kick = 0; kick < 3; kick++) runner.kick('slow');
    slow.end();
    await settle();
    await pass(0);
    assert.equal(slow.started, 2);
    slow.end();
    await settle();
    await pass(0);
    assert.equal(slow.started, 2, 'three kicks are one run');
    runner.kick('slow');
    await pass(0);
    assert.equal(slow.started, 3);
    runner.kick('unknown');
  });

  test('an error is logged and ends neither the schedule nor another job', async () => {
    const { runner, errors } = rig();
    const slow = slowJob();
    const other = slowJob({ name: 'other' });
    runner.start([slow.job, other.job]);
    await pass(0);
    slow.fail(new Error('bad run'));
    await settle();
    assert.deepEqual(errors, [{ job: 'slow', error: 'bad run' }]);
    await pass(1000);
    assert.deepEqual([slow.started, other.started], [2, 1]);
  });

  test('a leased job runs only while the lease is granted, and asks again', async () => {
    let isGranted = false;
    const { runner } = rig(() => isGranted);
    const slow = slowJob({ leaseMs: 5000 });
    runner.start([slow.job]);
    await pass(0);
    assert.equal(slow.started, 0);
    isGranted = true;
    await pass(1000);
    assert.equal(slow.started, 1);
  });

  test('stop tells the runs, waits for them, gives the leases back and starts nothing more', async () => {
    const { runner, released } = rig();
    const slow = slowJob({ leaseMs: 5000 });
    const free = slowJob({ name: 'free' });
    runner.start([slow.job, free.job]);
    await pass(0);
    free.end();
    await settle();
    let isStopped = false;
    const stopped = runner.stop().then(() => {
      isStopped = true;
    });
    await settle();
    assert.deepEqual([isStopped, released], [false, []]);
    slow.end();
    await stopped;
    assert.deepEqual([slow.sawStop, released], [true, ['slow']]);
    runner.kick('free');
    await pass(100_000);
    assert.deepEqual([slow.started, free.started], [1, 1]);
  });
});
