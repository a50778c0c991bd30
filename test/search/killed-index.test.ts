import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killIndexes } from '../support/killed-indexes.js';

test('an index killed in the middle, process or worker, ends with the lists of an undisturbed run', async () => {
  const report = await killIndexes({ processKills: 2, workerKills: 4, seed: 3, of: 'lists' });
  assert.deepEqual(report.problems, []);
  assert.ok(report.processKills === 2 && report.workerKills >= 4 && report.lists > 500, JSON.stringify(report));
});

test('stories decided while process and worker are killed are those of an undisturbed run, and so are their lists', async () => {
  const report = await killIndexes({ processKills: 1, workerKills: 3, seed: 5, of: 'stories' });
  assert.deepEqual(report.problems, []);
  assert.ok(report.processKills === 1 && report.workerKills >= 3 && report.stories >= 20, JSON.stringify(report));
});
