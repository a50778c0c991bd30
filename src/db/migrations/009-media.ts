import type { Knex } from 'knex';
import type { Migration } from './index.js';

export const media: Migration = {
  name: '009-media',
  up: async (trx) => {
    await createImages(trx);
    await createFullTexts(trx);
    await createArchives(trx);
  },
};

async function createImages(trx: Knex.Transaction): Promise<void> {
  await trx.schema.createTable('images', (table) => {
    table.increments('id');
    // Stands in addresses instead of the original's: nobody can ask for an image that no article or source has.
    table.string('image_key', 32).notNullable().unique();
    table.text('url').notNullable();
    table.string('url_hash', 64).notNullable().unique();
    table.string('kind', 10).notNullable();
    // Known once it was fetched.
    table.integer('width');
    table.integer('height');
    table.string('etag', 64);
    table.string('failure', 40);
    table.integer('attempts').notNullable().defaultTo(0);
    table.bigInteger('retry_at');
    table.bigInteger('created_at').notNullable();
  });
  await trx.schema.alterTable('articles', (table) => {
    table.integer('image_id').references('images.id').onDelete('SET NULL');
    table.string('image_alt', 300);
    // What the source itself said, while a full text from its page stands in the place of it.
    table.text('source_text');
    table.index(['created_at']);
  });
  await trx.schema.alterTable('feeds', (table) => {
    table.integer('icon_id').references('images.id').onDelete('SET NULL');
    table.bigInteger('icon_checked_at');
  });
}

async function createFullTexts(trx: Knex.Transaction): Promise<void> {
  await trx.schema.alterTable('feeds', (table) => {
    // Articles stored since then get their full text; null: the source does not ask for it.
    table.bigInteger('full_text_since');
  });
  await trx.schema.createTable('full_texts', (table) => {
    table.integer('article_id').primary().references('articles.id').onDelete('CASCADE');
    table.integer('feed_id').notNullable().references('feeds.id').onDelete('CASCADE');
    // The source's own version that this was fetched for: an edit there asks for the page again.
    table.string('content_hash', 64).notNullable();
    // Null when nothing is left to try.
    table.bigInteger('due_at').index();
    table.integer('attempts').notNullable().defaultTo(0);
    table.string('outcome', 40);
    table.text('detail');
    table.bigInteger('updated_at').notNullable();
    table.index(['feed_id', 'outcome', 'updated_at']);
  });
}

async function createArchives(trx: Knex.Transaction): Promise<void> {
  await trx.schema.alterTable('users', (table) => {
    // Came with an archive: no password, nobody can log in as it.
    table.boolean('is_imported').notNullable().defaultTo(false);
  });
  // What an old forum called its topics and messages, so that links to it lead on.
  await trx.schema.createTable('old_links', (table) => {
    table.increments('id');
    table.integer('feed_id').notNullable().references('feeds.id').onDelete('CASCADE');
    table.string('kind', 10).notNullable();
    table.integer('old_id').notNullable();
    table.integer('thread_id').notNullable().references('threads.id').onDelete('CASCADE').index();
    table.integer('post_id').references('posts.id').onDelete('SET NULL').index();
    table.unique(['feed_id', 'kind', 'old_id']);
    table.index(['kind', 'old_id']);
  });
  await trx.schema.createTable('archive_members', (table) => {
    table.integer('feed_id').notNullable().references('feeds.id').onDelete('CASCADE');
    table.string('old_key', 200).notNullable();
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE').index();
    table.primary(['feed_id', 'old_key']);
  });
  // How far the import of a long file came; the row goes when the file is done.
  await trx.schema.createTable('archive_positions', (table) => {
    table.string('file_key', 64).primary();
    table.bigInteger('position').notNullable();
    table.bigInteger('updated_at').notNullable();
  });
}
