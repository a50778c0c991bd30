/** SQL of rules and of what they did. */
import type { Knex } from 'knex';
import { chunksOf, inChunks } from '../db/chunks.js';
import type { Db, Executor } from '../db/db.js';
import { notFound } from '../lib/errors.js';
import { MOST_RULES, type Rule, type RuleDraft, type RuleEffect, type RuleField } from './rule.js';

type RuleRow = Omit<Rule, 'fields' | 'isAll' | 'isEnabled'> & {
  fields: string;
  isAll: number | boolean;
  isEnabled: number | boolean;
};

const columns = {
  id: 'id',
  feedId: 'feed_id',
  name: 'name',
  action: 'action',
  categoryId: 'category_id',
  tag: 'tag',
  matcher: 'matcher',
  fields: 'fields',
  terms: 'terms',
  isAll: 'is_all',
  isEnabled: 'is_enabled',
  position: 'position',
};

export type ArticleEffect = Omit<RuleEffect, 'ruleId'> & { articleId: number; ruleId: number | null };

export function createRuleStore(db: Db) {
  const rules = (executor: Executor = db.read) => executor('rules').select<RuleRow[]>(columns);
  const ofScope = (rows: Knex.QueryBuilder, feedId: number | null) =>
    feedId === null ? rows.whereNull('feed_id') : rows.where('feed_id', feedId);

  return {
    async find(id: number, executor?: Executor): Promise<Rule | undefined> {
      return (await rules(executor).where('id', id).limit(1)).map(toRule)[0];
    },

    async get(id: number): Promise<Rule> {
      const rule = await this.find(id);
      if (!rule) throw notFound('rule');
      return rule;
    },

    /** Those of one scope, in their order. */
    async list(feedId: number | null): Promise<Rule[]> {
      const rows = ofScope(rules(), feedId).orderBy(['position', 'id']).limit(MOST_RULES);
      return ((await rows) as RuleRow[]).map(toRule);
    },

    /** Everything that entries of this source meet: the site's rules and its own. `null`: the site's only. */
    async listFor(feedId: number | null): Promise<Rule[]> {
      const rows = rules().where((where) => {
        where.whereNull('feed_id');
        if (feedId !== null) where.orWhere('feed_id', feedId);
      });
      return (await rows.orderBy(['position', 'id']).limit(2 * MOST_RULES)).map(toRule);
    },

    /** How many rules each source has. */
    async countByFeed(limit: number): Promise<{ feedId: number; title: string; count: number }[]> {
      const rows = await db
        .read('rules')
        .join('feeds', 'feeds.id', 'rules.feed_id')
        .groupBy('feeds.id', 'feeds.title')
        .orderBy(['feeds.title', 'feeds.id'])
        .limit(limit)
        .select({ feedId: 'feeds.id', title: 'feeds.title' })
        .count({ count: 'rules.id' });
      return (rows as { feedId: number; title: string; count: number }[]).map((row) => ({
        ...row,
        count: Number(row.count),
      }));
    },

    /** At the end of its scope. */
    async insert(trx: Knex.Transaction, draft: RuleDraft, made: { by: number | null; at: number }): Promise<number> {
      const [last] = await ofScope(trx('rules'), draft.feedId).max({ position: 'position' });
      const row = {
        ...toRow(draft),
        position: Number(last?.position ?? 0) + 1,
        created_by: made.by,
        created_at: made.at,
      };
      const [inserted] = await trx('rules').insert(row).returning('id');
      return inserted.id;
    },

    async update(trx: Knex.Transaction, id: number, draft: RuleDraft): Promise<void> {
      await trx('rules').where('id', id).update(toRow(draft));
    },

    async delete(trx: Knex.Transaction, id: number): Promise<void> {
      await trx('rules').where('id', id).delete();
    },

    async updatePositions(trx: Knex.Transaction, ids: readonly number[]): Promise<void> {
      for (const [at, id] of ids.entries())
        await trx('rules')
          .where('id', id)
          .update({ position: at + 1 });
    },

    async insertEffects(trx: Knex.Transaction, effects: readonly ArticleEffect[]): Promise<void> {
      // A rule may have been deleted while its verdict was on the way.
      const ids = [...new Set(effects.flatMap((effect) => effect.ruleId ?? []))];
      const known = new Set(
        await inChunks<number, number>(ids, (chunk) => trx('rules').whereIn('id', chunk).pluck('id')),
      );
      const rows = effects.map(({ articleId, ruleId, name, action, value, words }) => ({
        article_id: articleId,
        rule_id: ruleId !== null && known.has(ruleId) ? ruleId : null,
        name,
        action,
        value,
        words: JSON.stringify(words),
      }));
      for (const chunk of chunksOf(rows)) await trx('article_rules').insert(chunk);
    },

    async listEffects(articleIds: readonly number[]): Promise<ArticleEffect[]> {
      const rows = await inChunks<number, Omit<ArticleEffect, 'words'> & { words: string }>(articleIds, (chunk) =>
        db
          .read('article_rules')
          .whereIn('article_id', chunk)
          .orderBy('id')
          .limit(chunk.length * 20)
          .select({
            articleId: 'article_id',
            ruleId: 'rule_id',
            name: 'name',
            action: 'action',
            value: 'value',
            words: 'words',
          }),
      );
      return rows.map((row) => ({ ...row, words: JSON.parse(row.words) as string[] }));
    },
  };
}

export type RuleStore = ReturnType<typeof createRuleStore>;

function toRule(row: RuleRow): Rule {
  return {
    ...row,
    fields: row.fields.split(' ') as RuleField[],
    isAll: Boolean(row.isAll),
    isEnabled: Boolean(row.isEnabled),
  };
}

function toRow(draft: RuleDraft) {
  return {
    feed_id: draft.feedId,
    name: draft.name.slice(0, 120),
    action: draft.action,
    category_id: draft.categoryId,
    tag: draft.tag,
    matcher: draft.matcher,
    fields: draft.fields.join(' '),
    terms: draft.terms,
    is_all: draft.isAll,
    is_enabled: draft.isEnabled,
  };
}
