import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killServer } from '../support/kill-server.js';

test('a server that is killed while eight members write loses no acknowledged post or draft, and doubles none', async () => {
  const { kills, acknowledged, draftsAcknowledged, ...faults } = await killServer({ kills: 4 });
  assert.equal(kills, 4);
  assert.ok(acknowledged >= 4 && draftsAcknowledged >= 4, `something was written: ${acknowledged}`);
  assert.deepEqual([faults.lost, faults.doubled, faults.wrong], [[], [], []]);
});
