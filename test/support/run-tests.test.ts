import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

const NAME = 'support/run-tests-fixture';
const FILE = path.join(import.meta.dirname, 'run-tests-fixture.test.js');

/** As somebody's shell starts it: with a PostgreSQL of its own, and not as part of this run. */
async function exitCodeFor(body: string): Promise<number> {
  await writeFile(FILE, `import { test } from 'node:test';\ntest('one', () => {${body}});\n`);
  const { TEST_DATABASE_URL: _, NODE_TEST_CONTEXT: __, ...env } = process.env;
  const runner = spawn(process.execPath, [path.join(import.meta.dirname, 'run-tests.js'), NAME], { env });
  runner.stdout.resume();
  const [code] = await once(runner, 'exit');
  return code;
}

test('the run of all tests ends with 1 when one fails, and with 0 when none does', async () => {
  try {
    assert.equal(await exitCodeFor("throw new Error('broken')"), 1);
    assert.equal(await exitCodeFor(''), 0);
  } finally {
    await rm(FILE, { force: true });
  }
});
