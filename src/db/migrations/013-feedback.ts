import type { Migration } from './index.js';

export const feedback: Migration = {
  name: '013-feedback',
  up: async (trx) => {
    await trx.schema.alterTable('threads', (table) => {
      // Hidden by a moderator: not listed, not found, not similar to anything; nothing is lost.
      table.bigInteger('hidden_at');
    });
    // What members say of a pair of similar threads; the pair has no direction, so the lower id stands first.
    await trx.schema.createTable('similar_votes', (table) => {
      table.integer('low_id').notNullable().references('threads.id').onDelete('CASCADE');
      table.integer('high_id').notNullable().references('threads.id').onDelete('CASCADE').index();
      table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE').index();
      table.integer('value').notNullable();
      table.bigInteger('created_at').notNullable();
      table.primary(['low_id', 'high_id', 'user_id']);
    });
    // The sum of it, and what a moderator decided, in both directions like the lists they change.
    await trx.schema.createTable('similar_verdicts', (table) => {
      table.integer('thread_id').notNullable().references('threads.id').onDelete('CASCADE');
      table.integer('similar_id').notNullable().references('threads.id').onDelete('CASCADE').index();
      table.integer('related_count').notNullable().defaultTo(0);
      table.integer('unrelated_count').notNullable().defaultTo(0);
      table.double('shift').notNullable().defaultTo(0);
      table.string('ruling', 10);
      table.primary(['thread_id', 'similar_id']);
    });
    // How large the collection was when a thread's list was computed, and how often the thread was read since.
    await trx.schema.createTable('similar_states', (table) => {
      table.integer('thread_id').primary().references('threads.id').onDelete('CASCADE');
      table.integer('documents').notNullable();
      table.bigInteger('computed_at').notNullable();
      table.integer('view_count').notNullable().defaultTo(0);
      table.index(['documents']);
    });
  },
};
