/** SQL of what moderators decided of pairs of articles. A later word on a pair replaces the earlier, and can be taken back. */
import type { Knex } from 'knex';
import { chunksOf } from '../db/chunks.js';

export type RulingRow = { low_id: number; high_id: number; is_same: boolean; log_id: number };
export type ArticlePair = readonly [one: number, other: number];

const AT_ONCE = 100;
const lowFirst = ([one, other]: ArticlePair): [number, number] => [Math.min(one, other), Math.max(one, other)];

export async function listRulings(trx: Knex.Transaction, pairs: readonly ArticlePair[]): Promise<RulingRow[]> {
  const found: RulingRow[] = [];
  for (const chunk of chunksOf([...pairs], AT_ONCE)) {
    found.push(...(await trx('story_rulings').whereIn(['low_id', 'high_id'], chunk.map(lowFirst)).select()));
  }
  return found.map((row) => ({ ...row, is_same: Boolean(row.is_same) }));
}

export async function putRulings(
  trx: Knex.Transaction,
  pairs: readonly ArticlePair[],
  { isSame, logId }: { isSame: boolean; logId: number },
): Promise<void> {
  for (const chunk of chunksOf([...pairs], AT_ONCE)) {
    const rows = chunk.map(lowFirst).map(([low, high]) => {
      return { low_id: low, high_id: high, is_same: isSame, log_id: logId };
    });
    await trx('story_rulings').insert(rows).onConflict(['low_id', 'high_id']).merge();
  }
}

/** In place of what this line of the log decided, what was decided before. */
export async function restoreRulings(
  trx: Knex.Transaction,
  logId: number,
  replaced: readonly RulingRow[],
): Promise<void> {
  await trx('story_rulings').where('log_id', logId).delete();
  for (const chunk of chunksOf([...replaced], AT_ONCE)) {
    await trx('story_rulings').insert(chunk).onConflict(['low_id', 'high_id']).ignore();
  }
}
