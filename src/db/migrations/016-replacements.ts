import type { Migration } from './index.js';

export const replacements: Migration = {
  name: '016-replacements',
  up: async (trx) => {
    // What the site of a dead source offers instead; looked for once for each of its troubles.
    await trx.schema.createTable('feed_replacements', (table) => {
      table.integer('feed_id').primary().references('feeds.id').onDelete('CASCADE');
      table.bigInteger('looked_at').notNullable();
      table.text('candidates').notNullable();
    });
  },
};
