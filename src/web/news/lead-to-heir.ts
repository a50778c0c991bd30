/** A thread whose articles went to another story leads there, and so does everything below its address. */
import type { Request } from 'express';
import { AppError } from '../../lib/errors.js';
import type { StoryStore } from '../../news/story-store.js';
import { type Handler, idParam, type Route } from '../route.js';
import { urls } from '../urls.js';

export type HeirParts = { stories: Pick<StoryStore, 'findMergedInto'> };

// Moved for good, but a moderator may take it back: browsers must ask again.
const KEPT_FOR = 'private, max-age=300';
// Of any spelling that the route takes (/Threads/%3298): left as it is, it would lead to itself.
const OWN_ADDRESS = /^\/[^/?]+\/[^/?]+/;

export function leadToHeirs(parts: HeirParts, routes: readonly Route[]): Route[] {
  return routes.map((route) =>
    /^\/threads\/:id(\/|$)/.test(route.path) ? { ...route, handle: orLead(parts, route.handle) } : route,
  );
}

function orLead(parts: HeirParts, handle: Handler): Handler {
  return async (req, res) => {
    try {
      await handle(req, res);
    } catch (error) {
      const heir = isGone(error) ? await findHeir(parts, req) : null;
      if (heir === null || res.headersSent) throw error;
      res.setHeader('Cache-Control', KEPT_FOR);
      // A form keeps its method and what was typed.
      res.redirect(req.method === 'GET' || req.method === 'HEAD' ? 301 : 308, heir);
    }
  };
}

function isGone(error: unknown): boolean {
  return error instanceof AppError && (error.status === 404 || error.status === 410);
}

async function findHeir(parts: HeirParts, req: Request): Promise<string | null> {
  const id = idParam(req);
  const heir = id === null ? null : await parts.stories.findMergedInto(id);
  return heir === null ? null : req.originalUrl.replace(OWN_ADDRESS, urls.thread(heir));
}
