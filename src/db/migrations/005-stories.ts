import type { Knex } from 'knex';
import type { Migration } from './index.js';

export const stories: Migration = {
  name: '005-stories',
  up: async (trx) => {
    await createLog(trx);
    await createGrouping(trx);
  },
};

async function createLog(trx: Knex.Transaction): Promise<void> {
  await trx.schema.createTable('moderation_log', (table) => {
    table.increments('id');
    table.integer('actor_id').notNullable().references('users.id');
    table.string('action', 40).notNullable();
    table.string('subject', 20).notNullable();
    table.integer('subject_id').notNullable();
    table.string('title', 500).notNullable();
    table.string('reason', 500).notNullable();
    table.text('details').notNullable();
    table.bigInteger('created_at').notNullable().index();
    table.bigInteger('undone_at');
    table.integer('undone_by').references('users.id');
    table.index(['subject', 'subject_id']);
  });
}

async function createGrouping(trx: Knex.Transaction): Promise<void> {
  await trx.schema.alterTable('threads', (table) => {
    table.integer('source_count').notNullable().defaultTo(1);
    // The story that took its articles over; the row stays, hidden, so that links, bookmarks and an undo find it.
    table.integer('merged_into').references('threads.id').onDelete('CASCADE').index();
  });
  // Articles for which it is not decided yet whether they tell a story that is there already.
  await trx.schema.createTable('story_queue', (table) => {
    table.integer('article_id').primary().references('articles.id').onDelete('CASCADE');
  });
  // The machine's decision, one for each article, kept whatever moderators did later.
  await trx.schema.createTable('story_decisions', (table) => {
    table.integer('article_id').primary().references('articles.id').onDelete('CASCADE');
    table.string('kind', 20).notNullable();
    // The article that it was found to resemble most, which may be gone.
    table.integer('against_id');
    table.double('score');
    table.string('reason', 40).notNullable();
    table.text('params').notNullable();
    // The thread that it had of its own.
    table.integer('own_thread_id').notNullable();
    table.bigInteger('decided_at').notNullable();
  });
  // What a further report adds to the story's first, ready for pages; see news/addition.ts.
  await trx.schema.createTable('story_additions', (table) => {
    table.integer('article_id').primary().references('articles.id').onDelete('CASCADE');
    table.text('body').notNullable();
  });
  // What moderators decided of two articles; the machine never decides otherwise. The lower id stands first.
  await trx.schema.createTable('story_rulings', (table) => {
    table.integer('low_id').notNullable().references('articles.id').onDelete('CASCADE');
    table.integer('high_id').notNullable().references('articles.id').onDelete('CASCADE').index();
    table.boolean('is_same').notNullable();
    table.integer('log_id').notNullable().references('moderation_log.id').onDelete('CASCADE').index();
    table.primary(['low_id', 'high_id']);
  });
}
