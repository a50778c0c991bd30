/** The form of a rule: what happens to which items. */
import { z } from 'zod';
import { type Rule, type RuleDraft, type RuleField, ruleActions, ruleFields, ruleMatchers } from '../../feeds/rule.js';
import type { SectionsNow } from '../sections.js';

/** Each field of an item is a box of its own: `in-title`, `in-text`, … */
export const boxOf = (field: RuleField) => `in-${field}` as const;

export type RuleFormField =
  | 'name'
  | 'action'
  | 'category'
  | 'tag'
  | 'matcher'
  | 'terms'
  | 'mode'
  | 'isEnabled'
  | ReturnType<typeof boxOf>;

export function ruleSchema(sections: SectionsNow) {
  const text = (max: number) => z.string().trim().max(max, 'too-long').optional();
  return z
    .looseObject({
      name: text(120),
      action: z.enum(ruleActions, 'invalid'),
      category: text(60),
      tag: text(60),
      matcher: z.enum(ruleMatchers, 'invalid'),
      terms: z.string().max(60_000, 'too-long').optional(),
      mode: z.enum(['any', 'all'], 'invalid').optional(),
      isEnabled: z.string().optional(),
    })
    .superRefine((value, context) => {
      const issue = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
      if (value.action === 'category' && !sections.bySlug.has(value.category ?? '')) issue('category', 'invalid');
      if (value.action === 'tag' && !value.tag) issue('tag', 'required');
      if (value.matcher !== 'topic' && !value.terms?.trim()) issue('terms', 'required');
      if (ticked(value).length === 0) issue('in-title', 'rule-no-field');
    });
}

export type RuleFormValue = z.infer<ReturnType<typeof ruleSchema>>;

export function toRuleDraft(value: RuleFormValue, feedId: number | null, sections: SectionsNow): RuleDraft {
  const terms = (value.terms ?? '').replaceAll('\r\n', '\n').trim();
  const [first = ''] = terms.split(/[\n,]/);
  return {
    feedId,
    name: value.name || first.slice(0, 60) || value.matcher,
    action: value.action,
    categoryId: value.action === 'category' ? (sections.bySlug.get(value.category ?? '')?.id ?? null) : null,
    tag: value.action === 'tag' ? (value.tag ?? '') : '',
    matcher: value.matcher,
    fields: ticked(value),
    terms: value.matcher === 'topic' ? '' : terms,
    isAll: value.mode === 'all',
    isEnabled: value.isEnabled === 'on',
  };
}

export function formValues(rule: Rule, sections: SectionsNow): Partial<Record<RuleFormField, string>> {
  const category = rule.categoryId === null ? undefined : sections.byId.get(rule.categoryId)?.slug;
  return {
    name: rule.name,
    action: rule.action,
    category: category ?? '',
    tag: rule.tag,
    matcher: rule.matcher,
    terms: rule.terms,
    mode: rule.isAll ? 'all' : 'any',
    isEnabled: rule.isEnabled ? 'on' : '',
    ...Object.fromEntries(rule.fields.map((field) => [boxOf(field), 'on'])),
  };
}

/** An empty form: words in title and text, switched on. */
export const newRuleValues: Partial<Record<RuleFormField, string>> = {
  action: 'exclude',
  matcher: 'words',
  mode: 'any',
  isEnabled: 'on',
  'in-title': 'on',
  'in-text': 'on',
};

function ticked(value: Record<string, unknown>): RuleField[] {
  return ruleFields.filter((field) => value[boxOf(field)] === 'on');
}
