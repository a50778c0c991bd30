import type { Migration } from './index.js';

export const media: Migration = {
  name: '009-media',
  up: async (_trx) => {},
};
