/** A source that has moved to the address of another becomes part of that one: what would happen, and doing it. */
import type { Request, Response } from 'express';
import type { Feed } from '../../feeds/feed.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import { keepAll } from '../../feeds/retention.js';
import type { RetentionStore } from '../../feeds/retention-store.js';
import type { FeedMerging, MergePlan } from '../../moderation/merge-feeds.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, numberOf } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { feedOf } from './feed.js';
import type { MergeFeedPage } from './pages.js';

export type MergeFeedParts = {
  feeds: Pick<FeedStore, 'get'>;
  retentions: Pick<RetentionStore, 'find'>;
  planMerge: FeedMerging['planMerge'];
  mergeFeeds: FeedMerging['mergeFeeds'];
};

export function createShowMergeFeed(parts: MergeFeedParts): Handler {
  return async (req, res) => {
    const feed = await feedOf(parts, req);
    await showPlan(parts, req, res, { feed, form: { values: {}, errors: {} }, ticked: null, status: 200 });
  };
}

export function createMergeFeed(parts: MergeFeedParts): Handler {
  return async (req, res) => {
    const feed = await feedOf(parts, req);
    const { heir, reason } = (req.body ?? {}) as Record<string, unknown>;
    const choice = {
      heirId: numberOf(heir) ?? 0,
      ruleIds: tickedRules(req.body),
      reason: typeof reason === 'string' ? reason : '',
    };
    const merged = await attempt(() => parts.mergeFeeds(memberOf(req), feed, choice));
    if (!merged.ok) {
      if (merged.error.code === 'no-heir') setNotice(req, 'no-heir');
      const field = ['reason-required', 'too-long'].includes(merged.error.code) ? 'reason' : 'form';
      const form = formWithError(req.body, field, merged.error, res.locals.t);
      return showPlan(parts, req, res, { feed, form, ticked: new Set(choice.ruleIds), status: merged.error.status });
    }
    setNotice(req, 'feed-merged');
    res.redirect(303, urls.manageFeed(choice.heirId));
  };
}

type Shown = { feed: Feed; form: FormState<string>; ticked: ReadonlySet<number> | null; status: number };

async function showPlan(parts: MergeFeedParts, req: Request, res: Response, shown: Shown): Promise<void> {
  const { t } = res.locals;
  const { feed, form, status } = shown;
  const plan = await parts.planMerge(feed);
  // It moved back meanwhile, or the other is paused: its page says how it stands.
  if (!plan) return res.redirect(303, urls.manageFeed(feed.id));
  const retention = (await parts.retentions.find(plan.heir.id)) ?? (await parts.retentions.find(null)) ?? keepAll;
  const page: MergeFeedPage = { ...toPlan(feed, plan, shown.ticked), retention, form };
  const title = t.feedMerge.titleOf(feed.title);
  const head = { title, description: t.feedMerge.intro, path: urls.mergeFeed(feed.id), isUnlisted: true };
  await renderPage(req, res, 'moderation/feed-merge', { head, page, status });
}

/** Every rule is ticked until somebody has chosen. */
function toPlan(feed: Feed, plan: MergePlan, ticked: ReadonlySet<number> | null) {
  const { heir, articles, doubles, asides, followers, muters } = plan;
  const { held: waiting = 0, ...others } = asides;
  return {
    feed: { name: feed.title, url: urls.manageFeed(feed.id) },
    heir: { name: heir.title, url: urls.manageFeed(heir.id) },
    heirId: heir.id,
    ...{ articles, doubles, followers, muters, waiting },
    away: Object.values(others).reduce((sum, count) => sum + count, 0),
    rules: plan.rules.map(({ id, name, action }) => ({
      ...{ id, name, action, url: urls.rule(id) },
      isTicked: ticked?.has(id) ?? true,
    })),
  };
}

function tickedRules(body: unknown): number[] {
  return Object.keys((body ?? {}) as object).flatMap((name) => numberOf(/^rule-(.+)$/.exec(name)?.[1]) ?? []);
}
