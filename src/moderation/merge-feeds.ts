/**
 * Use case: a moderator makes a source that has moved to the address of another part of that one. It stands in the public
 * log with a reason, and can be taken back: what went over returns, what came since stays with the heir.
 */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { provenAddress } from '../feeds/address-proof.js';
import type { Feed } from '../feeds/feed.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { MergeStore, MergeSurvey } from '../feeds/merge-store.js';
import { MOST_RULES, type Rule } from '../feeds/rule.js';
import type { RuleStore } from '../feeds/rule-store.js';
import { checkedReason } from '../forum/reason.js';
import type { SourceMembers, SourceMembersStore } from '../forum/source-members-store.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type MergeFeedsParts = {
  db: Db;
  feeds: Pick<FeedStore, 'find' | 'findByUrl' | 'lock'>;
  rules: Pick<RuleStore, 'list'>;
  merges: MergeStore;
  sourceMembers: SourceMembersStore;
  moderationLog: Pick<LogStore, 'insert'>;
  clock: Clock;
  announce: () => void;
};

/** What a merge would do; `rules`: those that the heir lacks. */
export type MergePlan = MergeSurvey & SourceMembers & { heir: Feed; rules: Rule[] };
export type MergeChoice = { heirId: number; ruleIds: readonly number[]; reason: string };

export function createMergeFeeds(parts: MergeFeedsParts) {
  /** The source that is read under the address to which this one is led; null when there is none. */
  async function findTwin(feed: Feed): Promise<Feed | null> {
    const found = feed.movedTo === null ? undefined : await parts.feeds.findByUrl(feed.movedTo);
    const twin = found && found.mergedInto !== null ? await parts.feeds.find(found.mergedInto) : found;
    return twin && twin.id !== feed.id && twin.isFetched && !twin.isPaused ? twin : null;
  }

  /** Null while nothing proves that the source has moved there for good. */
  async function findHeir(feed: Feed): Promise<Feed | null> {
    const isProven = feed.mergedInto === null && provenAddress(feed, parts.clock()) !== null;
    return isProven ? findTwin(feed) : null;
  }

  /** Null when there is nothing to merge it into. */
  async function planMerge(feed: Feed): Promise<MergePlan | null> {
    const heir = await findHeir(feed);
    if (!heir) return null;
    const [survey, members, rules] = await Promise.all([
      parts.merges.survey({ from: feed.id, into: heir.id }),
      parts.sourceMembers.count(feed.id),
      listLacking(feed.id, heir.id),
    ]);
    return { ...survey, ...members, heir, rules };
  }

  async function listLacking(from: number, into: number): Promise<Rule[]> {
    const [own, heirs] = await Promise.all([parts.rules.list(from), parts.rules.list(into)]);
    const has = new Set(heirs.map(meaningOf));
    return own.filter((rule) => !has.has(meaningOf(rule)));
  }

  /** `choice.heirId` is the one that the moderator was shown. */
  async function mergeFeeds(actor: User, feed: Feed, choice: MergeChoice): Promise<void> {
    if (!can(actor, 'feed.manage')) throw new AppError('forbidden', { status: 403 });
    const reason = checkedReason(choice.reason);
    const heir = await findHeir(feed);
    if (heir?.id !== choice.heirId) throw new AppError('no-heir', { status: 409 });
    const ruleIds = (await listLacking(feed.id, heir.id)).flatMap(({ id }) => (choice.ruleIds.includes(id) ? id : []));
    if (ruleIds.length + (await parts.rules.list(heir.id)).length > MOST_RULES)
      throw new AppError('rules-full', { status: 422, params: { max: MOST_RULES } });
    const pair = { from: feed.id, into: heir.id };
    const now = parts.clock();
    await parts.db.transact(async (trx) => {
      // In one order, so that two moderators cannot wait for each other.
      const ids = Object.values(pair).sort((a, b) => a - b);
      for (const id of ids)
        if ((await parts.feeds.lock(trx, id)) !== id) throw new AppError('no-heir', { status: 409 });
      await parts.merges.merge(trx, { ...pair, now }, ruleIds);
      await parts.sourceMembers.carry(trx, pair);
      const details = { ...pair, wasPaused: feed.isPaused };
      const entry = { action: 'feed-merge', subject: 'feed', subjectId: heir.id, reason, details, at: now } as const;
      await parts.moderationLog.insert(trx, { ...entry, actorId: actor.id, title: `${feed.title} → ${heir.title}` });
    });
    parts.announce();
  }

  const undoers: Undoers = {
    'feed-merge': async (trx, { details }, now) => {
      const { from, into, wasPaused } = details as MergeDetails;
      // When the heir itself became part of another, that has to be taken back first.
      if ((await parts.feeds.lock(trx, into)) !== into || (await parts.feeds.lock(trx, from)) !== into)
        throw new AppError('undo-impossible', { status: 409 });
      await parts.sourceMembers.takeBack(trx, { from, into });
      await parts.merges.takeBack(trx, { from, into, now }, wasPaused);
    },
  };

  return { services: { findTwin, findHeir, planMerge, mergeFeeds }, undoers };
}

export type FeedMerging = ReturnType<typeof createMergeFeeds>['services'];

type MergeDetails = { from: number; into: number; wasPaused: boolean };

/** Equal for two rules that do the same to every item. */
function meaningOf({ action, categoryId, tag, matcher, fields, terms, isAll, isEnabled }: Rule): string {
  return JSON.stringify([action, categoryId, tag, matcher, fields.toSorted(), terms.trim(), isAll, isEnabled]);
}
