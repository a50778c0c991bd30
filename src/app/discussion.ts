/** Joins the parts of the discussion: posts, votes, drafts, and what moderators do with them. No logic. */
import { createDeletePost, createRestorePost } from '../forum/delete-post.js';
import { createDraftStore } from '../forum/draft-store.js';
import { createEditPost } from '../forum/edit-post.js';
import { createFlagPost } from '../forum/flag-post.js';
import { createFlagStore } from '../forum/flag-store.js';
import { createHeldPostStore } from '../forum/held-post-store.js';
import { createHoldPost } from '../forum/hold-post.js';
import { createMentionStore } from '../forum/mention-store.js';
import { createNewPostWatch } from '../forum/new-post-watch.js';
import type { RecordPostEvent } from '../forum/post-event.js';
import { createPostTextStore } from '../forum/post-text-store.js';
import { createRenderPost } from '../forum/render-post.js';
import { createVote } from '../forum/vote.js';
import { createVoteStore } from '../forum/vote-store.js';
import { createWritePost } from '../forum/write-post.js';
import { HOUR, SECOND } from '../lib/clock.js';
import { createTextClient } from '../lib/text-client.js';
import { createDecideHeldPost } from '../moderation/decide-held-post.js';
import { createDismissFlags } from '../moderation/dismiss-flags.js';
import { createLockStore } from '../moderation/lock-store.js';
import { createLockThread } from '../moderation/lock-thread.js';
import { createPostLog } from '../moderation/post-log.js';
import type { Shared } from './shared.js';

export function createDiscussionArea(shared: Shared, recordPostEvent: RecordPostEvent) {
  const { db } = shared;
  const holdFirstPosts = shared.config.HOLD_FIRST_POSTS;
  const textClient = createTextClient();
  const stores = {
    postTexts: createPostTextStore(db),
    mentions: createMentionStore(db),
    drafts: createDraftStore(db),
    votes: createVoteStore(db),
    flags: createFlagStore(db),
    heldPosts: createHeldPostStore(db),
    locks: createLockStore(),
  };
  const renderPost = createRenderPost({ renderText: textClient.renderText, mentions: stores.mentions });
  const postLog = createPostLog({ ...shared, ...stores });
  const parts = { ...shared, ...stores, renderPost, recordPostEvent, recordModeration: postLog.record, holdFirstPosts };
  const locking = createLockThread(parts);
  const flagging = createDismissFlags(parts);
  const newPosts = createNewPostWatch(shared);
  return {
    services: {
      ...stores,
      diffPairs: textClient.diffPairs,
      renderPost,
      writePost: createWritePost(parts),
      editPost: createEditPost(parts),
      deletePost: createDeletePost(parts),
      restorePost: createRestorePost(parts),
      vote: createVote(parts),
      flagPost: createFlagPost(parts),
      dismissFlags: flagging.dismissFlags,
      flagLimit: shared.rateLimitStore.limiter({ name: 'flag', points: 10, seconds: HOUR / SECOND }),
      holdPost: createHoldPost(parts),
      holdFirstPosts,
      decideHeldPost: createDecideHeldPost(parts),
      lockThread: locking.lockThread,
      newPosts,
    },
    undoers: { ...postLog.undoers, ...locking.undoers, ...flagging.undoers },
    close: async () => {
      await Promise.all([textClient.close(), newPosts.close()]);
    },
  };
}
