import type { Migration } from './index.js';

export const forum: Migration = {
  name: '003-forum',
  up: async (trx) => {
    await trx.schema.createTable('posts', (table) => {
      // The number of the permanent link, one sequence for the whole site.
      table.increments('id');
      table.integer('thread_id').notNullable().references('threads.id').onDelete('CASCADE');
      table.integer('user_id').notNullable().references('users.id');
      table.integer('reply_to_id').references('posts.id').onDelete('SET NULL').index();
      table.text('markdown').notNullable();
      table.text('html').notNullable();
      table.integer('cleaner_version').notNullable();
      table.bigInteger('created_at').notNullable();
      table.index(['thread_id', 'id']);
      table.index(['user_id', 'id']);
    });
  },
};
