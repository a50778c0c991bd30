/**
 * New replies while a thread is open: server-sent events for the script, and for everybody else a link that leads to them.
 * Connections are few and bounded, per network and in all; beyond that a page simply is not told.
 */
import type { Request, Response } from 'express';
import { networkOf } from '../../accounts/network.js';
import type { NewPostWatch } from '../../forum/new-post-watch.js';
import type { PostStore } from '../../forum/post-store.js';
import { SECOND } from '../../lib/clock.js';
import { AppError, notFound } from '../../lib/errors.js';
import type { ThreadStore } from '../../news/thread-store.js';
import { type Handler, idParam, numberOf, textQuery } from '../route.js';
import { setNotice } from '../session.js';
import { urls, withQuery } from '../urls.js';

const HEARTBEAT = 25 * SECOND;
// A script asks anew after this, so that what a proxy forgot does not hold a place for ever.
const LONGEST = 30 * 60 * SECOND;

export type LiveParts = {
  newPosts: Pick<NewPostWatch, 'listen'>;
  threads: Pick<ThreadStore, 'find'>;
  posts: Pick<PostStore, 'countAfter' | 'findFirstAfter'>;
  live: LiveConnections;
};

export type LiveConnections = ReturnType<typeof createLiveConnections>;

/** Counts who is connected and ends them all when the server stops. */
export function createLiveConnections(limits = { inAll: 500, perNetwork: 12 }) {
  const open = new Map<Response, string>();
  let isClosed = false;
  return {
    /** False when there is no room. */
    add(req: Request, res: Response): boolean {
      const network = networkOf(req.ip);
      const ofNetwork = [...open.values()].filter((each) => each === network).length;
      if (isClosed || open.size >= limits.inAll || ofNetwork >= limits.perNetwork) return false;
      open.set(res, network);
      res.on('close', () => open.delete(res));
      return true;
    },
    count: () => open.size,
    close() {
      isClosed = true;
      for (const res of open.keys()) res.end();
    },
  };
}

export function createShowLive(parts: LiveParts): Handler {
  return async (req, res) => {
    const threadId = idParam(req);
    const thread = threadId === null ? undefined : await parts.threads.find(threadId);
    if (!thread || thread.hiddenAt !== null) throw notFound('thread');
    const after = afterOf(req);
    if (req.headers.accept !== 'text/event-stream') return leadToNew(parts, req, res, { threadId: thread.id, after });
    if (!parts.live.add(req, res)) {
      res.set('Retry-After', '60');
      throw new AppError('overloaded', { status: 503 });
    }
    await stream(parts, res, { threadId: thread.id, after });
  };
}

/** Without a script: on to the first reply that the reader has not seen, or back with a word that there is none. */
async function leadToNew(
  parts: LiveParts,
  req: Request,
  res: Response,
  { threadId, after }: { threadId: number; after: number },
): Promise<void> {
  const { count, last } = await parts.posts.countAfter(threadId, after);
  const first = count > 0 && after > 0 ? await parts.posts.findFirstAfter(threadId, after) : last;
  if (first) return res.redirect(302, urls.post(first));
  if (req.user) setNotice(req, 'no-new-replies');
  res.redirect(302, after > 0 ? urls.post(after) : urls.thread(threadId));
}

async function stream(
  parts: LiveParts,
  res: Response,
  { threadId, after }: { threadId: number; after: number },
): Promise<void> {
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // Compression and proxies would hold the lines back.
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  });
  let count = 0;
  let from = after;
  const say = (last: number) => {
    const text = res.locals.t.discussion.newReplies(count);
    const event = { count, last, text, url: withQuery(urls.live(threadId), { after: from }) };
    res.write(`id: ${last}\ndata: ${JSON.stringify(event)}\n\n`);
  };
  const stop = parts.newPosts.listen(threadId, (postId) => {
    if (postId <= after) return;
    if (from === 0) from = postId - 1;
    count++;
    say(postId);
  });
  res.write('retry: 5000\n\n');
  const heartbeat = setInterval(() => res.write(': here\n\n'), HEARTBEAT);
  const end = setTimeout(() => res.end(), LONGEST);
  res.on('close', () => {
    stop();
    clearInterval(heartbeat);
    clearTimeout(end);
  });
  // What was written between the page and this connection.
  const missed = await parts.posts.countAfter(threadId, after);
  if (after > 0 && missed.count > count && !res.closed) {
    count = missed.count;
    say(missed.last);
  }
}

function afterOf(req: Request): number {
  return numberOf(req.get('last-event-id') ?? textQuery(req, 'after', 10)) ?? 0;
}
