import type { Migration } from './index.js';

export const following: Migration = {
  name: '012-following',
  up: async (_trx) => {},
};
