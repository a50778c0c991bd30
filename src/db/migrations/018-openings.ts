import type { Migration } from './index.js';

export const openings: Migration = {
  name: '018-openings',
  up: async (trx) => {
    await trx.schema.alterTable('articles', (table) => {
      // The member whose opening text it is, wherever it stands by now; null for what a source published.
      table.integer('user_id').references('users.id').onDelete('SET NULL').index();
      // What was typed, of opening texts only; null for those from before it was kept.
      table.text('markdown');
    });
    await trx.schema.alterTable('threads', (table) => {
      // When its author took it back; such a thread is hidden since then.
      table.bigInteger('withdrawn_at');
    });
    const starter = `select threads.user_id from threads where threads.user_id is not null
      and coalesce(threads.merged_into, threads.id) = articles.thread_id and threads.created_at = articles.created_at`;
    await trx.raw(
      `update articles set user_id = (${starter} limit 1)
         where feed_id in (select id from feeds where url = 'members:threads') and exists (${starter})`,
    );
  },
};
