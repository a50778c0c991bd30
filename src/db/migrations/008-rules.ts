import type { Knex } from 'knex';
import type { Migration } from './index.js';

export const rules: Migration = {
  name: '008-rules',
  up: async (trx) => {
    await createRules(trx);
    await createSetAside(trx);
    await createRevisions(trx);
    await trx.schema.alterTable('fetches', (table) => {
      table.integer('held_count').notNullable().defaultTo(0);
      // Why entries were left out, as JSON: reason → number.
      table.text('reasons');
    });
  },
};

async function createRules(trx: Knex.Transaction): Promise<void> {
  await trx.schema.createTable('rules', (table) => {
    table.increments('id');
    // Null: for every source of the site.
    table.integer('feed_id').references('feeds.id').onDelete('CASCADE').index();
    table.string('name', 120).notNullable();
    table.string('action', 20).notNullable();
    table.integer('category_id').references('categories.id');
    table.string('tag', 60).notNullable().defaultTo('');
    table.string('matcher', 20).notNullable();
    table.string('fields', 80).notNullable();
    table.text('terms').notNullable();
    table.boolean('is_all').notNullable();
    table.boolean('is_enabled').notNullable();
    table.integer('position').notNullable();
    table.integer('created_by').references('users.id').onDelete('SET NULL');
    table.bigInteger('created_at').notNullable();
  });
  // What a rule did to an article when it came in; its name stays when the rule is gone.
  await trx.schema.createTable('article_rules', (table) => {
    table.increments('id');
    table.integer('article_id').notNullable().references('articles.id').onDelete('CASCADE').index();
    table.integer('rule_id').references('rules.id').onDelete('SET NULL').index();
    table.string('name', 120).notNullable();
    table.string('action', 20).notNullable();
    table.string('value', 120).notNullable();
    table.text('words').notNullable();
  });
  // The moderators' own version of a list that is shipped in data/topics.
  await trx.schema.createTable('topic_lists', (table) => {
    table.string('language', 10).primary();
    table.text('words').notNullable();
    table.bigInteger('updated_at').notNullable();
  });
  await trx.schema.createTable('retentions', (table) => {
    table.increments('id');
    // Null: for every source without a line of its own.
    table.integer('feed_id').unique().references('feeds.id').onDelete('CASCADE');
    table.string('kind', 20).notNullable();
    table.integer('amount').notNullable();
  });
}

/** Entries that are known and not published: held for review, turned down, deleted, or too old to keep. */
async function createSetAside(trx: Knex.Transaction): Promise<void> {
  await trx.schema.createTable('set_aside', (table) => {
    table.increments('id');
    table.string('kind', 20).notNullable();
    table.integer('feed_id').notNullable().references('feeds.id').onDelete('CASCADE');
    table.string('guid_key', 64);
    table.string('url_key', 64);
    table.string('identity_key', 64).notNullable();
    table.string('content_hash', 64).notNullable();
    table.bigInteger('published_at');
    table.bigInteger('edited_at');
    table.string('title', 500).notNullable();
    // The whole draft, or the deleted article's row, from which it can come back; null where nothing does.
    table.text('draft');
    table.text('verdict');
    table.integer('cleaner_version').notNullable().defaultTo(0);
    // Where the deleted article stood: its address answers "gone".
    table.integer('thread_id').index();
    table.integer('article_id').index();
    table.integer('log_id');
    table.string('reason', 500).notNullable().defaultTo('');
    table.bigInteger('created_at').notNullable();
    table.index(['feed_id', 'guid_key']);
    table.index(['url_key']);
    table.index(['feed_id', 'identity_key']);
    table.index(['kind', 'id']);
  });
}

async function createRevisions(trx: Knex.Transaction): Promise<void> {
  await trx.schema.createTable('article_revisions', (table) => {
    table.increments('id');
    table.integer('article_id').notNullable().references('articles.id').onDelete('CASCADE');
    table.string('title', 500).notNullable();
    table.text('text').notNullable();
    // When the source replaced it.
    table.bigInteger('replaced_at').notNullable();
    table.index(['article_id', 'id']);
  });
}
