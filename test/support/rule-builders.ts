/** Rules for tests. */
import type { Db } from '../../src/db/db.js';
import type { Rule, RuleDraft, RuleSubject } from '../../src/feeds/rule.js';
import { createRuleStore } from '../../src/feeds/rule-store.js';
import { NOW } from './news-builders.js';

const draft: RuleDraft = {
  feedId: null,
  name: 'Правило',
  action: 'exclude',
  categoryId: null,
  tag: '',
  matcher: 'words',
  fields: ['title', 'text'],
  terms: 'слово',
  isAll: false,
  isEnabled: true,
};

export function ruleOf(more: Partial<Rule>): Rule {
  return { ...draft, id: 1, position: 1, ...more };
}

export function addRule(db: Db, more: Partial<RuleDraft>): Promise<number> {
  return db.transact((trx) => createRuleStore(db).insert(trx, { ...draft, ...more }, { by: null, at: NOW }));
}

export function subjectOf(title: string, more: Partial<RuleSubject> = {}): RuleSubject {
  return { title, text: '', url: 'https://n.example/a', author: null, tags: [], language: 'ru', ...more };
}
