/** Page objects of the rules' pages (views/moderation/rules, rule). */
import type { RuleAction, RuleMatcher } from '../../feeds/rule.js';
import type { FormState, Link, Tab } from '../page.js';
import type { RuleFormField } from './rule-form.js';

export type RuleRow = {
  id: number;
  url: string;
  name: string;
  action: RuleAction;
  /** The category's name or the tag. */
  value: string;
  matcher: RuleMatcher;
  fields: string[];
  /** The words, cut short. */
  terms: string;
  isAll: boolean;
  isEnabled: boolean;
};

export type TrialView = {
  tried: number;
  affected: number;
  isInclude: boolean;
  rows: { title: string; url: string; language: string; words: string[] }[];
};

export type RuleFormPage = {
  form: FormState<RuleFormField>;
  /** Of a new form: what differs is shown at once. */
  usual: Partial<Record<RuleFormField, string>>;
  action: string;
  /** Of the source, or null. */
  sourceId: number | null;
  categories: { slug: string; name: string }[];
  trial: TrialView | null;
};

export type RulesPage = RuleFormPage & {
  /** null: the rules of the site. */
  source: Link | null;
  rules: RuleRow[];
  scopes: Tab[];
};

export type RulePage = RuleFormPage & { name: string; back: Link };
