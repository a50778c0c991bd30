import type { Migration } from './index.js';

export const withdrawnMentions: Migration = {
  name: '015-withdrawn-mentions',
  up: async (trx) => {
    await trx.schema.alterTable('notifications', (table) => {
      // An edit took the mention away before it was read: shown nowhere, but kept, so that nobody is mailed twice.
      table.bigInteger('withdrawn_at');
    });
  },
};
