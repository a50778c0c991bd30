import type { Migration } from './index.js';

export const mergedSources: Migration = {
  name: '021-merged-sources',
  up: async (trx) => {
    await trx.schema.alterTable('feeds', (table) => {
      // The source that took this one's articles over; the row stays, so that its addresses and an undo find it.
      table.integer('merged_into').references('feeds.id').onDelete('CASCADE').index();
    });
    // What went over, row by row: all that a way back needs.
    await trx.schema.createTable('merged_rows', (table) => {
      table.integer('feed_id').notNullable().references('feeds.id').onDelete('CASCADE');
      table.string('kind', 20).notNullable();
      table.integer('row_id').notNullable();
      // Of an article: it goes without where the heir has that id already.
      table.string('guid_key', 64);
      table.primary(['feed_id', 'kind', 'row_id']);
    });
  },
};
