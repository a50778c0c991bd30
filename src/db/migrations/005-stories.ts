import type { Migration } from './index.js';

export const stories: Migration = {
  name: '005-stories',
  up: async (trx) => {
    await trx.schema.createTable('moderation_log', (table) => {
      table.increments('id');
      table.integer('actor_id').notNullable().references('users.id');
      table.string('action', 40).notNullable();
      table.string('subject', 20).notNullable();
      table.integer('subject_id').notNullable();
      table.string('title', 500).notNullable();
      table.string('reason', 500).notNullable();
      table.text('details').notNullable();
      table.bigInteger('created_at').notNullable();
      table.bigInteger('undone_at');
      table.integer('undone_by').references('users.id');
      table.index(['subject', 'subject_id']);
    });
  },
};
