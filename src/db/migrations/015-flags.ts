import type { Migration } from './index.js';

export const flags: Migration = {
  name: '015-flags',
  up: async (trx) => {
    await trx.schema.createTable('post_flags', (table) => {
      table.increments('id');
      table.integer('post_id').notNullable().references('posts.id').onDelete('CASCADE').index();
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE').index();
      table.string('reason', 20).notNullable();
      table.string('words', 300).notNullable().defaultTo('');
      table.bigInteger('created_at').notNullable();
      // null: open.
      table.bigInteger('decided_at');
      table.integer('decided_by');
      table.string('verdict', 10);
    });
    await trx.raw('create unique index post_flags_open on post_flags (post_id, user_id) where decided_at is null');
  },
};
