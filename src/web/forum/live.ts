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

const LIMITS = {
  inAll: 500,
  perNetwork: 12,
  heartbeatMs: 25 * SECOND,
  // A script asks anew after this, so that what a proxy forgot does not hold a place for ever.
  longestMs: 30 * 60 * SECOND,
};

export type LiveParts = {
  newPosts: Pick<NewPostWatch, 'listen'>;
  threads: Pick<ThreadStore, 'find'>;
  posts: Pick<PostStore, 'countAfter' | 'findFirstAfter'>;
  live: LiveConnections;
};

export type LiveConnections = ReturnType<typeof createLiveConnections>;

/** Counts who is connected and ends them all when the server stops. */
export function createLiveConnections(changed: Partial<typeof LIMITS> = {}) {
  const limits = { ...LIMITS, ...changed };
  const open = new Map<Response, string>();
  let isClosed = false;

  function hasRoom(network: string): boolean {
    const ofNetwork = [...open.values()].filter((each) => each === network).length;
    return !isClosed && open.size < limits.inAll && ofNetwork < limits.perNetwork;
  }

  return {
    limits,
    /** The way to give the place back, which happens by itself when the connection is gone; undefined without room. */
    add(req: Request, res: Response, onRelease: () => void): (() => void) | undefined {
      const network = networkOf(req.ip);
      // The answer to a pipelined request waits without a socket for the one before it, and would never hear of its end.
      if (res.socket === null || req.socket.destroyed || !hasRoom(network)) return undefined;
      const { socket } = req;
      const release = () => {
        if (!open.delete(res)) return;
        socket.off('close', release);
        onRelease();
      };
      open.set(res, network);
      socket.on('close', release);
      res.on('close', release);
      return release;
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
    await stream(parts, req, res, { threadId: thread.id, after });
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
  req: Request,
  res: Response,
  { threadId, after }: { threadId: number; after: number },
): Promise<void> {
  const { write, onEnd } = openStream(parts.live, req, res);
  let count = 0;
  let from = after;
  const say = (last: number) => {
    const text = res.locals.t.discussion.newReplies(count);
    const event = { count, last, text, url: withQuery(urls.live(threadId), { after: from }) };
    write(`id: ${last}\ndata: ${JSON.stringify(event)}\n\n`);
  };
  const stop = parts.newPosts.listen(threadId, (postId) => {
    if (postId <= after) return;
    if (from === 0) from = postId - 1;
    count++;
    say(postId);
  });
  onEnd(stop);
  // What was written between the page and this connection.
  const missed = await parts.posts.countAfter(threadId, after);
  if (after > 0 && missed.count > count) {
    count = missed.count;
    say(missed.last);
  }
}

/** Takes a place, keeps the connection awake and ends it in time. Nothing is written once it has ended. */
function openStream(live: LiveConnections, req: Request, res: Response) {
  const ends: (() => void)[] = [];
  const release = live.add(req, res, () => {
    for (const end of ends) end();
  });
  if (!release) {
    res.set('Retry-After', '60');
    throw new AppError('overloaded', { status: 503 });
  }
  // A reader who left in the middle of a line is no failure.
  res.on('error', () => {});
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // Compression and proxies would hold the lines back.
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
    Connection: 'close',
  });
  const write = (text: string) => {
    if (!res.writableEnded && !res.destroyed) res.write(text);
  };
  const heartbeat = setInterval(() => write(': here\n\n'), live.limits.heartbeatMs);
  const longest = setTimeout(() => {
    release();
    res.end();
  }, live.limits.longestMs);
  ends.push(
    () => clearInterval(heartbeat),
    () => clearTimeout(longest),
  );
  write('retry: 5000\n\n');
  return { write, onEnd: (end: () => void) => ends.push(end) };
}

function afterOf(req: Request): number {
  return numberOf(req.get('last-event-id') ?? textQuery(req, 'after', 10)) ?? 0;
}
