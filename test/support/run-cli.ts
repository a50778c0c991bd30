/**
 * The compiled program on a data folder that is thrown away: `run` as people run it, a child process; `json` inside this
 * process, where starting costs nothing, for looking at what a command left behind.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { openServices } from '../../src/app.js';
import { describeFailure } from '../../src/cli/exit.js';
import { createProgram } from '../../src/cli/program.js';
import { projectRoot } from '../../src/config/paths.js';
import { settings } from '../../src/config/settings.js';

export type CliResult = { code: number | null; stdout: string; stderr: string };
export type CliSite = Awaited<ReturnType<typeof createCliSite>>;
export type CliOptions = { env?: Record<string, string>; input?: string };

export const cliFixtures = path.join(projectRoot, 'test/fixtures/cli');

const program = path.join(projectRoot, 'dist/src/main.js');
// A program that does not end by itself is a failure, but it must not hold up the suite.
const LONGEST_RUN_MS = 60_000;

export async function createCliSite(env: Record<string, string> = {}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-cli-'));
  const dataDir = path.join(folder, 'data');
  const own = { DATA_DIR: dataDir, ...env };
  const start = (args: string[], more: Record<string, string> = {}) => startCli(args, { ...own, ...more });
  return {
    folder,
    dataDir,
    start,
    run: (args: string[], options: CliOptions = {}): Promise<CliResult> => {
      const child = start(args, options.env);
      child.stdin.end(options.input ?? '');
      return finished(child);
    },
    /** What a command that must succeed prints with --json. */
    json: async <T>(args: string[]): Promise<T> => JSON.parse(await runHere([...args, '--json'], own)) as T,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export async function finished(child: ChildProcessWithoutNullStreams): Promise<CliResult> {
  const [stdout, stderr, [code]] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

/** Nothing of the surroundings but what programs need to start: a developer's own settings must not decide tests. */
function startCli(args: string[], env: Record<string, string>): ChildProcessWithoutNullStreams {
  const clean = { PATH: process.env.PATH ?? '', HOME: os.tmpdir(), ...env };
  return spawn(process.execPath, [program, ...args], { env: clean, timeout: LONGEST_RUN_MS, stdio: 'pipe' });
}

async function runHere(args: string[], env: Record<string, string>): Promise<string> {
  const restore = replaceSettings(env);
  const [out, err] = [new PassThrough(), new PassThrough()];
  const texts = Promise.all([textOf(out), textOf(err)]);
  try {
    const serve = () => Promise.reject(new Error('`json` serves nothing'));
    const code = await createProgram({ openServices, serve, out, err }).run(args);
    out.end();
    err.end();
    const [stdout, stderr] = await texts;
    if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
    return stdout;
  } catch (error) {
    throw new Error(`hustings ${args.join(' ')}: ${describeFailure(error)}`, { cause: error });
  } finally {
    restore();
  }
}

function replaceSettings(env: Record<string, string>): () => void {
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
  for (const [name] of before) delete process.env[name];
  Object.assign(process.env, env);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}
