/** Joins the parts of one area; see app.ts. No logic. */
import { createApplyRules } from '../feeds/apply-rules.js';
import { createFindStories } from '../feeds/find-stories.js';
import { createRulesClient } from '../feeds/rules-client.js';
import { createTopics } from '../feeds/topic.js';
import type { Job } from '../jobs/runner.js';
import type { Shared } from './shared.js';
import type { Stores } from './stores.js';

/** What every import needs of the rules. */
export function createRuleParts({ rules, topicRows }: Stores) {
  const judge = createRulesClient();
  const topics = createTopics(topicRows);
  return { judge, topics, applyRules: createApplyRules({ rules, judge, topicWords: topics.topicWords }) };
}

export function createRulesArea(shared: Shared) {
  const jobs: Job[] = [];
  return { services: { findStories: createFindStories(shared) }, jobs };
}
