import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { createProcessClient } from '../../src/lib/process-client.js';
import { threadNices } from '../support/thread-nices.js';

function start(t: TestContext) {
  const crashes: string[] = [];
  const client = createProcessClient({
    url: new URL('./echo-process.js', import.meta.url),
    name: 'echo',
    settings: { name: 'Мир', bytes: Buffer.from([1, 2]) },
    onCrash: (why) => crashes.push(why),
  });
  t.after(() => client.close());
  return { ...client, crashes, pid: () => client.call<number>('pid', null) };
}

describe('a process client', { timeout: 30_000 }, () => {
  test('knows its settings, answers in any order, and hands errors on', async (t) => {
    const { call } = start(t);
    assert.deepEqual(await call('settings', null), { name: 'Мир', bytes: Buffer.from([1, 2]) });
    const values = [1, 'два', new Date(3), new Uint8Array([4]), null];
    assert.deepEqual(await Promise.all(values.map((value) => call('echo', value))), values);
    await assert.rejects(call('bug', null), /a bug/);
    await assert.rejects(
      call('echo', () => {}),
      /could not be cloned/,
    );
    assert.equal(await call('echo', 'still there'), 'still there');
  });

  test('what hangs is killed, and what was beside it fails; the next call has a fresh one', async (t) => {
    const { call, pid, crashes } = start(t);
    const first = await pid();
    const beside = assert.rejects(call('hang', null), { reason: 'timeout' });
    await assert.rejects(call('hang', null, { timeoutMs: 300 }), { name: 'WorkerFailure', reason: 'timeout' });
    await beside;
    assert.notEqual(await pid(), first);
    assert.equal(isAlive(first), false);
    assert.equal(crashes.length, 1);
  });

  test('a death is told, and close ends the process', async (t) => {
    const { call, pid, close, crashes } = start(t);
    await assert.rejects(call('signal', 'SIGKILL'), { reason: 'crashed' });
    assert.deepEqual(crashes, ['exited with SIGKILL']);
    const last = await pid();
    await close();
    assert.equal(isAlive(last), false);
    await assert.rejects(call('echo', 1), { reason: 'closed' });
  });

  test('a signal to all of the site does not end it before its parent', async (t) => {
    const { call, pid } = start(t);
    const first = await pid();
    await call('signal', 'SIGTERM');
    await call('signal', 'SIGINT');
    assert.equal(await pid(), first);
  });

  test('it does not outlive a parent that is killed', async () => {
    const parent = spawn(process.execPath, [path.join(import.meta.dirname, '../support/process-parent.js')]);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = Number(line.toString());
    assert.equal(isAlive(child), true);
    parent.kill('SIGKILL');
    while (isAlive(child)) await new Promise((next) => setTimeout(next, 10));
  });

  test('on Linux all of its threads give way to pages', async (t) => {
    if (process.platform !== 'linux') return;
    const own = threadNices()[0] ?? 0;
    const nices = await start(t).call<number[]>('nices', null);
    assert.ok(nices.length > 1);
    assert.ok(
      nices.every((nice) => nice > own),
      nices.join(' '),
    );
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
