/** SQL of finding the members that a text mentions, and names for suggestions. */
import type { Db } from '../db/db.js';
import type { MentionedMember, MentionedMembers } from './mentions.js';

export function createMentionStore(db: Db) {
  return {
    async findMentioned(keys: readonly string[]): Promise<MentionedMembers> {
      if (keys.length === 0) return new Map();
      const rows: (MentionedMember & { key: string })[] = await db
        .read('users')
        .whereIn('name_key', [...keys])
        .select({ id: 'id', name: 'name', key: 'name_key' });
      return new Map(rows.map(({ key, ...member }) => [key, member]));
    },

    /** Members whose folded name begins with this key; those who write most come first. */
    async listByPrefix(key: string, limit: number): Promise<MentionedMember[]> {
      // Folded names hold letters and digits only: nothing in a key is a wildcard.
      return db
        .read('users')
        .where('name_key', 'like', `${key}%`)
        .orderBy([{ column: 'post_count', order: 'desc' }, { column: 'id' }])
        .limit(limit)
        .select('id', 'name');
    },
  };
}

export type MentionStore = ReturnType<typeof createMentionStore>;
