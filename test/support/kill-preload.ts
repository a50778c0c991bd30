/** Reads the server's modules, then waits to be told to start: see kill-server.ts. */
import { once } from 'node:events';
import '../../src/app.js';
import '../../src/cli/program.js';

await once(process, 'message');
process.disconnect();
