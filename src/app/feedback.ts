/** Joins the parts of what members and moderators say about similar articles, hidden threads, and threads that members start. No logic. */
import type { PageClient } from '../feeds/full-text/page-client.js';
import { createDescribeLink } from '../forum/describe-link.js';
import type { DraftStore } from '../forum/draft-store.js';
import { createEditOpening } from '../forum/edit-opening.js';
import { createFindDiscussed } from '../forum/find-discussed.js';
import type { FollowStore } from '../forum/follow-store.js';
import { createJudgeSimilar } from '../forum/judge-similar.js';
import { createMembersFeed } from '../forum/members-feed.js';
import { createOpeningStore } from '../forum/opening-store.js';
import type { RenderPost } from '../forum/render-post.js';
import { createDraftThread, createStartThread } from '../forum/start-thread.js';
import { createRestoreOpening, createWithdrawOpening } from '../forum/withdraw-opening.js';
import { textsFor } from '../i18n/texts.js';
import type { Job } from '../jobs/runner.js';
import { MINUTE, SECOND } from '../lib/clock.js';
import { createHideThread, createHideUndoers } from '../moderation/hide-thread.js';
import { createRuleSimilar, createSimilarUndoers } from '../moderation/rule-similar.js';
import type { Undoers } from '../moderation/undo.js';
import { createRefreshSimilar } from '../search/refresh.js';
import { createViewCounter } from '../web/news/view-counter.js';
import type { Shared } from './shared.js';

export function createFeedbackArea(
  shared: Shared,
  others: {
    pages: Pick<PageClient, 'describe'>;
    renderPost: RenderPost;
    follows: Pick<FollowStore, 'insert'>;
    drafts: Pick<DraftStore, 'delete'>;
  },
) {
  const viewCounter = createViewCounter();
  const refreshSimilar = createRefreshSimilar({
    store: shared.refresh,
    countQueued: shared.similar.countQueued,
    countDocuments: async () => (await shared.index.stats()).documents,
  });
  const jobs: Job[] = [
    { name: 'refresh', everyMs: 30 * SECOND, leaseMs: 10 * MINUTE, run: async () => void (await refreshSimilar()) },
    // In every process: each counts its own readers.
    { name: 'views', everyMs: MINUTE, run: () => shared.refresh.incrementViews(viewCounter.take()) },
  ];
  const undoers: Undoers = {
    ...createHideUndoers(shared.threads),
    ...createSimilarUndoers(shared.feedback),
  };
  const services = {
    viewCounter,
    refreshSimilar,
    judgeSimilar: createJudgeSimilar(shared),
    ruleSimilar: createRuleSimilar(shared),
    hideThread: createHideThread(shared),
    ...createStarting(shared, others),
    // Judging is one click a row: a page's worth of them at once is honest work.
    judgeLimit: shared.rateLimitStore.limiter({ name: 'judge', points: 60, seconds: 600 }),
  };
  return { services, jobs, undoers };
}

function createStarting(
  shared: Shared,
  { pages, renderPost, follows, drafts }: Parameters<typeof createFeedbackArea>[1],
) {
  const { config, rateLimitStore } = shared;
  const startRule = { role: config.THREADS_FROM_ROLE, days: config.THREADS_FROM_DAYS };
  const title = textsFor(config.DEFAULT_LANGUAGE).starting.source;
  const draftThread = createDraftThread({ renderPost, clock: shared.clock });
  const openings = createOpeningStore(shared.db);
  const parts = { ...shared, openings, drafts, draftThread, holdFirstPosts: config.HOLD_FIRST_POSTS };
  return {
    startRule,
    openings,
    draftThread,
    editOpening: createEditOpening(parts),
    withdrawOpening: createWithdrawOpening(parts),
    restoreOpening: createRestoreOpening(parts),
    startThread: createStartThread({
      ...shared,
      follows,
      rule: startRule,
      membersFeed: createMembersFeed({ ...shared, title }),
    }),
    findDiscussed: createFindDiscussed(shared),
    describeLink: createDescribeLink({ httpGet: shared.httpGet, describePage: pages.describe }),
    // Five threads a day are a lot of beginnings; a page is fetched for each try.
    startLimit: rateLimitStore.limiter({ name: 'start', points: 5, seconds: 86_400 }),
    linkLimit: rateLimitStore.limiter({ name: 'link', points: 20, seconds: 3600 }),
  };
}
