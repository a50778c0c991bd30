import type { Migration } from './index.js';

export const withdrawnTexts: Migration = {
  name: '020-withdrawn-texts',
  up: async (trx) => {
    await trx.schema.alterTable('post_versions', (table) => {
      // When a moderator's edit took the text out of everybody's sight; null while anybody may read it.
      table.bigInteger('withdrawn_at');
    });
  },
};
