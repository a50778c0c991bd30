/** The thread in which rules meet texts and texts are compared, so that pages never wait for either. */
import { diffTexts } from '../lib/text-diff.js';
import { serveWorker } from '../lib/worker-server.js';
import { judge } from './judge.js';
import { checkCondition } from './match-rule.js';
import type { Rule, RuleCondition, RuleSubject } from './rule.js';

serveWorker({
  judge: ({ rules, subjects }: { rules: Rule[]; subjects: RuleSubject[] }) => judge(rules, subjects),
  check: (condition: RuleCondition) => checkCondition(condition),
  diff: (pairs: [before: string, after: string][]) => pairs.map(([before, after]) => diffTexts(before, after)),
});
