/**
 * What the rules make of entries. Pure; runs in the rules' worker. All rules are asked, a source's own before the site's:
 * an exclusion outweighs everything, then comes "only these" (of the source and of the site, each must be met), then a
 * hold; the first category counts, and all tags.
 */
import { type CompiledRule, compileRule } from './match-rule.js';
import type { Rule, RuleEffect, RuleSubject, Verdict } from './rule.js';

const MOST_COMPILED = 500;
const compiled = new Map<string, CompiledRule>();

export function judge(rules: readonly Rule[], subjects: readonly RuleSubject[]): Verdict[] {
  const active = rules
    .filter((rule) => rule.isEnabled)
    .toSorted((a, b) => Number(a.feedId === null) - Number(b.feedId === null) || a.position - b.position)
    .map((rule) => ({ rule, match: compiledRule(rule) }));
  return subjects.map((subject) => {
    const met = active.flatMap(({ rule, match }) => {
      const words = match(subject);
      return words === null ? [] : [{ rule, effect: effectOf(rule, words) }];
    });
    return verdictOf(rules, met);
  });
}

type Met = { rule: Rule; effect: RuleEffect };

function verdictOf(rules: readonly Rule[], met: readonly Met[]): Verdict {
  const effectsOf = (action: Rule['action']) => met.filter(({ rule }) => rule.action === action);
  const excluded = effectsOf('exclude')[0];
  if (excluded) return rejected('excluded', excluded.effect);
  const missed = missedInclude(rules, met);
  if (missed) return rejected(missed.matcher === 'topic' ? 'off-topic' : 'not-included', effectOf(missed, []));
  const held = effectsOf('hold')[0];
  const category = effectsOf('category')[0];
  const tags = effectsOf('tag');
  return {
    kind: held ? 'hold' : 'take',
    reason: null,
    by: held?.effect ?? null,
    effects: [...effectsOf('include'), ...(category ? [category] : []), ...tags].map(({ effect }) => effect),
    tags: [...new Set(tags.map(({ rule }) => rule.tag))],
    categoryId: category?.rule.categoryId ?? null,
  };
}

/** Of the source's, then of the site's "only these": the first, when none of them was met. */
function missedInclude(rules: readonly Rule[], met: readonly Met[]): Rule | undefined {
  for (const isOfSite of [false, true]) {
    const wanted = rules.filter(
      (rule) => rule.isEnabled && rule.action === 'include' && (rule.feedId === null) === isOfSite,
    );
    if (wanted.length > 0 && !met.some(({ rule }) => wanted.includes(rule))) return wanted[0];
  }
  return undefined;
}

function rejected(reason: NonNullable<Verdict['reason']>, by: RuleEffect): Verdict {
  return { kind: 'reject', reason, by, effects: [], tags: [], categoryId: null };
}

function effectOf(rule: Rule, words: string[]): RuleEffect {
  const value = rule.action === 'tag' ? rule.tag : rule.action === 'category' ? String(rule.categoryId) : '';
  return { ruleId: rule.id, name: rule.name, action: rule.action, value, words };
}

function compiledRule({ matcher, fields, terms, isAll }: Rule): CompiledRule {
  const key = JSON.stringify([matcher, fields, terms, isAll]);
  const known = compiled.get(key);
  if (known) return known;
  if (compiled.size >= MOST_COMPILED) compiled.clear();
  const fresh = compileRule({ matcher, fields, terms, isAll });
  compiled.set(key, fresh);
  return fresh;
}
