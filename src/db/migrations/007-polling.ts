import type { Migration } from './index.js';

export const polling: Migration = {
  name: '007-polling',
  up: async (_trx) => {},
};
