import type { Migration } from './index.js';

export const discussion: Migration = {
  name: '011-discussion',
  up: async (_trx) => {},
};
