/** How long articles are kept, of the site or of one source: the form, what it would take now, saving it. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Feed } from '../../feeds/feed.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import { keepAll, LEAST_COUNT, LEAST_DAYS, MOST_AMOUNT, type Retention } from '../../feeds/retention.js';
import type { RetentionStore, RetentionSurvey } from '../../feeds/retention-store.js';
import type { Clock } from '../../lib/clock.js';
import type { ManageUpkeep } from '../../moderation/manage-upkeep.js';
import { memberOf } from '../authentication.js';
import { parseForm, typedValues } from '../form.js';
import type { FormState, Link } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { sourceOf } from './rules.js';

export type RetentionPage = {
  source: Link | null;
  sourceId: number | null;
  form: FormState<'kind' | 'amount'>;
  /** What counts for the sources that have no setting of their own. */
  site: Retention;
  survey: RetentionSurvey | null;
};

export type RetentionParts = {
  feeds: Pick<FeedStore, 'find'>;
  retentions: Pick<RetentionStore, 'find' | 'survey'>;
  upkeep: ManageUpkeep;
  clock: Clock;
};

const schema = z
  .looseObject({ kind: z.enum(['site', 'all', 'days', 'count'], 'invalid'), amount: z.string().trim().optional() })
  .superRefine(({ kind, amount }, context) => {
    if (kind !== 'days' && kind !== 'count') return;
    const least = kind === 'days' ? LEAST_DAYS : LEAST_COUNT;
    const number = /^\d{1,6}$/.test(amount ?? '') ? Number(amount) : 0;
    if (number < least || number > MOST_AMOUNT) {
      context.addIssue({ code: 'custom', path: ['amount'], message: `retention-${kind}` });
    }
  });

export function createShowRetention(parts: RetentionParts): Handler {
  return async (req, res) => {
    const feed = await sourceOf(parts, req.query.source);
    const kept = await parts.retentions.find(feed?.id ?? null);
    const values = { kind: kept?.kind ?? (feed ? 'site' : 'all'), amount: kept?.amount ? String(kept.amount) : '' };
    await showRetention(parts, req, res, { feed, form: { values, errors: {} }, survey: null, status: 200 });
  };
}

export function createSaveRetention(parts: RetentionParts): Handler {
  return async (req, res) => {
    const feed = await sourceOf(parts, req.body?.source);
    const parsed = parseForm(schema, req.body, res.locals.t);
    if (!parsed.ok) return showRetention(parts, req, res, { feed, form: parsed.form, survey: null, status: 422 });
    const { kind, amount } = parsed.value;
    const isOwn = kind !== 'site';
    const retention = isOwn ? { kind, amount: kind === 'all' ? 0 : Number(amount) } : null;
    if (req.body.intent === 'try') {
      const tried = retention ?? (await parts.retentions.find(null)) ?? keepAll;
      const survey = await parts.retentions.survey(feed?.id ?? null, tried, parts.clock());
      const form = { values: typedValues(req.body), errors: {} };
      return showRetention(parts, req, res, { feed, form, survey, status: 200 });
    }
    await parts.upkeep.setRetention(memberOf(req), feed, retention);
    setNotice(req, 'retention-saved');
    res.redirect(303, urls.retention(feed?.id ?? null));
  };
}

async function showRetention(
  parts: RetentionParts,
  req: Request,
  res: Response,
  shown: { feed: Feed | null; form: FormState<string>; survey: RetentionSurvey | null; status: number },
): Promise<void> {
  const { t } = res.locals;
  const { feed, form, survey, status } = shown;
  const page: RetentionPage = {
    source: feed && { name: feed.title, url: urls.manageFeed(feed.id) },
    sourceId: feed?.id ?? null,
    form,
    site: (await parts.retentions.find(null)) ?? keepAll,
    survey,
  };
  const title = feed ? t.retention.titleOf(feed.title) : t.retention.title;
  const head = { title, description: t.retention.intro, path: urls.retention(feed?.id ?? null), isUnlisted: true };
  await renderPage(req, res, 'moderation/retention', { head, page, status });
}
