import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import {
  createMemoryLimiter,
  createRateLimitStore,
  type Limiter,
  type LimitRule,
} from '../../src/accounts/rate-limit-store.js';
import { describeOnEachDatabase } from '../support/test-db.js';

const rule = (name: string): LimitRule => ({ name, points: 3, seconds: 60 });

describeOnEachDatabase('rate limit store', (db) => {
  const limiter = (name: string) => createRateLimitStore(db()).limiter(rule(name));

  test('lets so many through and says how long to wait', async () => {
    await checkLimit(limiter('some'));
  });

  test('counts tries at the same moment one by one', async () => {
    const verdicts = await Promise.all(Array.from({ length: 40 }, () => limiter('burst').consume('key')));
    assert.equal(verdicts.filter((verdict) => verdict.ok).length, 3);
  });

  test('counts beside transactions on the same connections', async () => {
    const counted = limiter('beside');
    const beside = async (n: number) => {
      const verdict = counted.consume('key');
      // Far enough for its first statement to have gone out, so that the transaction begins between two of them.
      await new Promise(setImmediate);
      await db().transact(async (trx) => {
        await trx('notes').insert({ name: `beside-${n}`, value: 'x' });
      });
      return verdict;
    };
    const verdicts = await Promise.all(Array.from({ length: 10 }, (_, n) => beside(n)));
    assert.equal(verdicts.filter((verdict) => verdict.ok).length, 3);
    assert.equal((await db().read('notes').where('name', 'like', 'beside-%').pluck('name')).length, 10);
  });

  test('survives a restart', async () => {
    for (let n = 0; n < 3; n++) await limiter('restart').consume('key');
    assert.equal((await limiter('restart').consume('key')).ok, false);
  });

  test('keeps rules and keys apart', async () => {
    const one = limiter('apart-1');
    for (let n = 0; n < 4; n++) await one.consume('key');
    assert.equal((await one.consume('other')).ok, true);
    assert.equal((await limiter('apart-2').consume('key')).ok, true);
  });

  test('starts anew when the time is over', async () => {
    mock.timers.enable({ apis: ['Date'], now: Date.now() });
    try {
      const timed = limiter('timed');
      for (let n = 0; n < 4; n++) await timed.consume('key');
      mock.timers.setTime(Date.now() + 59_000);
      assert.equal((await timed.consume('key')).ok, false);
      mock.timers.setTime(Date.now() + 2000);
      assert.equal(await timed.has('key'), false);
      assert.equal((await timed.consume('key')).ok, true);
    } finally {
      mock.timers.reset();
    }
  });

  test('deletes what has expired and nothing else', async () => {
    await limiter('clean').consume('key');
    const kept = await createRateLimitStore(db()).deleteExpired(Date.now());
    assert.equal(await limiter('clean').has('key'), true);
    const gone = await createRateLimitStore(db()).deleteExpired(Date.now() + 120_000);
    assert.ok(gone >= 1 && kept <= gone);
    assert.equal(await limiter('clean').has('key'), false);
  });

  test('reports a database that fails', async () => {
    const broken = Object.assign(Object.create(db()), { write: db().write });
    const limited = createRateLimitStore(broken).limiter(rule('x'.repeat(10)));
    await db().write.schema.renameTable('rate_limits', 'rate_limits_away');
    try {
      await assert.rejects(limited.consume('key'), /rate_limits/);
    } finally {
      await db().write.schema.renameTable('rate_limits_away', 'rate_limits');
    }
  });
});

test('the limiter in memory keeps the same rules', async () => {
  await checkLimit(createMemoryLimiter(rule('memory')));
});

async function checkLimit(limiter: Limiter): Promise<void> {
  assert.equal(await limiter.has('key'), false);
  for (let n = 0; n < 3; n++) assert.deepEqual(await limiter.consume('key'), { ok: true });
  const refused = await limiter.consume('key');
  assert.ok(!refused.ok && refused.seconds > 50 && refused.seconds <= 60);
  await limiter.refund('key');
  await limiter.refund('key');
  assert.equal((await limiter.consume('key')).ok, true);
  assert.equal((await limiter.consume('key')).ok, false);
  await limiter.reset('key');
  assert.equal(await limiter.has('key'), false);
  assert.equal((await limiter.consume('key')).ok, true);
}
