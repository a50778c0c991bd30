import type { Migration } from './index.js';

export const feedback: Migration = {
  name: '013-feedback',
  up: async (_trx) => {},
};
