import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as settle } from 'node:timers/promises';
import { createHostQueue, type HostQueueOptions, type Timer } from '../../src/feeds/host-queue.js';

/** A queue whose time stands still until `advance`, and tasks that end when told to. */
function bench(options: Omit<HostQueueOptions, 'clock' | 'timer'> = {}) {
  let now = 0;
  const alarms = new Set<{ at: number; callback: () => void }>();
  const timer: Timer = (callback, ms) => {
    const alarm = { at: now + ms, callback };
    alarms.add(alarm);
    return () => alarms.delete(alarm);
  };
  const queue = createHostQueue({ ...options, clock: () => now, timer });
  const started: string[] = [];
  const endings = new Map<string, (error?: Error) => void>();

  function add(url: string): Promise<string> {
    const task = () => {
      started.push(url);
      return new Promise<string>((resolve, reject) =>
        endings.set(url, (error) => (error ? reject(error) : resolve(`done ${url}`))),
      );
    };
    return queue.run(url, task);
  }
  async function end(url: string, error?: Error): Promise<void> {
    endings.get(url)?.(error);
    await settle();
  }
  async function advance(ms: number): Promise<void> {
    now += ms;
    for (const alarm of [...alarms]) {
      if (alarm.at <= now && alarms.delete(alarm)) alarm.callback();
    }
    await settle();
  }
  return { queue, add, end, advance, started, alarms };
}

describe('a host queue', () => {
  test('asks one host for one thing at a time, with a pause after each', async () => {
    const { add, end, advance, started } = bench();
    for (const path of ['1', '2', '3']) void add(`http://a.example/${path}`);
    await settle();
    assert.equal(started.length, 1);
    await end('http://a.example/1');
    assert.equal(started.length, 1, 'the pause');
    await advance(999);
    assert.equal(started.length, 1);
    await advance(1);
    assert.deepEqual(started, ['http://a.example/1', 'http://a.example/2']);
    await advance(60_000);
    assert.equal(started.length, 2, 'still busy');
    await end('http://a.example/2');
    await advance(1000);
    assert.equal(started.at(-1), 'http://a.example/3');
  });

  test('keeps the pause for a task that comes later', async () => {
    const { add, end, advance, started } = bench({ spacingMs: 500 });
    void add('http://a.example/1');
    await settle();
    await end('http://a.example/1');
    await advance(400);
    void add('http://a.example/2');
    await settle();
    assert.equal(started.length, 1);
    await advance(100);
    assert.equal(started.length, 2);
  });

  test('different hosts go side by side; www makes no difference, a port does', async () => {
    const { add, started } = bench();
    const urls = [
      'http://a.example/',
      'https://www.a.example/',
      'http://b.example/',
      'http://A.example:8080/',
      'not a url',
    ];
    for (const url of urls) void add(url);
    await settle();
    assert.deepEqual(started, ['http://a.example/', 'http://b.example/', 'http://A.example:8080/', 'not a url']);
  });

  test('never runs more than its limit in all, and serves hosts in turn', async () => {
    const { add, end, advance, started } = bench({ concurrency: 2, spacingMs: 0 });
    for (const url of ['a:1', 'a:2', 'b:1', 'c:1', 'd:1']) void add(`http://${url.replace(':', '.example/')}`);
    await settle();
    assert.deepEqual(started, ['http://a.example/1', 'http://b.example/1']);
    for (const url of ['http://a.example/1', 'http://b.example/1', 'http://c.example/1']) {
      await end(url);
      await advance(0);
    }
    assert.deepEqual(started.slice(2), ['http://c.example/1', 'http://d.example/1', 'http://a.example/2']);
  });

  test('gives back what the task gives, and goes on after a failure', async () => {
    const { queue, add, end, advance } = bench();
    const results = Promise.allSettled([add('http://a.example/1'), add('http://a.example/2')]);
    await settle();
    await end('http://a.example/1', new Error('broken'));
    await advance(1000);
    await end('http://a.example/2');
    const [first, second] = await results;
    assert.equal(first?.status === 'rejected' && first.reason.message, 'broken');
    assert.equal(second?.status === 'fulfilled' && second.value, 'done http://a.example/2');
    const throwing = () => {
      throw new Error('at once');
    };
    await assert.rejects(queue.run('http://b.example/', throwing), /at once/);
    assert.equal(await queue.run('http://c.example/', async () => 7), 7);
  });

  test('close refuses what waits, lets run what runs, and leaves no timer', async () => {
    const { queue, add, end, alarms } = bench();
    const running = add('http://a.example/1');
    const waiting = add('http://a.example/2');
    await settle();
    queue.close();
    await assert.rejects(waiting, /closed/);
    await assert.rejects(add('http://b.example/'), /closed/);
    await end('http://a.example/1');
    assert.equal(await running, 'done http://a.example/1');
    assert.equal(alarms.size, 0);
  });

  test('a thousand hosts leave nothing behind', async () => {
    const { queue, advance, alarms } = bench();
    const all = Array.from({ length: 1000 }, (_, index) => queue.run(`http://h${index}.example/`, async () => index));
    assert.equal((await Promise.all(all)).length, 1000);
    await advance(1000);
    assert.equal(alarms.size, 0);
  });
});
