/** Use cases: a moderator lets a held item in, or turns it down. Each item is one transaction with its row in the log. */
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { type Decision, decide } from '../feeds/dedupe.js';
import type { FeedStore } from '../feeds/feed-store.js';
import { noVerdict } from '../feeds/rule.js';
import type { RuleStore } from '../feeds/rule-store.js';
import type { HeldItem } from '../feeds/set-aside.js';
import type { SetAsideStore } from '../feeds/set-aside-store.js';
import { storeNew } from '../feeds/store-decisions.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { ArticleDraft } from '../news/article.js';
import { listIdsByContent } from '../news/article-ids-store.js';
import type { ArticleStore } from '../news/article-store.js';
import type { LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type DecideHeldParts = {
  db: Db;
  feeds: Pick<FeedStore, 'lock' | 'incrementArticles'>;
  articles: Pick<ArticleStore, 'listKnown'>;
  rules: Pick<RuleStore, 'insertEffects'>;
  setAside: Pick<SetAsideStore, 'findForDecision' | 'updateKind' | 'delete'>;
  moderationLog: Pick<LogStore, 'insert'>;
  clock: Clock;
  announce: () => void;
};

export type HeldDecision = 'release' | 'reject';

export function createDecideHeld(parts: DecideHeldParts) {
  /** Items that somebody else has decided meanwhile are passed over. Returns how many were decided now. */
  return async function decideHeld(
    actor: User,
    ids: readonly number[],
    choice: { decision: HeldDecision; reason: string },
  ): Promise<number> {
    if (!can(actor, 'item.decide')) throw new AppError('forbidden', { status: 403 });
    let decided = 0;
    for (const id of ids) {
      const isDone = await parts.db.transact(async (trx) => {
        const item = await parts.setAside.findForDecision(trx, id);
        if (!item || item.draft === null) return false;
        if (choice.decision === 'release') return release(parts, trx, actor, item);
        return item.kind === 'held' && turnDown(parts, trx, actor, { item, reason: choice.reason });
      });
      if (isDone) decided++;
    }
    if (decided > 0) parts.announce();
    return decided;
  };
}

export type DecideHeld = ReturnType<typeof createDecideHeld>;

/** A turned-down item waits again. */
export function heldUndoers(parts: Pick<DecideHeldParts, 'setAside'>): Undoers {
  return {
    'item-reject': async (trx, { subjectId }) => {
      const item = await parts.setAside.findForDecision(trx, subjectId);
      if (item?.kind !== 'rejected') throw new AppError('undo-impossible', { status: 409 });
      await parts.setAside.updateKind(trx, subjectId, { kind: 'held', reason: '', logId: null });
    },
  };
}

async function release(parts: DecideHeldParts, trx: Knex.Transaction, actor: User, item: HeldItem): Promise<boolean> {
  if (item.draft === null || !['held', 'rejected'].includes(item.kind)) return false;
  const feedId = await parts.feeds.lock(trx, item.feedId);
  // Another source may have brought it meanwhile: then it is here, and one is enough.
  const articles = await parts.articles.listKnown(feedId, [item.draft], trx);
  const [decision] = decide(feedId, [item.draft], { articles, versions: new Set() });
  await parts.setAside.delete(trx, item.id);
  if (decision?.kind === 'new') {
    const context = {
      feedId,
      categoryId: item.categoryId,
      cleanerVersion: item.cleanerVersion,
      now: parts.clock(),
    };
    await storeNew(parts, trx, context, [{ draft: decision.draft, verdict: item.verdict ?? noVerdict }]);
  }
  const articleId = await articleOf(trx, feedId, decision);
  await log(parts, trx, actor, { item, action: 'item-release', reason: '', articleId });
  return true;
}

/** Where the item is to be read now; null where it is not. */
async function articleOf(trx: Knex.Transaction, feedId: number, decision?: Decision): Promise<number | null> {
  if (decision?.kind === 'same' || decision?.kind === 'updated') return decision.known?.id ?? null;
  if (decision?.kind !== 'new') return null;
  const { contentHash } = decision.draft;
  return (await listIdsByContent(trx, feedId, [contentHash])).get(contentHash)?.at(-1) ?? null;
}

async function turnDown(
  parts: DecideHeldParts,
  trx: Knex.Transaction,
  actor: User,
  { item, reason }: { item: HeldItem; reason: string },
): Promise<boolean> {
  const logId = await log(parts, trx, actor, { item, action: 'item-reject', reason });
  await parts.setAside.updateKind(trx, item.id, { kind: 'rejected', reason, logId });
  return true;
}

type Logged = {
  item: Pick<HeldItem, 'id' | 'title'> & { draft: ArticleDraft | null };
  action: string;
  reason: string;
  articleId?: number | null;
};

function log(parts: DecideHeldParts, trx: Knex.Transaction, actor: User, logged: Logged): Promise<number> {
  return parts.moderationLog.insert(trx, {
    actorId: actor.id,
    action: logged.action,
    subject: 'item',
    subjectId: logged.item.id,
    title: logged.item.title,
    reason: logged.reason,
    details: { url: logged.item.draft?.url ?? null, articleId: logged.articleId ?? null },
    at: parts.clock(),
  });
}
