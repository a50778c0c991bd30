import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSchedule, type ScheduleParts } from '../../src/jobs/schedule.js';
import { DAY } from '../../src/lib/clock.js';

const NOW = 100 * DAY;

function rig(more: Partial<ScheduleParts> = {}) {
  const calls: string[] = [];
  const called = async <T>(name: string, result: T): Promise<T> => {
    calls.push(name);
    return result;
  };
  const jobs = createSchedule({
    clock: () => NOW,
    poller: {
      fetchDue: async (onDone) => {
        await called('fetchDue', 1);
        onDone({ id: 1, title: '' }, new Error('x'));
        return 1;
      },
    },
    sync: {
      catchUp: () => called('catchUp', 0),
      drain: (shouldStop) => called(`drain ${shouldStop?.()}`, 2),
      heal: () => called('heal', { updated: 0, removed: 1 }),
    },
    index: { saveSnapshot: () => called('saveSnapshot', 1) },
    fetches: { deleteBefore: (time) => called(`fetches before ${time}`, 1) },
    sessions: { deleteExpired: (now) => called(`sessions ${now}`, 1) },
    rateLimitStore: { deleteExpired: (now) => called(`rate limits ${now}`, 1) },
    fetchesFeeds: true,
    indexReady: Promise.resolve(),
    onFetched: () => void called('onFetched', 0),
    onIndexed: () => void called('onIndexed', 0),
    ...more,
  });
  const run = async (name: string) => {
    const job = jobs.find((each) => each.name === name);
    assert.ok(job, name);
    calls.length = 0;
    await job.run(() => true);
    return calls;
  };
  return { jobs, run };
}

describe('schedule', () => {
  test('each job does its part and tells when pages changed', async () => {
    const { run } = rig();
    assert.deepEqual(await run('fetch'), ['fetchDue', 'onFetched']);
    assert.deepEqual(await run('index'), ['catchUp']);
    assert.deepEqual(await run('similar'), ['drain true', 'onIndexed']);
    assert.deepEqual(await run('heal'), ['heal', 'onIndexed']);
    assert.deepEqual(await run('snapshot'), ['saveSnapshot']);
    assert.deepEqual(await run('housekeeping'), [
      `fetches before ${NOW - 30 * DAY}`,
      `sessions ${NOW}`,
      `rate limits ${NOW}`,
    ]);
  });

  test('what concerns a process’s own index runs in every process, as fetching does, the rest in one', () => {
    const free = rig().jobs.filter((job) => job.leaseMs === undefined);
    assert.deepEqual(
      free.map((job) => job.name),
      ['fetch', 'index', 'heal'],
    );
  });

  test('nothing touches the index before it is open', async () => {
    let open = () => {};
    const { jobs } = rig({ indexReady: new Promise<void>((resolve) => (open = resolve)) });
    const waiting = jobs.filter((job) => ['index', 'similar', 'heal', 'snapshot'].includes(job.name));
    let done = 0;
    const runs = waiting.map((job) => job.run(() => false).then(() => done++));
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    assert.equal(done, 0);
    open();
    await Promise.all(runs);
    assert.equal(done, 4);
  });

  test('a site that does not fetch has no fetching job', () => {
    assert.equal(
      rig({ fetchesFeeds: false }).jobs.some((job) => job.name === 'fetch'),
      false,
    );
  });
});
