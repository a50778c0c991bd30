import type { Migration } from './index.js';

export const accounts: Migration = {
  name: '001-accounts',
  up: async (trx) => {
    await trx.schema.createTable('users', (table) => {
      table.increments('id');
      table.string('name', 40).notNullable();
      // Folded form (case, look-alike letters): the name that must be unique.
      table.string('name_key', 80).notNullable().unique();
      table.string('email', 254);
      table.string('email_key', 254).unique();
      table.string('password_hash', 200);
      table.string('role', 20).notNullable();
      table.string('language', 5);
      table.string('gender', 20);
      table.string('birthday', 10);
      table.string('place', 80);
      table.text('about');
      table.boolean('is_demo').notNullable().defaultTo(false);
      table.integer('post_count').notNullable().defaultTo(0);
      table.bigInteger('created_at').notNullable();
    });
    await trx.schema.createTable('sessions', (table) => {
      table.string('sid').primary();
      table.json('sess').notNullable();
      table.timestamp('expired').notNullable().index();
    });
    await trx.schema.createTable('rate_limits', (table) => {
      table.string('key', 255).primary();
      table.integer('points').notNullable().defaultTo(0);
      table.bigInteger('expire');
    });
  },
};
