/** SQL of the second step: one code-app secret a member, locked (secret-box.ts), and hashes of recovery codes. */
import type { Knex } from 'knex';
import type { Db, Executor } from '../db/db.js';

export type TotpRecord = { secret: string; confirmedAt: number | null; lastStep: number; createdAt: number };
export type FactorStore = ReturnType<typeof createFactorStore>;

const columns = { secret: 'secret', confirmedAt: 'confirmed_at', lastStep: 'last_step', createdAt: 'created_at' };

export function createFactorStore(db: Db) {
  const totp = (userId: number, on: Executor = db.write) => on('totp_secrets').where('user_id', userId);
  const codes = (userId: number, on: Executor = db.write) => on('recovery_codes').where('user_id', userId);

  return {
    findTotp: async (userId: number): Promise<TotpRecord | undefined> =>
      totp(userId, db.read).first<TotpRecord>(columns),

    /** A secret that is in use is not replaced. */
    upsertPending: async (userId: number, secret: string, at: number): Promise<void> => {
      await db
        .write('totp_secrets')
        .insert({ user_id: userId, secret, created_at: at, last_step: 0 })
        .onConflict('user_id')
        .merge(['secret', 'created_at'])
        .whereNull('totp_secrets.confirmed_at');
    },

    confirm: async (trx: Knex.Transaction, userId: number, at: number): Promise<void> => {
      await totp(userId, trx).update({ confirmed_at: at });
    },

    /** False when a code of this step, or a later one, was taken before. */
    takeStep: async (userId: number, step: number, on?: Executor): Promise<boolean> =>
      (await totp(userId, on).where('last_step', '<', step).update({ last_step: step })) > 0,

    replaceCodes: async (trx: Knex.Transaction, userId: number, hashes: readonly string[]): Promise<void> => {
      await codes(userId, trx).del();
      await trx('recovery_codes').insert(hashes.map((hash) => ({ user_id: userId, code_hash: hash })));
    },

    takeCode: async (userId: number, hash: string, at: number): Promise<boolean> =>
      (await codes(userId).where('code_hash', hash).whereNull('used_at').update({ used_at: at })) > 0,

    countCodes: async (userId: number): Promise<number> => {
      const row = await codes(userId, db.read).whereNull('used_at').count({ count: '*' }).first();
      return Number(row?.count ?? 0);
    },

    deleteAll: async (on: Executor, userId: number): Promise<void> => {
      await totp(userId, on).del();
      await codes(userId, on).del();
    },
  };
}
