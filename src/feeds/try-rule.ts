/** What a rule would have done to the newest articles. Nothing is stored. */
import type { ArticleSample, ArticleSampleStore } from '../news/article-sample-store.js';
import { withTopics } from './apply-rules.js';
import { type RuleDraft, TEXT_LOOKED_AT } from './rule.js';
import type { RulesClient } from './rules-client.js';
import type { TopicWords } from './topic.js';

export const TRIED_ON = 100;

export type Trial = {
  tried: number;
  /** Those that it does something to: of "only these", the ones that it would keep out. */
  affected: { article: ArticleSample; words: string[] }[];
};

export type TryRuleParts = {
  samples: ArticleSampleStore;
  judge: Pick<RulesClient, 'judge'>;
  topicWords: TopicWords;
};

export function createTryRule(parts: TryRuleParts) {
  return async function tryRule(draft: RuleDraft): Promise<Trial> {
    const samples = await parts.samples.listNewest(draft.feedId, TRIED_ON, TEXT_LOOKED_AT);
    const rules = await withTopics(parts.topicWords, [{ ...draft, id: 0, position: 0, isEnabled: true }]);
    const verdicts = await parts.judge.judge(rules, samples);
    const affected = samples.flatMap((article, at) => {
      const verdict = verdicts[at];
      const effect = verdict?.by ?? (draft.action === 'include' ? null : verdict?.effects[0]);
      return effect ? [{ article, words: effect.words }] : [];
    });
    return { tried: samples.length, affected };
  };
}

export type TryRule = ReturnType<typeof createTryRule>;
