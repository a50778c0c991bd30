/** SQL of passkeys. A public key lets nobody in, so nothing here is secret. */
import type { Knex } from 'knex';
import type { Db, Executor } from '../db/db.js';

export type Passkey = {
  id: number;
  userId: number;
  /** Base64url, as browsers name it. */
  credentialId: string;
  publicKey: string;
  counter: number;
  transports: string[];
  name: string;
  createdAt: number;
  usedAt: number | null;
};
export type NewPasskey = Omit<Passkey, 'id' | 'usedAt'>;
export type PasskeyStore = ReturnType<typeof createPasskeyStore>;

type PasskeyRow = Omit<Passkey, 'transports'> & { transports: string };

const columns = {
  id: 'id',
  userId: 'user_id',
  credentialId: 'credential_id',
  publicKey: 'public_key',
  counter: 'counter',
  transports: 'transports',
  name: 'name',
  createdAt: 'created_at',
  usedAt: 'used_at',
};

export function createPasskeyStore(db: Db) {
  const passkeys = (on: Executor = db.read) => on('passkeys');

  return {
    listByUser: async (userId: number, limit: number): Promise<Passkey[]> => {
      const rows = await passkeys().where('user_id', userId).orderBy('id').limit(limit).select<PasskeyRow[]>(columns);
      return rows.map(toPasskey);
    },

    findByCredential: async (credentialId: string): Promise<Passkey | undefined> => {
      const row = await passkeys().where('credential_id', credentialId).first<PasskeyRow>(columns);
      return row && toPasskey(row);
    },

    count: async (userId: number): Promise<number> => {
      const row = await passkeys().where('user_id', userId).count({ count: '*' }).first();
      return Number(row?.count ?? 0);
    },

    /** False when the credential is known already, whoever's it is. */
    insert: async (trx: Knex.Transaction, passkey: NewPasskey): Promise<boolean> => {
      const rows = await passkeys(trx)
        .insert({
          user_id: passkey.userId,
          credential_id: passkey.credentialId,
          public_key: passkey.publicKey,
          counter: passkey.counter,
          transports: passkey.transports.join(','),
          name: passkey.name,
          created_at: passkey.createdAt,
        })
        .onConflict('credential_id')
        .ignore()
        .returning('id');
      return rows.length > 0;
    },

    /** False when the same answer was taken a moment before: counters that count never stand still. */
    markUsed: async (id: number, counter: { before: number; after: number }, at: number): Promise<boolean> =>
      (await passkeys(db.write)
        .where({ id, counter: counter.before })
        .update({ counter: counter.after, used_at: at })) > 0,

    delete: async (on: Executor, userId: number, id: number): Promise<boolean> =>
      (await passkeys(on).where({ id, user_id: userId }).del()) > 0,

    deleteAll: async (on: Executor, userId: number): Promise<void> => {
      await passkeys(on).where('user_id', userId).del();
    },
  };
}

function toPasskey(row: PasskeyRow): Passkey {
  return { ...row, transports: row.transports.split(',').filter(Boolean) };
}
