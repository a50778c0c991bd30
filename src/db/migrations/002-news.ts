import type { Knex } from 'knex';
import type { Migration } from './index.js';

export const news: Migration = {
  name: '002-news',
  up: async (trx) => {
    await createSources(trx);
    await createStories(trx);
    await createSimilar(trx);
  },
};

async function createSources(trx: Knex.Transaction): Promise<void> {
  await trx.schema.createTable('categories', (table) => {
    table.increments('id');
    table.string('slug', 40).notNullable().unique();
    table.string('name_ru', 80).notNullable();
    table.string('name_en', 80).notNullable();
    table.integer('position').notNullable();
  });
  await trx.schema.createTable('feeds', (table) => {
    table.increments('id');
    table.text('url').notNullable().unique();
    table.string('title', 300).notNullable();
    table.text('site_url');
    table.string('language', 10).notNullable().defaultTo('');
    table.string('group_name', 120).notNullable().defaultTo('');
    table.integer('category_id').notNullable().references('categories.id');
    table.boolean('is_paused').notNullable().defaultTo(false);
    table.boolean('is_demo').notNullable().defaultTo(false);
    // An archive or a demo feed came from files: it has no address to fetch from.
    table.boolean('is_fetched').notNullable().defaultTo(true);
    // What the last document said of itself; a 304 says nothing.
    table.integer('ttl_minutes');
    table.bigInteger('mean_gap_ms');
    table.text('etag');
    table.text('last_modified');
    table.string('body_hash', 64);
    table.bigInteger('next_fetch_at').index();
    table.string('next_fetch_why', 40);
    table.bigInteger('last_attempt_at');
    table.bigInteger('last_success_at');
    table.string('last_outcome', 40);
    table.text('last_detail');
    table.integer('failure_count').notNullable().defaultTo(0);
    table.integer('article_count').notNullable().defaultTo(0);
    table.integer('created_by').references('users.id').onDelete('SET NULL');
    table.bigInteger('created_at').notNullable();
  });
  await trx.schema.createTable('fetches', (table) => {
    table.increments('id');
    table.integer('feed_id').notNullable().references('feeds.id').onDelete('CASCADE');
    table.bigInteger('started_at').notNullable();
    table.string('outcome', 40).notNullable();
    table.integer('status');
    table.integer('ms').notNullable();
    table.integer('bytes').notNullable();
    table.integer('new_count').notNullable();
    table.integer('updated_count').notNullable();
    table.integer('same_count').notNullable();
    table.integer('rejected_count').notNullable();
    table.string('charset', 40);
    table.text('repairs');
    table.text('detail');
    table.index(['feed_id', 'started_at']);
    table.index(['started_at']);
  });
}

async function createStories(trx: Knex.Transaction): Promise<void> {
  await trx.schema.createTable('threads', (table) => {
    table.increments('id');
    table.string('title', 500).notNullable();
    table.string('lead', 500).notNullable();
    table.integer('category_id').notNullable().references('categories.id');
    table.string('language', 10).notNullable().defaultTo('');
    // The source of the first article: what a list shows without a further query.
    table.integer('feed_id').notNullable().references('feeds.id').onDelete('CASCADE').index();
    table.integer('article_count').notNullable().defaultTo(0);
    // Wide, like the times: positions of lists come from addresses, and any whole number may stand there.
    table.bigInteger('reply_count').notNullable().defaultTo(0);
    table.bigInteger('published_at').notNullable();
    // The later of publication and last reply: the order of "active".
    table.bigInteger('active_at').notNullable();
    table.bigInteger('last_post_at');
    table.bigInteger('created_at').notNullable();
    // Position in the site's sequence of changes of indexed text; also the version of the index's document.
    table.bigInteger('change_seq').notNullable().index();
    table.index(['published_at', 'id']);
    table.index(['active_at', 'id']);
    table.index(['reply_count', 'id']);
    table.index(['category_id', 'published_at', 'id']);
    table.index(['category_id', 'active_at', 'id']);
    table.index(['category_id', 'reply_count', 'id']);
  });
  await trx.schema.createTable('articles', (table) => {
    table.increments('id');
    table.integer('thread_id').notNullable().references('threads.id').onDelete('CASCADE').index();
    table.integer('feed_id').notNullable().references('feeds.id').onDelete('CASCADE');
    table.string('guid_key', 64);
    table.string('url_key', 64);
    // Hash of title and date: identity of the last resort.
    table.string('identity_key', 64).notNullable();
    // Hash of all that is stored: tells an edit from a repeat.
    table.string('content_hash', 64).notNullable();
    table.text('url');
    table.string('title', 500).notNullable();
    table.string('author', 200);
    table.string('language', 10).notNullable().defaultTo('');
    table.text('html').notNullable();
    table.text('text').notNullable();
    table.string('lead', 500).notNullable();
    table.integer('cleaner_version').notNullable();
    table.text('tags').notNullable().defaultTo('[]');
    table.text('enclosures').notNullable().defaultTo('[]');
    table.bigInteger('published_at').notNullable();
    table.boolean('is_date_given').notNullable();
    table.bigInteger('edited_at');
    table.bigInteger('created_at').notNullable();
    table.unique(['feed_id', 'guid_key']);
    table.unique(['url_key']);
    table.index(['feed_id', 'identity_key']);
    table.index(['feed_id', 'published_at', 'id']);
  });
  // Every content an article ever had: an older version that comes again is a repeat, in whatever order feeds arrive.
  await trx.schema.createTable('article_versions', (table) => {
    table.integer('article_id').notNullable().references('articles.id').onDelete('CASCADE');
    table.string('content_hash', 64).notNullable();
    table.bigInteger('seen_at').notNullable();
    table.primary(['article_id', 'content_hash']);
  });
  await trx.schema.createTable('article_tags', (table) => {
    table.integer('article_id').notNullable().references('articles.id').onDelete('CASCADE');
    table.string('tag_key', 80).notNullable();
    table.bigInteger('published_at').notNullable();
    table.primary(['article_id', 'tag_key']);
    table.index(['tag_key', 'published_at', 'article_id']);
  });
}

async function createSimilar(trx: Knex.Transaction): Promise<void> {
  await trx.schema.createTable('similar_threads', (table) => {
    table.integer('thread_id').notNullable().references('threads.id').onDelete('CASCADE');
    table.integer('similar_id').notNullable().references('threads.id').onDelete('CASCADE').index();
    table.double('score').notNullable();
    table.text('terms').notNullable();
    // Whose search found the pair: computing a thread anew replaces what it found itself and nothing else.
    table.integer('found_by').notNullable().index();
    table.primary(['thread_id', 'similar_id', 'found_by']);
    table.index(['thread_id', 'score']);
  });
  // Threads whose similar articles wait to be computed; a row goes in the transaction that stores the result.
  await trx.schema.createTable('similar_queue', (table) => {
    table.integer('thread_id').primary().references('threads.id').onDelete('CASCADE');
    table.bigInteger('change_seq').notNullable();
    table.index(['change_seq', 'thread_id']);
  });
}
