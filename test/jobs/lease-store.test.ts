import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import { beforeEach, test } from 'node:test';
import { createLeaseStore } from '../../src/jobs/lease-store.js';
import { describeOnEachDatabase } from '../support/test-db.js';

/** A process number that was given and is free again. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describeOnEachDatabase('lease-store', (db) => {
  let now = 1_000_000;
  const leases = (holder: string) => createLeaseStore({ db: db(), clock: () => now, holder });
  beforeEach(() => db().write('leases').delete());

  test('one holder at a time, who may extend it', async () => {
    assert.equal(await leases('far:1').acquire('fetch', 1000), true);
    assert.equal(await leases('far:2').acquire('fetch', 1000), false);
    assert.equal(await leases('far:2').acquire('other', 1000), true, 'each job has a lease of its own');
    now += 900;
    assert.equal(await leases('far:1').acquire('fetch', 1000), true);
    now += 900;
    assert.equal(await leases('far:2').acquire('fetch', 1000), false, 'it was extended');
  });

  test('of many who ask at once one gets it', async () => {
    const asked = Array.from({ length: 12 }, (_, at) => leases(`far:${at}`).acquire('fetch', 1000));
    assert.equal((await Promise.all(asked)).filter(Boolean).length, 1);
  });

  test('an expired lease goes to the next who asks, and the late holder has lost it', async () => {
    await leases('far:1').acquire('fetch', 1000);
    now += 1000;
    assert.equal(await leases('far:2').acquire('fetch', 1000), true);
    assert.equal(await leases('far:1').acquire('fetch', 1000), false);
    await leases('far:1').release('fetch');
    assert.equal(await leases('far:3').acquire('fetch', 1000), false, 'nobody gives back what another holds');
  });

  test('a lease that is given back is free', async () => {
    await leases('far:1').acquire('fetch', 1000);
    await leases('far:1').release('fetch');
    assert.equal(await leases('far:2').acquire('fetch', 1000), true);
  });

  test('a dead process of this machine is not waited for; a living one, or one of another machine, is', async () => {
    const pid = await deadPid();
    await leases(`${os.hostname()}:${pid}`).acquire('dead', 60_000);
    assert.equal(await leases('far:1').acquire('dead', 1000), true);
    await leases(`${os.hostname()}:${process.ppid}`).acquire('living', 60_000);
    assert.equal(await leases('far:1').acquire('living', 1000), false);
    await leases(`elsewhere:${pid}`).acquire('remote', 60_000);
    assert.equal(await leases('far:1').acquire('remote', 1000), false);
  });

  test('without a name the holder is this process', async () => {
    const own = createLeaseStore({ db: db(), clock: () => now });
    assert.equal(await own.acquire('fetch', 1000), true);
    const { holder } = await db().read('leases').first('holder');
    assert.ok(holder.startsWith(`${os.hostname()}:${process.pid}:`), holder);
    const namesake = createLeaseStore({ db: db(), clock: () => now });
    assert.equal(await namesake.acquire('fetch', 1000), false, 'the same number in another container is not we');
  });
});
