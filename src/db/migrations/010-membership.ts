import type { Migration } from './index.js';

export const membership: Migration = {
  name: '010-membership',
  up: async (_trx) => {},
};
