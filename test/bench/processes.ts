/** Servers under measurement run in processes of their own, so that the load does not share their event loop. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export type ServerProcess = { output: () => string; stop: () => Promise<void> };

const servers = new Set<number | undefined>();

/** Resolves when a line of the output matches; rejects when the process ends before. */
export async function startServer(args: string[], env: Record<string, string>, ready: RegExp): Promise<ServerProcess> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  servers.add(child.pid);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`server ended with ${code}: ${output}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (ready.test(output)) resolve();
    });
  });
  child.removeAllListeners('exit');
  return { output: () => output, stop: () => stop(child) };
}

/** The most that this process and those it started have held, each at its own time, but for servers of the measurement. */
export function peakMemoryMb(): number {
  const own = process.resourceUsage().maxRSS;
  return (own + startedBy(process.pid).reduce((sum, pid) => sum + peakKb(pid), 0)) / 1024;
}

function startedBy(pid: number): string[] {
  if (process.platform !== 'linux') return [];
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((child) => child.trim() !== '' && !servers.has(Number(child)));
}

function peakKb(pid: string): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
