/** The thread in which rules meet texts, so that pages never wait for it. */
import { serveWorker } from '../lib/worker-server.js';
import { judge } from './judge.js';
import { checkCondition } from './match-rule.js';
import type { Rule, RuleCondition, RuleSubject } from './rule.js';

serveWorker({
  judge: ({ rules, subjects }: { rules: Rule[]; subjects: RuleSubject[] }) => judge(rules, subjects),
  check: (condition: RuleCondition) => checkCondition(condition),
});
