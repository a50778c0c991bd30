/**
 * A process of its own as an object with promises: see call-client.ts. For work on what strangers send. V8 lends all
 * threads of a process the same few threads to compile and to collect garbage, at the priority of pages, and one memory
 * map: a thread that has stepped back still holds up pages through those. A process does not, and what kills it kills
 * it alone.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type CallClientOptions, createCallClient, type Link, type LinkEvents } from './call-client.js';
import { stepBackProcess } from './thread-priority.js';

export type ProcessClientOptions = CallClientOptions & {
  /** The compiled module, which calls `serveProcess`. */
  url: URL;
  /** What it needs to know before the first call. */
  settings: unknown;
};

// V8's own threads are as many as the machine has cores, or more: with them a single thread's work can fill two cores.
const FLAGS = ['--single-threaded'];

export function createProcessClient(options: ProcessClientOptions) {
  return createCallClient((events) => startProcess(options, events), options);
}

function startProcess({ url, settings }: ProcessClientOptions, { onReply, onLost }: LinkEvents): Link {
  const child = fork(fileURLToPath(url), {
    execArgv: FLAGS,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // At once: the threads that it is about to make inherit it.
  if (child.pid !== undefined) stepBackProcess(child.pid);
  child.on('message', onReply);
  child.on('error', (error) => onLost(error.message));
  child.on('exit', (code, signal) => onLost(`exited with ${code ?? signal}`));
  child.send({ settings });
  return {
    send: (call) => void child.send(call),
    ref: () => {
      child.ref();
      child.channel?.ref();
    },
    unref: () => {
      child.unref();
      child.channel?.unref();
    },
    end: async () => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
