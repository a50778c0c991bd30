/** Joins the parts of one area; see app.ts. No logic. */
import { createJudgeSimilar } from '../forum/judge-similar.js';
import type { Job } from '../jobs/runner.js';
import { MINUTE, SECOND } from '../lib/clock.js';
import { createHideThread, createHideUndoers } from '../moderation/hide-thread.js';
import { createRuleSimilar, createSimilarUndoers } from '../moderation/rule-similar.js';
import type { Undoers } from '../moderation/undo.js';
import { createRefreshSimilar } from '../search/refresh.js';
import { createViewCounter } from '../web/news/view-counter.js';
import type { Shared } from './shared.js';

export function createFeedbackArea(shared: Shared) {
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
    // Judging is one click a row: a page's worth of them at once is honest work.
    judgeLimit: shared.rateLimitStore.limiter({ name: 'judge', points: 60, seconds: 600 }),
  };
  return { services, jobs, undoers };
}
