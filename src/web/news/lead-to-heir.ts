/** A thread whose articles went to another story leads there, a source that was merged to its heir, and so does everything below. */
import type { Request } from 'express';
import type { FeedStore } from '../../feeds/feed-store.js';
import { AppError } from '../../lib/errors.js';
import type { StoryStore } from '../../news/story-store.js';
import { type Handler, idParam, type Route } from '../route.js';
import { urls } from '../urls.js';

export type HeirParts = {
  stories: Pick<StoryStore, 'findMergedInto'>;
  feeds: Pick<FeedStore, 'findHeir'>;
};

// Moved for good, but a moderator may take it back: browsers must ask again.
const KEPT_FOR = 'private, max-age=300';

/** `own`: the beginning of the address, of any spelling that the route takes (/Threads/%3298): left as it is, it would lead to itself. */
type Kind = {
  route: RegExp;
  own: RegExp;
  find: (parts: HeirParts, id: number) => Promise<number | null>;
  url: (id: number) => string;
  /** A desk is never remembered, and its forms are not sent on: who pauses the old source does not mean the new one. */
  isDesk: boolean;
};

const kinds: Kind[] = [
  {
    route: /^\/threads\/:id(\/|$)/,
    own: /^\/[^/?]+\/[^/?]+/,
    find: ({ stories }, id) => stories.findMergedInto(id),
    url: urls.thread,
    isDesk: false,
  },
  {
    route: /^\/feeds\/:id(\/|$)/,
    own: /^\/[^/?]+\/[^/?]+/,
    find: ({ feeds }, id) => feeds.findHeir(id),
    url: urls.feed,
    isDesk: false,
  },
  {
    route: /^\/moderation\/feeds\/:id(\/|$)/,
    own: /^\/[^/?]+\/[^/?]+\/[^?]+/,
    find: ({ feeds }, id) => feeds.findHeir(id),
    url: urls.manageFeed,
    isDesk: true,
  },
];

export function leadToHeirs(parts: HeirParts, routes: readonly Route[]): Route[] {
  return routes.map((route) => {
    const kind = kinds.find((each) => each.route.test(route.path));
    return kind ? { ...route, handle: orLead(parts, kind, route.handle) } : route;
  });
}

function orLead(parts: HeirParts, kind: Kind, handle: Handler): Handler {
  return async (req, res) => {
    try {
      await handle(req, res);
    } catch (error) {
      const heir = isGone(error) ? await findHeir(parts, kind, req) : null;
      if (heir === null || res.headersSent) throw error;
      if (kind.isDesk) return res.redirect(303, heir);
      res.setHeader('Cache-Control', KEPT_FOR);
      // A form keeps its method and what was typed.
      res.redirect(req.method === 'GET' || req.method === 'HEAD' ? 301 : 308, heir);
    }
  };
}

function isGone(error: unknown): boolean {
  return error instanceof AppError && (error.status === 404 || error.status === 410);
}

async function findHeir(parts: HeirParts, kind: Kind, req: Request): Promise<string | null> {
  const id = idParam(req);
  const heir = id === null ? null : await kind.find(parts, id);
  return heir === null ? null : req.originalUrl.replace(kind.own, kind.url(heir));
}
