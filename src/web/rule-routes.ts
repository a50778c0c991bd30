/** The URL map of rules, held items, the topic, retention, and single articles. Part of `routes.ts`. */
import { type ArticleDeskParts, createDeleteArticleNow, createShowArticleDesk } from './moderation/article-desk.js';
import { createDecideHeldItems, createShowHeld, type HeldParts } from './moderation/held.js';
import { createSaveRetention, createShowRetention, type RetentionParts } from './moderation/retention.js';
import * as one from './moderation/rule.js';
import { createAddRule, createShowRules, type RulesParts } from './moderation/rules.js';
import { createSaveTopic, createShowTopics, type TopicsParts } from './moderation/topics.js';
import { createShowRevisions, type RevisionsParts } from './news/show-revisions.js';
import type { Handler, Route } from './route.js';

export type RuleRouteParts = RulesParts &
  one.RuleParts &
  HeldParts &
  RetentionParts &
  TopicsParts &
  ArticleDeskParts &
  RevisionsParts;

export function ruleRoutes(parts: RuleRouteParts): Route[] {
  const get = (path: string, handle: Handler): Route => ({ method: 'get', path, access: 'moderator', handle });
  const post = (path: string, handle: Handler): Route => ({ method: 'post', path, access: 'moderator', handle });
  const rule = '/moderation/rules/:id';
  return [
    get('/moderation/rules', createShowRules(parts)),
    post('/moderation/rules', createAddRule(parts)),
    get(rule, one.createShowRule(parts)),
    post(rule, one.createEditRule(parts)),
    post(`${rule}/switch`, one.createSwitchRule(parts)),
    post(`${rule}/move`, one.createMoveRule(parts)),
    post(`${rule}/delete`, one.createDeleteRule(parts)),
    get('/moderation/topics', createShowTopics(parts)),
    post('/moderation/topics', createSaveTopic(parts)),
    get('/moderation/held', createShowHeld(parts)),
    post('/moderation/held', createDecideHeldItems(parts)),
    get('/moderation/retention', createShowRetention(parts)),
    post('/moderation/retention', createSaveRetention(parts)),
    get('/moderation/articles/:id', createShowArticleDesk(parts)),
    post('/moderation/articles/:id/delete', createDeleteArticleNow(parts)),
    {
      method: 'get',
      path: '/articles/:id/revisions',
      access: 'anyone',
      handle: createShowRevisions(parts),
      isShared: true,
    },
  ];
}
