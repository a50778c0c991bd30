/** A process that answers what it is told, about itself too, and hangs or dies when it is told to. */

import { serveProcess } from '../../src/lib/worker-server.js';
import { threadNices } from '../support/thread-nices.js';

// As sockets and threads do, which keep a process going that nobody asks any more.
setInterval(() => {}, 1000);

serveProcess((settings: unknown) => ({
  echo: (value: unknown) => value,
  settings: () => settings,
  pid: () => process.pid,
  nices: () => threadNices(),
  hang: () => {
    for (;;);
  },
  bug: () => {
    throw new Error('a bug');
  },
  signal: (name: NodeJS.Signals) => process.kill(process.pid, name),
}));
