/** Members for the stores' tests. */
import { createUserStore, type NewUser } from '../../src/accounts/user-store.js';
import type { Db } from '../../src/db/db.js';
import { createDraftStore } from '../../src/forum/draft-store.js';
import { createFlagStore } from '../../src/forum/flag-store.js';
import { createMentionStore } from '../../src/forum/mention-store.js';
import { createPostStore } from '../../src/forum/post-store.js';
import { createPostTextStore } from '../../src/forum/post-text-store.js';
import { createRenderPost } from '../../src/forum/render-post.js';
import { createVoteStore } from '../../src/forum/vote-store.js';
import type { Clock } from '../../src/lib/clock.js';
import { renderMarkdown } from '../../src/lib/markdown.js';
import { createThreadStore } from '../../src/news/thread-store.js';
import { newUser } from './accounts.js';

let made = 0;

/** The id of a new member. */
export async function addUser(db: Db, more: Partial<NewUser> = {}): Promise<number> {
  made++;
  const inserted = await createUserStore(db).insert(newUser(more.name ?? `Читатель ${made}`, more));
  if (!inserted.ok) throw new Error(inserted.code);
  return inserted.user.id;
}

/** What the use cases of the forum need, over a test database; nobody listens to events or moderation. */
export function forumParts(db: Db, clock: Clock) {
  const mentions = createMentionStore(db);
  return {
    db,
    clock,
    threads: createThreadStore(db),
    posts: createPostStore(db),
    postTexts: createPostTextStore(db),
    votes: createVoteStore(db),
    flags: createFlagStore(db),
    drafts: createDraftStore(db),
    renderPost: createRenderPost({ renderText: async (text) => renderMarkdown(text), mentions }),
    recordPostEvent: async () => {},
    recordModeration: async () => {},
    announce: () => {},
  };
}
