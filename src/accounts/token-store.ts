/** SQL of tokens: single use by being deleted, short-lived by `expires_at`. */
import type { Knex } from 'knex';
import type { Db, Executor } from '../db/db.js';

export const tokenKinds = ['email', 'reset', 'keep-account'] as const;
export type TokenKind = (typeof tokenKinds)[number];

export type TokenRecord = {
  kind: TokenKind;
  userId: number | null;
  /** The address that the token confirms. */
  email: string | null;
};

export type NewTokenRecord = TokenRecord & { hash: string; expiresAt: number };

export type TokenStore = ReturnType<typeof createTokenStore>;

const columns = { kind: 'kind', userId: 'user_id', email: 'email' };

export function createTokenStore(db: Db) {
  const valid = (on: Executor, kind: TokenKind, hash: string, now: number) =>
    on('tokens').where({ kind, token_hash: hash }).where('expires_at', '>', now);

  return {
    insert: async (trx: Knex.Transaction, record: NewTokenRecord): Promise<void> => {
      const { hash, userId, expiresAt, kind, email } = record;
      await trx('tokens').insert({ kind, email, user_id: userId, token_hash: hash, expires_at: expiresAt });
    },

    find: async (kind: TokenKind, hash: string, now: number): Promise<TokenRecord | undefined> =>
      valid(db.read, kind, hash, now).first<TokenRecord>(columns),

    /** Of two who use it at once, one gets it. */
    take: async (
      trx: Knex.Transaction,
      kind: TokenKind,
      hash: string,
      now: number,
    ): Promise<TokenRecord | undefined> => {
      const found = await valid(trx, kind, hash, now).first<TokenRecord>(columns);
      // Both may have found it; only one deletes it.
      return found && (await valid(trx, kind, hash, now).del()) > 0 ? found : undefined;
    },

    deleteOf: async (on: Executor, userId: number, kind?: TokenKind): Promise<void> => {
      await on('tokens')
        .where({ user_id: userId, ...(kind ? { kind } : {}) })
        .del();
    },

    /** Links to another address than the one that is asked for now: a slip of the pen must not open the account. */
    deleteOtherAddresses: async (trx: Knex.Transaction, userId: number, email: string): Promise<void> => {
      await trx('tokens').where({ user_id: userId, kind: 'email' }).whereNot('email', email).del();
    },

    deleteExpired: async (now: number): Promise<number> => db.write('tokens').where('expires_at', '<=', now).del(),
  };
}
