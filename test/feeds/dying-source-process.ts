/** A process of sources that dies when it is asked for a certain address. */
import type { SourceRequest } from '../../src/feeds/read-source.js';
import { serveProcess } from '../../src/lib/worker-server.js';

serveProcess(() => ({
  readSource: ({ url }: SourceRequest) => {
    if (url.endsWith('/die')) process.kill(process.pid, 'SIGKILL');
    if (url.endsWith('/wait')) return new Promise(() => {});
    return { fetched: { kind: 'gone', ms: 1, bytes: 0, status: 410, cacheSeconds: null } };
  },
}));
