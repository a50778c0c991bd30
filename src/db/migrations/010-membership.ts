import type { Knex } from 'knex';
import type { Migration } from './index.js';

export const membership: Migration = {
  name: '010-membership',
  up: async (trx) => {
    await addStanding(trx);
    await addFactors(trx);
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

async function addStanding(trx: Knex.Transaction): Promise<void> {
  await trx.schema.alterTable('users', (table) => {
    // `email` holds confirmed addresses only: nobody learns from a registration whether an address is a member's.
    table.string('pending_email', 254);
    table.boolean('is_unverified').notNullable().defaultTo(false);
    table.string('private_fields', 100).notNullable().defaultTo('');
    table.bigInteger('delete_due_at').index();
    table.string('delete_mode', 10);
    table.bigInteger('deleted_at');
  });
  await trx.schema.alterTable('sessions', (table) => {
    table.integer('user_id').index();
    // What pages call the session: the id itself is the key to it.
    table.string('handle', 32).unique();
    table.string('user_agent', 300);
    table.string('network', 64);
    table.bigInteger('created_at');
    table.bigInteger('seen_at');
  });
  await trx.schema.createTable('tokens', (table) => {
    table.increments('id');
    table.string('kind', 20).notNullable();
    table.integer('user_id').references('users.id').onDelete('CASCADE');
    table.string('token_hash', 64).notNullable();
    table.string('email', 254);
    table.bigInteger('expires_at').notNullable().index();
    table.unique(['token_hash', 'kind']);
    table.index(['user_id', 'kind']);
  });
}

async function addFactors(trx: Knex.Transaction): Promise<void> {
  await trx.schema.createTable('totp_secrets', (table) => {
    table.integer('user_id').primary().references('users.id').onDelete('CASCADE');
    table.string('secret', 300).notNullable();
    table.bigInteger('confirmed_at');
    // The newest 30-second step whose code was taken: no code is good twice.
    table.bigInteger('last_step').notNullable().defaultTo(0);
    table.bigInteger('created_at').notNullable();
  });
  await trx.schema.createTable('recovery_codes', (table) => {
    table.increments('id');
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE');
    table.string('code_hash', 64).notNullable();
    table.bigInteger('used_at');
    table.unique(['user_id', 'code_hash']);
  });
  await trx.schema.createTable('passkeys', (table) => {
    table.increments('id');
    table.integer('user_id').notNullable().references('users.id').onDelete('CASCADE').index();
    table.string('credential_id', 1400).notNullable().unique();
    table.text('public_key').notNullable();
    table.bigInteger('counter').notNullable();
    table.string('transports', 100).notNullable();
    table.string('name', 60).notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('used_at');
  });
}
