import type { Knex } from 'knex';

/**
 * Takes the next `count` positions of the site's one sequence of changes; returns the first.
 * The counter's row stays locked until the transaction ends, so positions become visible in their order.
 */
export async function takeChanges(trx: Knex.Transaction, count: number): Promise<number> {
  const [row] = await trx('counters').where({ name: 'changes' }).increment('value', count).returning('value');
  return Number(row.value) - count + 1;
}
