import type { Knex } from 'knex';
import type { Migration } from './index.js';

export const following: Migration = {
  name: '012-following',
  up: async (trx) => {
    await createOwn(trx);
    await createNotifications(trx);
    await createDeliveries(trx);
  },
};

/** What a member keeps for themselves: nobody else ever sees a row of it. */
async function createOwn(trx: Knex.Transaction): Promise<void> {
  await trx.schema.createTable('follows', (table) => {
    table.increments('id');
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE');
    table.string('kind', 20).notNullable();
    // An id as text, a tag's key, or a search as typed with its category: one column that can be unique.
    table.string('target', 260).notNullable();
    table.boolean('is_automatic').notNullable().defaultTo(false);
    table.bigInteger('created_at').notNullable();
    table.unique(['user_id', 'kind', 'target']);
    table.index(['kind', 'target', 'user_id']);
  });
  // A thread that somebody replied to and then stopped following is not followed again by the next reply.
  await trx.schema.createTable('declined_follows', (table) => {
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE');
    table.integer('thread_id').notNullable().references('threads.id').onDelete('CASCADE');
    table.primary(['user_id', 'thread_id']);
  });
  await trx.schema.createTable('read_marks', (table) => {
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE');
    table.integer('thread_id').notNullable().references('threads.id').onDelete('CASCADE').index();
    table.integer('last_post_id').notNullable();
    // `active_at` of the thread up to which it was read: what lists compare.
    table.bigInteger('read_until').notNullable();
    table.primary(['user_id', 'thread_id']);
  });
  await trx.schema.createTable('bookmarks', (table) => {
    table.increments('id');
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE');
    table.integer('thread_id').notNullable().references('threads.id').onDelete('CASCADE').index();
    table.integer('post_id').references('posts.id').onDelete('CASCADE').index();
    // 0 for the thread itself: NULL is never unique.
    table.integer('post_key').notNullable();
    table.string('note', 1000).notNullable().defaultTo('');
    // Title and note in lower case: SQLite folds only Latin letters by itself.
    table.string('haystack', 1600).notNullable();
    table.bigInteger('created_at').notNullable();
    table.unique(['user_id', 'thread_id', 'post_key']);
    table.index(['user_id', 'id']);
  });
  await trx.schema.createTable('mutes', (table) => {
    table.increments('id');
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE');
    table.string('kind', 20).notNullable();
    table.string('target', 120).notNullable();
    table.bigInteger('created_at').notNullable();
    table.unique(['user_id', 'kind', 'target']);
  });
}

async function createNotifications(trx: Knex.Transaction): Promise<void> {
  await trx.schema.createTable('notification_settings', (table) => {
    table.integer('user_id').primary().references('users.id').onDelete('CASCADE');
    table.boolean('follows_replies').notNullable().defaultTo(true);
    table.string('digest', 10).notNullable().defaultTo('monthly');
    // Kind of notification → way, only where it is not the default.
    table.text('ways').notNullable().defaultTo('{}');
    table.bigInteger('all_read_at');
  });
  // What happened and has not been told yet; a row goes in the transaction that stores who was told.
  await trx.schema.createTable('notification_events', (table) => {
    table.increments('id');
    table.string('kind', 20).notNullable();
    table.text('payload').notNullable();
    table.bigInteger('created_at').notNullable();
  });
  await trx.schema.createTable('notifications', (table) => {
    table.increments('id');
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE');
    table.string('event', 60).notNullable();
    table.string('kind', 20).notNullable();
    table.integer('thread_id').references('threads.id').onDelete('CASCADE').index();
    table.integer('post_id').references('posts.id').onDelete('CASCADE').index();
    table.integer('actor_id').references('users.id').onDelete('CASCADE').index();
    // The follow that brought it, as [kind, target]; and what a moderator did.
    table.string('because_kind', 20);
    table.string('because_target', 260);
    table.text('detail').notNullable().defaultTo('');
    table.bigInteger('created_at').notNullable().index();
    table.bigInteger('read_at');
    // now: to be mailed as soon as possible; bundle: with others; null: not, or not any more.
    table.string('mail', 10);
    table.boolean('is_push_due').notNullable().defaultTo(false);
    // Never two for one event.
    table.unique(['user_id', 'event']);
    table.index(['user_id', 'read_at']);
    table.index(['user_id', 'id']);
    table.index(['mail', 'user_id']);
    table.index(['is_push_due', 'id']);
  });
}

async function createDeliveries(trx: Knex.Transaction): Promise<void> {
  await trx.schema.createTable('private_feed_tokens', (table) => {
    table.integer('user_id').primary().references('users.id').onDelete('CASCADE');
    table.string('token_hash', 64).notNullable().unique();
    table.bigInteger('created_at').notNullable();
  });
  await trx.schema.createTable('push_subscriptions', (table) => {
    table.increments('id');
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE').index();
    table.text('endpoint').notNullable();
    table.string('endpoint_hash', 64).notNullable().unique();
    table.string('p256dh', 200).notNullable();
    table.string('auth', 100).notNullable();
    table.string('device', 120).notNullable().defaultTo('');
    table.bigInteger('created_at').notNullable();
  });
  await trx.schema.createTable('digests', (table) => {
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE');
    table.string('period', 30).notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('sent_at');
    table.primary(['user_id', 'period']);
  });
}
