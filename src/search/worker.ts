/** The search thread. Everything it does is in worker-methods.ts; an entry module, the only kind with a side effect on import. */
import { workerData } from 'node:worker_threads';
import { serveWorker } from '../lib/worker-server.js';
import { createSearchMethods } from './worker-methods.js';

serveWorker(createSearchMethods((workerData as { snapshotPath: string }).snapshotPath));
