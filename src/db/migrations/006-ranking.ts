import type { Migration } from './index.js';

export const ranking: Migration = {
  name: '006-ranking',
  up: async (_trx) => {},
};
