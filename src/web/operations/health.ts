/** `/healthz`: the process answers. `/readyz`: it can serve. `/metrics`: figures for Prometheus, with a token or from loopback. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Request, type RequestHandler, Router } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { IndexProgress } from '../../search/sync.js';

export type HealthParts = {
  /** Rejects when the database does not answer. */
  ping: () => Promise<unknown>;
  /** Threads whose similar articles wait to be computed. */
  countQueued: () => Promise<number>;
  /** Threads in this process's index. */
  countIndexed: () => Promise<number>;
  /** How far the index is; pages are served meanwhile. */
  indexProgress: () => IndexProgress;
  metricsToken: string | undefined;
};

export function createHealth(parts: HealthParts) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'hustings_http_request_seconds',
    help: 'Time to answer, by kind of page',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  new Gauge({
    name: 'hustings_similar_queue',
    help: 'Threads whose similar articles wait to be computed',
    registers: [registry],
    async collect() {
      this.set(await parts.countQueued());
    },
  });

  new Gauge({
    name: 'hustings_indexed_threads',
    help: 'Threads in the search index of this process',
    registers: [registry],
    async collect() {
      this.set(await parts.countIndexed());
    },
  });

  const routes = Router();
  routes.get('/healthz', (_req, res) => void res.type('text/plain').send('ok\n'));
  routes.get('/readyz', async (req, res) => {
    const isReady = await parts.ping().then(
      () => true,
      () => false,
    );
    const index = parts.indexProgress();
    res.status(isReady ? 200 : 503);
    if (req.accepts(['text', 'json']) === 'json') return void res.json({ isReady, index });
    res.type('text/plain').send(isReady ? `ready\n${progressLine(index)}` : 'database unreachable\n');
  });
  routes.get('/metrics', async (req, res) => {
    if (!mayRead(req, parts.metricsToken)) return void res.status(403).type('text/plain').send('forbidden\n');
    res.type(registry.contentType).send(await registry.metrics());
  });

  const measure: RequestHandler = (req, res, next) => {
    const end = durations.startTimer({ method: req.method });
    // The route's pattern, not the address: labels must stay few.
    res.on('finish', () =>
      end({ route: String(req.route?.path ?? 'other'), status: `${Math.floor(res.statusCode / 100)}xx` }),
    );
    next();
  };

  return { routes, measure };
}

function progressLine({ state, done, total }: IndexProgress): string {
  if (state === 'ready') return '';
  return state === 'opening' ? 'index: opening\n' : `index: ${done} of ${total} articles\n`;
}

// A proxy on this machine connects from loopback too; what it forwards comes from somewhere else.
const FORWARDING = ['x-forwarded-for', 'forwarded', 'x-real-ip'];

function mayRead(req: Request, token: string | undefined): boolean {
  if (token === undefined && FORWARDING.some((name) => req.headers[name] !== undefined)) return false;
  if (token === undefined) return /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(req.socket.remoteAddress ?? '');
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(req.get('authorization') ?? ''), digest(`Bearer ${token}`));
}
