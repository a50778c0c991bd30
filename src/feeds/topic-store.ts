/** SQL of the topic's lists that moderators changed. */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';

const MOST_LANGUAGES = 50;

export function createTopicStore(db: Db) {
  return {
    async list(): Promise<{ language: string; words: string }[]> {
      return db.read('topic_lists').orderBy('language').limit(MOST_LANGUAGES).select('language', 'words');
    },

    async upsert(trx: Knex.Transaction, list: { language: string; words: string; at: number }): Promise<void> {
      const row = { language: list.language, words: list.words, updated_at: list.at };
      await trx('topic_lists').insert(row).onConflict('language').merge();
    },

    /** Back to the shipped list. */
    async delete(trx: Knex.Transaction, language: string): Promise<void> {
      await trx('topic_lists').where('language', language).delete();
    },
  };
}

export type TopicStore = ReturnType<typeof createTopicStore>;
