/**
 * SQL of what members keep of a source when it becomes part of another: who follows it follows the heir, who mutes it mutes
 * the heir, unless they follow that. Runs inside the merge's transaction; see feeds/merge-store.ts for what is kept of it.
 */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';
import { keepRows, type MergePair, rowIds } from '../feeds/merge-store.js';

type Table = 'follows' | 'mutes';
export type SourceMembers = { followers: number; muters: number };

export function createSourceMembersStore(db: Db) {
  return {
    async count(feedId: number): Promise<SourceMembers> {
      const of = async (table: Table) =>
        Number((await ofSource(db.read, table, feedId).count({ count: '*' }))[0]?.count ?? 0);
      return { followers: await of('follows'), muters: await of('mutes') };
    },

    async carry(trx: Knex.Transaction, { from, into }: MergePair): Promise<void> {
      await moveAll(trx, 'follows', { from, into }, []);
      // Who reads the heir would lose it by a mute of what repeats it.
      await moveAll(trx, 'mutes', { from, into }, ofSource(trx, 'follows', into).select('user_id'));
    },

    /** Who followed both follows both again; what members ended meanwhile stays ended. */
    async takeBack(trx: Knex.Transaction, { from, into }: MergePair): Promise<void> {
      for (const table of ['follows', 'mutes'] as const) {
        const had = (kind: string) => ofSource(trx, table, into).whereIn('id', rowIds(trx, from, kind));
        const columns = ['user_id', 'kind', 'created_at', ...(table === 'follows' ? ['is_automatic'] : [])];
        const both = had(`${table}-both`).select(...columns, trx.raw('? as target', [String(from)]));
        await trx(trx.raw(`${table} (${columns.join(', ')}, target)`))
          .insert(both)
          .onConflict()
          .ignore();
        await had(table).update({ target: String(from) });
      }
    },
  };
}

export type SourceMembersStore = ReturnType<typeof createSourceMembersStore>;

function ofSource(executor: Knex | Knex.Transaction, table: Table, feedId: number): Knex.QueryBuilder {
  return executor(table).where({ kind: 'source', target: String(feedId) });
}

async function moveAll(
  trx: Knex.Transaction,
  table: Table,
  { from, into }: MergePair,
  except: Knex.QueryBuilder | number[],
): Promise<void> {
  const own = () => ofSource(trx, table, from).whereNotIn('user_id', except);
  const users = (rows: Knex.QueryBuilder) => rows.select('user_id');
  await keepRows(trx, from, `${table}-both`, ofSource(trx, table, into).whereIn('user_id', users(own())));
  await own()
    .whereIn('user_id', users(ofSource(trx, table, into)))
    .delete();
  await keepRows(trx, from, table, own());
  await own().update({ target: String(into) });
}
