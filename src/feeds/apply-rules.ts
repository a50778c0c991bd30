/** Entries with what the rules make of them. The tags that rules add are part of the entries from here on. */
import type { ArticleDraft } from '../news/article.js';
import { tagKey } from '../news/tag.js';
import type { Rule, Verdict } from './rule.js';
import type { RuleStore } from './rule-store.js';
import type { RulesClient } from './rules-client.js';
import type { TopicWords } from './topic.js';

export type ApplyRulesParts = {
  rules: Pick<RuleStore, 'listFor'>;
  judge: Pick<RulesClient, 'judge'>;
  topicWords: TopicWords;
};

export type Judged = { drafts: ArticleDraft[]; verdicts: ReadonlyMap<ArticleDraft, Verdict> };

export function createApplyRules(parts: ApplyRulesParts) {
  /** `feedId` null: a source that is not stored yet meets the site's rules. */
  return async function applyRules(feedId: number | null, entries: readonly ArticleDraft[]): Promise<Judged> {
    const rules = await withTopics(parts.topicWords, await parts.rules.listFor(feedId));
    const judged = await parts.judge.judge(rules, entries);
    const verdicts = new Map<ArticleDraft, Verdict>();
    entries.forEach((entry, at) => {
      const verdict = judged[at];
      if (verdict) verdicts.set(verdict.tags.length === 0 ? entry : withTags(entry, verdict.tags), verdict);
    });
    return { drafts: [...verdicts.keys()], verdicts };
  };
}

export type ApplyRules = ReturnType<typeof createApplyRules>;

/** A rule about a topic meets the words that the site has for it now. */
export async function withTopics(topicWords: TopicWords, rules: readonly Rule[]): Promise<Rule[]> {
  if (!rules.some((rule) => rule.matcher === 'topic')) return [...rules];
  const terms = await topicWords();
  return rules.map((rule) => (rule.matcher === 'topic' ? { ...rule, terms } : rule));
}

/** The content's hash stays the source's own: a new rule is no edit by the source. */
function withTags(draft: ArticleDraft, tags: readonly string[]): ArticleDraft {
  const known = new Set(draft.tags.map(tagKey));
  return { ...draft, tags: [...draft.tags, ...tags.filter((tag) => !known.has(tagKey(tag)))] };
}
