/** Rules of the site or of one source: the list, a new one, trying it on what came last. */
import type { Request, Response } from 'express';
import { type Feed, MEMBERS_FEED_URL } from '../../feeds/feed.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import type { Rule } from '../../feeds/rule.js';
import type { RuleStore } from '../../feeds/rule-store.js';
import type { Language } from '../../i18n/language.js';
import { notFound } from '../../lib/errors.js';
import { collapse, truncate } from '../../lib/text.js';
import type { ManageRules } from '../../moderation/manage-rules.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, numberOf } from '../route.js';
import type { Sections, SectionsNow } from '../sections.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { categoryOptions } from './feed-rows.js';
import { type ReadRuleParts, readRule } from './read-rule.js';
import { newRuleValues } from './rule-form.js';
import type { RuleRow, RulesPage, TrialView } from './rule-pages.js';

const SCOPES_SHOWN = 60;
const TERMS_SHOWN = 160;

export type RulesParts = ReadRuleParts & {
  feeds: Pick<FeedStore, 'find'>;
  rules: Pick<RuleStore, 'list' | 'countByFeed'>;
  manageRules: ManageRules;
  sections: Sections;
};

export function createShowRules(parts: RulesParts): Handler {
  return async (req, res) => {
    const feed = await sourceOf(parts, req.query.source);
    await showRules(parts, req, res, { feed, form: { values: newRuleValues, errors: {} }, trial: null, status: 200 });
  };
}

/** Tries the rule or stores it, as the button says. */
export function createAddRule(parts: RulesParts): Handler {
  return async (req, res) => {
    const feed = await sourceOf(parts, req.body?.source);
    const read = await readRule(parts, req, res, feed?.id ?? null);
    if (read.kind !== 'save') return showRules(parts, req, res, { feed, ...read });
    const added = await attempt(() => parts.manageRules.add(memberOf(req), read.draft));
    if (!added.ok) {
      const form = formWithError(req.body, 'form', added.error, res.locals.t);
      return showRules(parts, req, res, { feed, form, trial: null, status: added.error.status });
    }
    setNotice(req, 'rule-saved');
    res.redirect(303, urls.rulesOf(feed?.id ?? null));
  };
}

/** The source that an address or a form names; none is the site itself. */
export async function sourceOf(parts: { feeds: Pick<FeedStore, 'find'> }, value: unknown): Promise<Feed | null> {
  if (value === undefined || value === '') return null;
  const id = numberOf(value);
  const feed = id === null ? undefined : await parts.feeds.find(id);
  if (!feed || feed.url === MEMBERS_FEED_URL || feed.mergedInto !== null) throw notFound('feed');
  return feed;
}

type Shown = { feed: Feed | null; form: FormState<string>; trial: TrialView | null; status: number };

async function showRules(parts: RulesParts, req: Request, res: Response, shown: Shown): Promise<void> {
  const { t, language } = res.locals;
  const { feed, form, trial, status } = shown;
  const [rules, scopes, sections] = await Promise.all([
    parts.rules.list(feed?.id ?? null),
    parts.rules.countByFeed(SCOPES_SHOWN),
    parts.sections.current(),
  ]);
  const page: RulesPage = {
    source: feed && { name: feed.title, url: urls.manageFeed(feed.id) },
    sourceId: feed?.id ?? null,
    rules: rules.map((rule) => toRuleRow(rule, sections, language)),
    scopes: [
      { name: t.rules.ofSite, url: urls.rulesOf(null), isCurrent: feed === null },
      ...scopes.map((scope) => ({
        name: `${scope.title} (${scope.count})`,
        url: urls.rulesOf(scope.feedId),
        isCurrent: scope.feedId === feed?.id,
      })),
    ],
    form,
    usual: newRuleValues,
    action: urls.rules,
    categories: categoryOptions(sections, language),
    trial,
  };
  const title = feed ? t.rules.titleOf(feed.title) : t.rules.title;
  const head = { title, description: t.rules.intro, path: urls.rulesOf(feed?.id ?? null), isUnlisted: true };
  await renderPage(req, res, 'moderation/rules', { head, page, status });
}

function toRuleRow(rule: Rule, sections: SectionsNow, language: Language): RuleRow {
  const category = rule.categoryId === null ? undefined : sections.byId.get(rule.categoryId);
  const categoryName = language === 'ru' ? category?.nameRu : category?.nameEn;
  return {
    id: rule.id,
    url: urls.rule(rule.id),
    name: rule.name,
    action: rule.action,
    value: categoryName ?? rule.tag,
    matcher: rule.matcher,
    fields: rule.fields,
    terms: truncate(collapse(rule.terms.replaceAll('\n', ', ')), TERMS_SHOWN),
    isAll: rule.isAll,
    isEnabled: rule.isEnabled,
  };
}
