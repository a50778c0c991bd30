import type { Migration } from './index.js';

export const membership: Migration = {
  name: '010-membership',
  up: async (trx) => {
    await trx.schema.createTable('mail_queue', (table) => {
      table.increments('id');
      // Of mails that must not go out twice, e.g. one digest of one member; null for the others.
      table.string('mail_key', 200).unique();
      table.string('message_id', 300).notNullable();
      table.string('to_name', 100).notNullable();
      table.string('to_address', 254).notNullable();
      table.string('subject', 500).notNullable();
      table.text('text').notNullable();
      table.text('html').notNullable();
      table.text('headers').notNullable();
      table.string('state', 10).notNullable();
      table.integer('attempts').notNullable().defaultTo(0);
      // Next attempt; while one is under way, the moment from which another process may take over.
      table.bigInteger('due_at').notNullable();
      table.bigInteger('created_at').notNullable();
      table.bigInteger('ended_at');
      table.string('last_error', 500);
      table.index(['state', 'due_at']);
    });
  },
};
