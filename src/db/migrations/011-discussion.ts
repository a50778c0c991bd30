import type { Knex } from 'knex';
import type { Migration } from './index.js';

export const discussion: Migration = {
  name: '011-discussion',
  up: async (trx) => {
    await alterPosts(trx);
    await createTexts(trx);
    await createModeration(trx);
  },
};

async function alterPosts(trx: Knex.Transaction): Promise<void> {
  await trx.schema.alterTable('posts', (table) => {
    table.bigInteger('edited_at');
    // A deleted post keeps its row, number and text: what is seen is a tombstone, and it can be restored intact.
    table.bigInteger('deleted_at');
    table.integer('deleted_by').references('users.id').onDelete('SET NULL');
    table.string('delete_reason', 500);
    table.integer('up_count').notNullable().defaultTo(0);
    table.integer('down_count').notNullable().defaultTo(0);
    // Lower end of the Wilson interval of these two; see forum/wilson.ts.
    table.double('score').notNullable().defaultTo(0);
    // Eight hexadecimal digits a level: sorted as text it is the order of the conversation.
    table.string('tree_path', 64).notNullable().defaultTo('');
    // Hash of the words without case and spaces: finds the same text elsewhere.
    table.string('text_key', 24).notNullable().defaultTo('');
    table.index(['thread_id', 'tree_path', 'id']);
    table.index(['text_key', 'created_at']);
  });
  // Best first, equals in the order of writing: a mixed order that only an index of the same kind answers without sorting.
  await trx.schema.raw('create index posts_best on posts (thread_id, score desc, id)');
  await trx.schema.alterTable('threads', (table) => {
    table.bigInteger('locked_at');
    table.string('lock_reason', 500);
  });
}

async function createTexts(trx: Knex.Transaction): Promise<void> {
  // The texts that edits replaced, each with who replaced it, when and why.
  await trx.schema.createTable('post_versions', (table) => {
    table.increments('id');
    table.integer('post_id').notNullable().references('posts.id').onDelete('CASCADE');
    table.text('markdown').notNullable();
    table.integer('editor_id').references('users.id').onDelete('SET NULL');
    table.string('reason', 500).notNullable().defaultTo('');
    table.bigInteger('replaced_at').notNullable();
    table.index(['post_id', 'id']);
  });
  await trx.schema.createTable('post_votes', (table) => {
    table.integer('post_id').notNullable().references('posts.id').onDelete('CASCADE');
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE');
    // 1 or -1; taking a vote back deletes the row.
    table.integer('value').notNullable();
    table.bigInteger('created_at').notNullable();
    table.primary(['post_id', 'user_id']);
    table.index(['user_id', 'created_at']);
  });
  await trx.schema.createTable('drafts', (table) => {
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE');
    // What is being written: `thread:12`, `thread:12:59` (answering post 59), `edit:59`.
    table.string('place', 60).notNullable();
    table.text('markdown').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.primary(['user_id', 'place']);
    table.index(['user_id', 'updated_at']);
  });
}

async function createModeration(trx: Knex.Transaction): Promise<void> {
  // Posts that wait for a moderator have no number yet: they become posts when they are let through.
  await trx.schema.createTable('held_posts', (table) => {
    table.increments('id');
    table.integer('thread_id').notNullable().references('threads.id').onDelete('CASCADE').index();
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE');
    table.integer('reply_to_id').references('posts.id').onDelete('SET NULL');
    table.text('markdown').notNullable();
    table.bigInteger('created_at').notNullable();
    // null: waiting.
    table.string('verdict', 20);
    table.bigInteger('decided_at');
    table.integer('decided_by').references('users.id').onDelete('SET NULL');
    table.string('reason', 500);
    table.integer('post_id').references('posts.id').onDelete('SET NULL');
    table.index(['verdict', 'id']);
    table.index(['user_id', 'verdict']);
  });
}
