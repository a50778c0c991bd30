import type { Knex } from 'knex';
import type { Migration } from './index.js';

export const polling: Migration = {
  name: '007-polling',
  up: async (trx) => {
    await extendFeeds(trx);
    await trx.schema.createTable('feed_hosts', (table) => {
      table.string('host', 255).primary();
      // One request at a time: until then the host is being asked, or is left its pause.
      table.bigInteger('busy_until').notNullable().defaultTo(0);
      // What the host itself ordered by Retry-After.
      table.bigInteger('held_until').notNullable().defaultTo(0);
    });
    await trx.schema.createTable('feed_alerts', (table) => {
      table.increments('id');
      table.integer('feed_id').notNullable().references('feeds.id').onDelete('CASCADE');
      table.string('kind', 20).notNullable();
      table.bigInteger('opened_at').notNullable();
      table.bigInteger('closed_at');
      table.bigInteger('told_at');
      table.index(['closed_at', 'feed_id']);
      table.index(['feed_id', 'opened_at']);
    });
    await trx.schema.createTable('feed_subscriptions', (table) => {
      table.integer('feed_id').primary().references('feeds.id').onDelete('CASCADE');
      table.text('hub_url').notNullable();
      table.text('topic_url').notNullable();
      // The callback's unguessable address, and the key with which the hub signs what it pushes.
      table.string('token', 64).notNullable().unique();
      table.string('secret', 64).notNullable();
      table.string('state', 20).notNullable();
      table.bigInteger('lease_until');
      table.bigInteger('next_request_at').index();
      table.integer('failure_count').notNullable().defaultTo(0);
      table.bigInteger('last_push_at');
      table.text('detail');
    });
  },
};

async function extendFeeds(trx: Knex.Transaction): Promise<void> {
  await trx.schema.alterTable('feeds', (table) => {
    table.string('host', 255).notNullable().defaultTo('').index();
    // Another process leaves the feed alone until then.
    table.bigInteger('claimed_until');
    table.text('skip_times');
    // Where permanent redirects lead, how often in a row they did, and since when.
    table.text('moved_to');
    table.integer('moved_count').notNullable().defaultTo(0);
    table.bigInteger('moved_since');
    table.double('failure_score').notNullable().defaultTo(0);
    // Its own normal: the median of its weeks.
    table.double('normal_per_week');
    table.bigInteger('last_article_at');
    table.bigInteger('silent_since');
    // A hub pushes what is new until then.
    table.bigInteger('push_until');
    table.index(['failure_score', 'id']);
  });
}
