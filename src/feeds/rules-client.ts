/** The rules' worker as promises. In: rules and entries. Out: a verdict for each entry, in their order. */
import { chunksOf } from '../db/chunks.js';
import { createWorkerClient } from '../lib/worker-client.js';
import type { ConditionProblem } from './match-rule.js';
import { noVerdict, type Rule, type RuleCondition, type RuleSubject, TEXT_LOOKED_AT, type Verdict } from './rule.js';

const AT_ONCE = 100;
// A hundred entries take some 50 ms; a bug must not hold up an import for ever. Then the import fails, visibly: nothing
// that a rule might have kept out is published unseen.
const TIMEOUT_MS = 60_000;

export function createRulesClient() {
  const worker = createWorkerClient({
    url: new URL('./rules-worker.js', import.meta.url),
    name: 'rules',
    maxHeapMb: 256,
  });
  const call = <T>(method: string, payload: unknown) => worker.call<T>(method, payload, { timeoutMs: TIMEOUT_MS });

  async function judge(rules: readonly Rule[], subjects: readonly RuleSubject[]): Promise<Verdict[]> {
    if (!rules.some((rule) => rule.isEnabled)) return subjects.map(() => noVerdict);
    const verdicts: Verdict[] = [];
    for (const chunk of chunksOf(subjects, AT_ONCE)) {
      verdicts.push(...(await call<Verdict[]>('judge', { rules, subjects: chunk.map(toSubject) })));
    }
    return verdicts;
  }

  return {
    judge,
    /** What is wrong with a condition, before it is saved. */
    check: (condition: RuleCondition) => call<ConditionProblem | null>('check', condition),
    close: () => worker.close(),
  };
}

export type RulesClient = ReturnType<typeof createRulesClient>;

/** What rules look at and nothing else: the rest need not cross to the thread. */
function toSubject({ title, text, url, author, tags, language }: RuleSubject): RuleSubject {
  return { title, text: text.slice(0, TEXT_LOOKED_AT), url, author, tags, language };
}
