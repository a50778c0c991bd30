/** An app on a free loopback port for the length of a test file. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before } from 'node:test';
import type { Express } from 'express';

/** The address is known once the tests run. */
export function serveForTests(app: Express): () => string {
  let server: Server | undefined;
  before(async () => {
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => {
    server?.closeAllConnections();
    server?.close();
  });
  return () => {
    const { port } = (server?.address() ?? assert.fail('the server is not up yet')) as AddressInfo;
    return `http://127.0.0.1:${port}`;
  };
}
