import type { Migration } from './index.js';

export const housekeeping: Migration = {
  name: '004-housekeeping',
  up: async (trx) => {
    // One of many processes does a job: whoever holds the unexpired row.
    await trx.schema.createTable('leases', (table) => {
      table.string('name', 60).primary();
      table.string('holder', 120).notNullable();
      table.bigInteger('expires_at').notNullable();
    });
    await trx.schema.createTable('counters', (table) => {
      table.string('name', 40).primary();
      table.bigInteger('value').notNullable();
    });
    await trx('counters').insert({ name: 'changes', value: 0 });
    await trx.schema.createTable('notes', (table) => {
      table.string('name', 60).primary();
      table.text('value').notNullable();
    });
  },
};
