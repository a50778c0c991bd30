/**
 * SQL that makes one source part of another, and apart again: articles, items that are known and not published, rules.
 * Runs inside the caller's transaction, in a few statements however much there is.
 * Invariants: a merged source has no articles and is not asked; its row stays and names its heir, never another such row;
 * what went over stands in `merged_rows`, and only that comes back.
 */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';
import { takeChanges } from '../news/change-store.js';

export type MergePair = { from: number; into: number };
export type MergeSurvey = {
  articles: number;
  /** Of them those that the heir has as well: under the same id, or under the same headline and date. */
  doubles: number;
  /** By the kind of what is set aside. */
  asides: Record<string, number>;
};

export function createMergeStore(db: Db) {
  return {
    async survey({ from, into }: MergePair): Promise<MergeSurvey> {
      const own = () => db.read('articles').where('articles.feed_id', from);
      const asWell = (key: string) =>
        db
          .read('articles as heirs')
          .where('heirs.feed_id', into)
          .whereRaw('?? = ??', [`heirs.${key}`, `articles.${key}`]);
      const doubles = own().where((either) =>
        either.whereExists(asWell('guid_key').select('id')).orWhereExists(asWell('identity_key').select('id')),
      );
      const asides = db.read('set_aside').where('feed_id', from).groupBy('kind').limit(10);
      const kinds = await asides.count({ count: '*' }).select<{ kind: string; count: number | string }[]>('kind');
      return {
        articles: await countOf(own()),
        doubles: await countOf(doubles),
        asides: Object.fromEntries(kinds.map(({ kind, count }) => [kind, Number(count)])),
      };
    },

    /** Both are locked. `ruleIds`: those of the source's own rules that the heir gets. */
    async merge(trx: Knex.Transaction, { from, into, now }: MergePair & { now: number }, ruleIds: readonly number[]) {
      const rules = () =>
        trx('rules')
          .where('feed_id', from)
          .whereIn('id', [...ruleIds]);
      await keepRows(trx, from, 'article', trx('articles').where('feed_id', from), 'guid_key');
      await keepRows(trx, from, 'aside', trx('set_aside').where('feed_id', from));
      await keepRows(trx, from, 'rule', rules());
      await keepRows(trx, from, 'heir', trx('feeds').where('merged_into', from));
      // An id is unique within a source: of two articles under one id the heir's own is found by it.
      const taken = trx('articles').where('feed_id', into).whereNotNull('guid_key').select('guid_key');
      await trx('articles').where('feed_id', from).whereIn('guid_key', taken).update({ guid_key: null });
      for (const table of ['articles', 'set_aside', 'full_texts'])
        await trx(table).where('feed_id', from).update({ feed_id: into });
      const [last] = await trx('rules').where('feed_id', into).max({ position: 'position' });
      await rules().update({ feed_id: into, position: trx.raw('position + ?', [Number(last?.position ?? 0)]) });
      await trx('feeds').where('merged_into', from).update({ merged_into: into });
      for (const table of ['feed_subscriptions', 'feed_replacements']) await trx(table).where('feed_id', from).delete();
      await trx('feed_alerts').where('feed_id', from).whereNull('closed_at').update({ closed_at: now });
      const silent = {
        is_paused: true,
        next_fetch_at: null,
        next_fetch_why: null,
        push_until: null,
        silent_since: null,
      };
      await trx('feeds')
        .where('id', from)
        .update({ ...silent, merged_into: into });
      await settle(trx, from, [from, into]);
    },

    async takeBack(
      trx: Knex.Transaction,
      { from, into, now }: MergePair & { now: number },
      wasPaused: boolean,
    ): Promise<void> {
      const guid = trx('merged_rows').where({ feed_id: from, kind: 'article' }).whereRaw('row_id = articles.id');
      const articles = moved(trx, 'articles', 'article', { from, into });
      await articles.update({ feed_id: from, guid_key: trx.raw('coalesce(guid_key, ?)', [guid.select('guid_key')]) });
      await trx('full_texts')
        .whereIn('article_id', rowIds(trx, from, 'article'))
        .update({ feed_id: from });
      await moved(trx, 'set_aside', 'aside', { from, into }).update({ feed_id: from });
      await moved(trx, 'rules', 'rule', { from, into }).update({ feed_id: from });
      await trx('feeds')
        .whereIn('id', rowIds(trx, from, 'heir'))
        .where('merged_into', into)
        .update({ merged_into: from });
      const due = wasPaused ? {} : { next_fetch_at: now, next_fetch_why: 'default' };
      await trx('feeds')
        .where('id', from)
        .update({ merged_into: null, is_paused: wasPaused, ...due });
      await settle(trx, from, [from, into]);
      await trx('merged_rows').where('feed_id', from).delete();
    },
  };
}

export type MergeStore = ReturnType<typeof createMergeStore>;

/** Remembers these rows as gone over from that source. */
export async function keepRows(
  trx: Knex.Transaction,
  feedId: number,
  kind: string,
  rows: Knex.QueryBuilder,
  guid: 'guid_key' | 'null' = 'null',
): Promise<void> {
  const selected = rows.select(trx.raw(`cast(? as integer), ?, id, ${guid}`, [feedId, kind]));
  await trx(trx.raw('merged_rows (feed_id, kind, row_id, guid_key)')).insert(selected);
}

export function rowIds(trx: Knex.Transaction, feedId: number, kind: string): Knex.QueryBuilder {
  return trx('merged_rows').where({ feed_id: feedId, kind }).select('row_id');
}

/** Those that stand where the merge brought them. */
function moved(trx: Knex.Transaction, table: string, kind: string, { from, into }: MergePair): Knex.QueryBuilder {
  return trx(table)
    .where('feed_id', into)
    .whereIn('id', rowIds(trx, from, kind));
}

/** What is told of threads and sources follows from the articles that went; the change tells every process's index. */
async function settle(trx: Knex.Transaction, from: number, feedIds: readonly number[]): Promise<void> {
  const touched = trx('articles')
    .whereIn('id', rowIds(trx, from, 'article'))
    .distinct('thread_id');
  const count = await countOf(trx.from(touched.clone().as('touched')));
  const before = (await takeChanges(trx, count)) - 1;
  const place = trx.raw('row_number() over (order by thread_id) as place');
  const places = trx.from(touched.as('touched')).select('thread_id', place);
  await trx.raw(
    `update threads set change_seq = cast(? as bigint) + places.place,
       feed_id = (select feed_id from articles where thread_id = threads.id order by published_at, id limit 1),
       source_count = (select count(distinct feed_id) from articles where thread_id = threads.id)
     from ? as places where places.thread_id = threads.id`,
    [before, places],
  );
  // Where a thread waits for its list, it waits for the one of its newest text.
  await trx.raw(
    `update similar_queue set change_seq = threads.change_seq from threads
     where threads.id = similar_queue.thread_id and threads.change_seq > ?`,
    [before],
  );
  const articles = trx('articles').whereRaw('articles.feed_id = feeds.id').count('*');
  await trx('feeds')
    .whereIn('id', [...feedIds])
    .update({ article_count: articles });
}

async function countOf(rows: Knex.QueryBuilder): Promise<number> {
  return Number((await rows.count({ count: '*' }))[0]?.count ?? 0);
}
