import type { Migration } from './index.js';

export const starting: Migration = {
  name: '014-starting',
  up: async (trx) => {
    await trx.schema.alterTable('threads', (table) => {
      // The member who started it; null for threads that a source's article began.
      table.integer('user_id').references('users.id').onDelete('SET NULL').index();
    });
    await trx.schema.alterTable('articles', (table) => {
      // Key of the address that a member's thread is about; its `url_key` stays free for the article itself.
      table.string('about_key', 64).index();
    });
  },
};
