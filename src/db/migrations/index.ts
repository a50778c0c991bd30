import type { Knex } from 'knex';
import type { Dialect } from '../db.js';
import { accounts } from './001-accounts.js';
import { news } from './002-news.js';
import { forum } from './003-forum.js';
import { housekeeping } from './004-housekeeping.js';

/** `name` is kept in the database: never renamed, never reordered, no file extension. */
export type Migration = { name: string; up: (trx: Knex.Transaction, dialect: Dialect) => Promise<void> };

export const migrations: Migration[] = [accounts, news, forum, housekeeping];
