/**
 * Decides and stores the drafts of one document. Each batch is one transaction: after a crash a batch is there whole or
 * not at all, and the next import finds what is there and adds what is missing.
 */
import { chunksOf } from '../db/chunks.js';
import type { Db } from '../db/db.js';
import type { ArticleDraft } from '../news/article.js';
import type { ArticleStore } from '../news/article-store.js';
import type { StoreContext } from '../news/article-write-store.js';
import type { ApplyRules } from './apply-rules.js';
import { type Decision, decide, type WholeDocument } from './dedupe.js';
import type { DraftedFeed } from './draft.js';
import type { Feed } from './feed.js';
import type { FeedStore } from './feed-store.js';
import type { RuleStore } from './rule-store.js';
import type { SetAsideStore } from './set-aside-store.js';
import { storeDecisions } from './store-decisions.js';

// A writer of a page waits for a batch at most: about 0.2 s on SQLite.
const BATCH = 250;
const TRIES = 3;

export type StoreImportParts = {
  db: Db;
  articles: Pick<ArticleStore, 'listKnown' | 'listVersions'>;
  feeds: Pick<FeedStore, 'lock' | 'incrementArticles'>;
  rules: Pick<RuleStore, 'insertEffects'>;
  setAside: Pick<SetAsideStore, 'listKnown' | 'insertHeld' | 'updateDraft'>;
  applyRules: ApplyRules;
};

export async function storeDrafts(
  parts: StoreImportParts,
  feed: Feed,
  drafted: DraftedFeed,
  now: number,
): Promise<Decision[]> {
  const context = { feedId: feed.id, categoryId: feed.categoryId, cleanerVersion: drafted.cleanerVersion, now };
  // Before the transactions: nobody else waits for the rules.
  const { drafts, verdicts } = await parts.applyRules(feed.id, drafted.drafts);
  const decisions: Decision[] = [];
  for (const batch of chunksOf(drafts, BATCH)) {
    const spokenFor = new Set(decisions.flatMap((decision) => knownId(decision) ?? []));
    const document = { drafts, spokenFor, verdicts };
    decisions.push(...(await retryOnRace(() => storeBatch(parts, context, batch, document))));
  }
  return decisions;
}

async function storeBatch(
  parts: StoreImportParts,
  begun: StoreContext,
  drafts: ArticleDraft[],
  document: WholeDocument,
): Promise<Decision[]> {
  return parts.db.transact(async (trx) => {
    // No unique key tells entries without id and address apart: only taking turns does.
    const context = { ...begun, feedId: await parts.feeds.lock(trx, begun.feedId) };
    const articles = await parts.articles.listKnown(context.feedId, drafts, trx);
    const versions = await parts.articles.listVersions(
      articles.map((article) => article.id),
      trx,
    );
    const asides = await parts.setAside.listKnown(context.feedId, drafts, trx);
    const decisions = decide(context.feedId, drafts, { articles, versions, asides }, document);
    await storeDecisions(parts, trx, context, decisions);
    return decisions;
  });
}

function knownId(decision: Decision): number | undefined {
  return 'known' in decision ? decision.known?.id : undefined;
}

/** Two feeds may bring the same address at once; the loser of the unique key decides again and finds it stored. */
async function retryOnRace<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= TRIES || !(isUniqueViolation(error) || isConflict(error))) throw error;
    }
  }
}

/** PostgreSQL ended this transaction for the sake of another: a deadlock or a serialisation failure. */
function isConflict(error: unknown): boolean {
  return ['40P01', '40001'].includes((error as { code?: string }).code ?? '');
}

function isUniqueViolation(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === '23505' || (code === 'SQLITE_CONSTRAINT' && /UNIQUE/.test(message ?? ''));
}
