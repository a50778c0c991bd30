/** Joins the parts of rules, held items, revisions and retention. No logic. */

import { createApplyRules } from '../feeds/apply-rules.js';
import { MEMBERS_FEED_URL } from '../feeds/feed.js';
import { createFindStories } from '../feeds/find-stories.js';
import { createRetentionStore } from '../feeds/retention-store.js';
import { createRulesClient } from '../feeds/rules-client.js';
import { createTopics } from '../feeds/topic.js';
import { createTryRule } from '../feeds/try-rule.js';
import { createExpireArticles } from '../jobs/expire-articles.js';
import type { Job } from '../jobs/runner.js';
import { HOUR, MINUTE } from '../lib/clock.js';
import { createDecideHeld, heldUndoers } from '../moderation/decide-held.js';
import { createDeleteArticle } from '../moderation/delete-article.js';
import { createManageRules } from '../moderation/manage-rules.js';
import { createManageUpkeep } from '../moderation/manage-upkeep.js';
import { createQueueStore } from '../moderation/queue-store.js';
import { createArticleSampleStore } from '../news/article-sample-store.js';
import { createRevisionStore } from '../news/revision-store.js';
import type { Shared } from './shared.js';
import type { Stores } from './stores.js';

/** What every import needs of the rules. */
export function createRuleParts({ rules, topicRows }: Stores) {
  const judge = createRulesClient();
  const topics = createTopics(topicRows);
  return { judge, topics, applyRules: createApplyRules({ rules, judge, topicWords: topics.topicWords }) };
}

export function createRulesArea(shared: Shared) {
  const { db, judge, topics } = shared;
  const retentions = createRetentionStore(db);
  const { manageRules, undoers: ruleUndoers } = createManageRules(shared);
  const { undoers: upkeepUndoers, ...upkeep } = createManageUpkeep({ ...shared, retentions });
  const { deleteArticle, undoers: articleUndoers } = createDeleteArticle(shared);
  const expireArticles = createExpireArticles({ ...shared, retentions });
  const jobs: Job[] = [
    {
      name: 'retention',
      everyMs: HOUR,
      leaseMs: 30 * MINUTE,
      run: async (isStopping) => void (await expireArticles(isStopping)),
    },
  ];
  return {
    services: {
      findStories: createFindStories(shared),
      tryRule: createTryRule({
        samples: createArticleSampleStore(db, MEMBERS_FEED_URL),
        judge,
        topicWords: topics.topicWords,
      }),
      revisions: createRevisionStore(db),
      decideHeld: createDecideHeld(shared),
      queues: createQueueStore(db),
      retentions,
      manageRules,
      upkeep,
      deleteArticle,
      expireArticles,
    },
    undoers: { ...ruleUndoers, ...upkeepUndoers, ...articleUndoers, ...heldUndoers(shared) },
    jobs,
  };
}
