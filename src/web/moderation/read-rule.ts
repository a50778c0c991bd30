/** A rule as it was typed: wrong, to be tried, or to be saved. */
import type { Request, Response } from 'express';
import type { RuleDraft } from '../../feeds/rule.js';
import type { RulesClient } from '../../feeds/rules-client.js';
import type { Trial, TryRule } from '../../feeds/try-rule.js';
import { AppError } from '../../lib/errors.js';
import { formWithError, parseForm, typedValues } from '../form.js';
import type { FormState } from '../page.js';
import type { Sections } from '../sections.js';
import { urls } from '../urls.js';
import { ruleSchema, toRuleDraft } from './rule-form.js';
import type { TrialView } from './rule-pages.js';

const ROWS_SHOWN = 40;

export type ReadRuleParts = { sections: Sections; judge: Pick<RulesClient, 'check'>; tryRule: TryRule };

export type ReadRule =
  | { kind: 'show'; form: FormState<string>; trial: TrialView | null; status: number }
  | { kind: 'save'; draft: RuleDraft };

export async function readRule(
  parts: ReadRuleParts,
  req: Request,
  res: Response,
  feedId: number | null,
): Promise<ReadRule> {
  const sections = await parts.sections.current();
  const parsed = parseForm(ruleSchema(sections), req.body, res.locals.t);
  if (!parsed.ok) return { kind: 'show', form: parsed.form, trial: null, status: 422 };
  const draft = toRuleDraft(parsed.value, feedId, sections);
  const problem = await parts.judge.check(draft);
  if (problem !== null) {
    const error = new AppError(problem.code, { params: problem.params });
    const form = formWithError(req.body, 'terms', error, res.locals.t);
    return { kind: 'show', form, trial: null, status: 422 };
  }
  if (req.body?.intent !== 'try') return { kind: 'save', draft };
  const trial = trialView(await parts.tryRule(draft), draft);
  return { kind: 'show', form: { values: typedValues(req.body), errors: {} }, trial, status: 200 };
}

function trialView({ tried, affected }: Trial, { action }: RuleDraft): TrialView {
  return {
    tried,
    affected: affected.length,
    isInclude: action === 'include',
    rows: affected.slice(0, ROWS_SHOWN).map(({ article, words }) => ({
      title: article.title,
      url: urls.thread(article.threadId),
      language: article.language,
      words,
    })),
  };
}
