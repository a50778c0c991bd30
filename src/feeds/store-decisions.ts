/** Writes the decisions of one batch, inside its transaction: all rows or none. */
import type { Knex } from 'knex';
import { groupBy } from '../lib/group-by.js';
import type { ArticleDraft } from '../news/article.js';
import { listIdsByContent } from '../news/article-ids-store.js';
import { insertArticles, type StoreContext, updateArticle } from '../news/article-write-store.js';
import type { Decision } from './dedupe.js';
import type { FeedStore } from './feed-store.js';
import type { Verdict } from './rule.js';
import type { RuleStore } from './rule-store.js';
import type { SetAsideStore } from './set-aside-store.js';

export type StoreDecisionsParts = {
  feeds: Pick<FeedStore, 'incrementArticles'>;
  rules: Pick<RuleStore, 'insertEffects'>;
  setAside: Pick<SetAsideStore, 'insertHeld' | 'updateDraft'>;
};

type Judged = { draft: ArticleDraft; verdict: Verdict };

export async function storeDecisions(
  parts: StoreDecisionsParts,
  trx: Knex.Transaction,
  context: StoreContext,
  decisions: readonly Decision[],
): Promise<void> {
  await storeNew(parts, trx, context, ofKind(decisions, 'new'));
  await parts.setAside.insertHeld(trx, ofKind(decisions, 'held'), context);
  for (const { asideId, draft, isEdit } of ofKind(decisions, 'waiting')) {
    if (isEdit) await parts.setAside.updateDraft(trx, asideId, draft, context.cleanerVersion);
  }
  for (const { known, draft } of ofKind(decisions, 'updated')) await updateArticle(trx, context, known, draft);
}

/** Each to the category that its rules or its source name; with it what the rules did. */
export async function storeNew(
  parts: Pick<StoreDecisionsParts, 'feeds' | 'rules'>,
  trx: Knex.Transaction,
  context: StoreContext,
  entries: readonly Judged[],
): Promise<void> {
  const byCategory = groupBy(entries, ({ verdict }) => verdict.categoryId ?? context.categoryId);
  for (const [categoryId, group] of byCategory) {
    await insertArticles(
      trx,
      { ...context, categoryId },
      group.map(({ draft }) => draft),
    );
  }
  await parts.feeds.incrementArticles(trx, context.feedId, entries.length);
  await storeEffects(parts, trx, context, entries);
}

async function storeEffects(
  parts: Pick<StoreDecisionsParts, 'rules'>,
  trx: Knex.Transaction,
  context: StoreContext,
  entries: readonly Judged[],
): Promise<void> {
  const touched = entries.filter(({ verdict }) => verdict.effects.length > 0 || verdict.kind === 'hold');
  if (touched.length === 0) return;
  const hashes = touched.map(({ draft }) => draft.contentHash);
  const idsByHash = await listIdsByContent(trx, context.feedId, hashes);
  const effects = touched.flatMap(({ draft, verdict: { by, effects: more } }) =>
    (idsByHash.get(draft.contentHash) ?? []).flatMap((articleId) =>
      [...(by ? [by] : []), ...more].map((effect) => ({ ...effect, articleId })),
    ),
  );
  await parts.rules.insertEffects(trx, effects);
}

function ofKind<Kind extends Decision['kind']>(decisions: readonly Decision[], kind: Kind) {
  return decisions.filter((decision): decision is Extract<Decision, { kind: Kind }> => decision.kind === kind);
}
