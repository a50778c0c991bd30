import type { Migration } from './index.js';

export const rules: Migration = {
  name: '008-rules',
  up: async (_trx) => {},
};
