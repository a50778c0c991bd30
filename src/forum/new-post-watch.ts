/**
 * One place per process that notices new posts, whoever wrote them: a look at the end of the post table while anybody
 * waits. Enters: listeners by thread. Leaves: `heard(postId)` once per listener and post.
 *
 * Numbers become visible out of order where several transactions end at once, so each look goes a little back and
 * remembers what it has told.
 */
import { type Clock, MINUTE, SECOND } from '../lib/clock.js';
import { errorText } from '../lib/errors.js';
import type { Log } from '../lib/log.js';
import type { PostStore } from './post-store.js';

const EVERY = 2 * SECOND;
const LOOK_BACK = 2 * MINUTE;
const MOST_AT_ONCE = 500;

export type NewPostWatchParts = { posts: Pick<PostStore, 'listSince'>; clock: Clock; log: Log };
type Heard = (postId: number) => void;

export function createNewPostWatch(parts: NewPostWatchParts) {
  const listeners = new Map<number, Set<Heard>>();
  let told = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let isClosed = false;

  async function look(isFirst: boolean): Promise<void> {
    const posts = await parts.posts.listSince(parts.clock() - LOOK_BACK, MOST_AT_ONCE);
    const fresh = posts.filter((post) => !told.has(post.id));
    // What fell out of the window cannot come again.
    told = new Set(posts.map((post) => post.id));
    if (isFirst) return;
    for (const { id, threadId } of fresh) for (const heard of listeners.get(threadId) ?? []) heard(id);
  }

  /** Looks are never on at the same time. */
  function lookNow(isFirst = false): Promise<void> {
    looking ??= look(isFirst)
      .catch((error: unknown) => parts.log.error({ error: errorText(error) }, 'new posts not seen'))
      .finally(() => {
        looking = undefined;
      });
    return looking;
  }

  function schedule(): void {
    if (timer !== undefined || isClosed || listeners.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      void lookNow().then(schedule);
    }, EVERY);
    timer.unref();
  }

  /** Returns the way to stop listening. */
  function listen(threadId: number, heard: Heard): () => void {
    const isFirst = listeners.size === 0;
    const ofThread = listeners.get(threadId) ?? new Set();
    listeners.set(threadId, ofThread.add(heard));
    if (isFirst) void lookNow(true).then(schedule);
    return () => {
      ofThread.delete(heard);
      if (ofThread.size === 0) listeners.delete(threadId);
    };
  }

  return {
    listen,
    /** After a post was written here, nobody has to wait for the next look. */
    poke: () => {
      if (listeners.size > 0 && !isClosed) void lookNow();
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

export type NewPostWatch = ReturnType<typeof createNewPostWatch>;
