/** One rule: its form, and the small buttons beside it in the list. */
import type { Request, Response } from 'express';
import type { FeedStore } from '../../feeds/feed-store.js';
import type { Rule } from '../../feeds/rule.js';
import type { RuleStore } from '../../feeds/rule-store.js';
import { notFound } from '../../lib/errors.js';
import type { ManageRules } from '../../moderation/manage-rules.js';
import { memberOf } from '../authentication.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { categoryOptions } from './feed-rows.js';
import { type ReadRuleParts, readRule } from './read-rule.js';
import { formValues, newRuleValues } from './rule-form.js';
import type { RulePage, TrialView } from './rule-pages.js';

export type RuleParts = ReadRuleParts & {
  feeds: Pick<FeedStore, 'find'>;
  rules: Pick<RuleStore, 'get' | 'find'>;
  manageRules: ManageRules;
};

export function createShowRule(parts: RuleParts): Handler {
  return async (req, res) => {
    const rule = await ruleOf(parts, req);
    const values = formValues(rule, await parts.sections.current());
    await showRule(parts, req, res, { rule, form: { values, errors: {} }, trial: null, status: 200 });
  };
}

export function createEditRule(parts: RuleParts): Handler {
  return async (req, res) => {
    const rule = await ruleOf(parts, req);
    const read = await readRule(parts, req, res, rule.feedId);
    if (read.kind !== 'save') return showRule(parts, req, res, { rule, ...read });
    await parts.manageRules.edit(memberOf(req), rule, read.draft);
    done(req, res, rule, 'rule-saved');
  };
}

export function createSwitchRule(parts: RuleParts): Handler {
  return async (req, res) => {
    const rule = await ruleOf(parts, req);
    await parts.manageRules.switchRule(memberOf(req), rule, req.body?.to === 'on');
    done(req, res, rule, req.body?.to === 'on' ? 'rule-on' : 'rule-off');
  };
}

export function createMoveRule(parts: RuleParts): Handler {
  return async (req, res) => {
    const rule = await ruleOf(parts, req);
    await parts.manageRules.move(memberOf(req), rule, req.body?.to === 'up' ? -1 : 1);
    done(req, res, rule, 'rule-moved');
  };
}

export function createDeleteRule(parts: RuleParts): Handler {
  return async (req, res) => {
    const id = idParam(req);
    // Deleted twice is deleted.
    const rule = id === null ? undefined : await parts.rules.find(id);
    if (rule) await parts.manageRules.remove(memberOf(req), rule);
    setNotice(req, 'rule-deleted');
    res.redirect(303, urls.rulesOf(rule?.feedId ?? null));
  };
}

function done(req: Request, res: Response, rule: Rule, notice: string): void {
  setNotice(req, notice);
  res.redirect(303, urls.rulesOf(rule.feedId));
}

async function ruleOf(parts: RuleParts, req: Request): Promise<Rule> {
  const id = idParam(req);
  if (id === null) throw notFound('rule');
  return parts.rules.get(id);
}

async function showRule(
  parts: RuleParts,
  req: Request,
  res: Response,
  shown: { rule: Rule; form: FormState<string>; trial: TrialView | null; status: number },
): Promise<void> {
  const { t, language } = res.locals;
  const { rule, form, trial, status } = shown;
  const [sections, feed] = await Promise.all([
    parts.sections.current(),
    rule.feedId === null ? undefined : parts.feeds.find(rule.feedId),
  ]);
  const page: RulePage = {
    name: rule.name,
    back: { name: feed ? t.rules.titleOf(feed.title) : t.rules.title, url: urls.rulesOf(rule.feedId) },
    form,
    usual: newRuleValues,
    action: urls.rule(rule.id),
    sourceId: rule.feedId,
    categories: categoryOptions(sections, language),
    trial,
  };
  const head = { title: rule.name, description: t.rules.intro, path: urls.rule(rule.id), isUnlisted: true };
  await renderPage(req, res, 'moderation/rule', { head, page, status });
}
