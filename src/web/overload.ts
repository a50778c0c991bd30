/** When the event loop cannot keep up, some requests are turned away at once so that the rest are served well. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { RequestHandler } from 'express';
import { AppError } from '../lib/errors.js';

// Half a second of waiting before a request is even looked at is where readers begin to reload.
const LIMIT_MS = 500;
const SAMPLE_MS = 1000;
const NANOSECONDS_PER_MS = 1e6;

export function createOverloadGuard(limitMs: number = LIMIT_MS) {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let isOverloaded = false;
  const timer = setInterval(() => {
    isOverloaded = delay.percentile(50) / NANOSECONDS_PER_MS > limitMs;
    delay.reset();
  }, SAMPLE_MS);
  timer.unref();

  const guard: RequestHandler = (_req, res, next) => {
    if (!isOverloaded) return next();
    res.setHeader('Retry-After', '2');
    next(new AppError('overloaded', { status: 503 }));
  };

  return {
    guard,
    close: () => {
      clearInterval(timer);
      delay.disable();
    },
  };
}

export type OverloadGuard = ReturnType<typeof createOverloadGuard>;
