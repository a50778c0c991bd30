import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killImports } from '../support/killed-imports.js';

// `npm run bench -- kills` does the same 200 times.
test('an import killed at random moments completes with the next run: as if undisturbed', async () => {
  const report = await killImports({ kills: 5, documents: 4, items: 80, seed: 7 });
  assert.deepEqual(report.problems, []);
  assert.equal(report.kills, 5);
  assert.ok(report.midImport > 0, 'some of them while articles were being stored');
  assert.ok(report.midStories > 0, 'and some while stories and likenesses were');
});
