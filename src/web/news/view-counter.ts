/**
 * How often threads are read, for deciding whose list of similar articles is refreshed first. Counts only: no reader, no
 * time, no address. Kept here and handed on in bulk, so that reading a page writes nothing.
 */
import type { RequestHandler } from 'express';

const MOST_THREADS = 10_000;

export function createViewCounter() {
  let views = new Map<number, number>();

  const count: RequestHandler = (req, _res, next) => {
    const id = req.method === 'GET' ? /^\/threads\/([1-9]\d{0,8})$/.exec(req.path)?.[1] : undefined;
    if (id !== undefined && (views.size < MOST_THREADS || views.has(Number(id)))) {
      views.set(Number(id), (views.get(Number(id)) ?? 0) + 1);
    }
    next();
  };

  /** What was counted since the last call. */
  function take(): ReadonlyMap<number, number> {
    const taken = views;
    views = new Map();
    return taken;
  }

  return { count, take };
}
