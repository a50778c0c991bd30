import type { Migration } from './index.js';

export const storyEdits: Migration = {
  name: '017-story-edits',
  up: async (trx) => {
    await trx.schema.alterTable('story_additions', (table) => {
      // The report whose text this one repeats; null where it tells in other words. It may be gone.
      table.integer('repeats_id');
      // Whether it repeats it with changes.
      table.boolean('is_edited').notNullable().defaultTo(false);
    });
    await trx.schema.alterTable('threads', (table) => {
      // Readable changes: what sources edited, and edited repeats.
      table.integer('edit_count').notNullable().defaultTo(0);
    });
    await trx.raw(
      `update threads set edit_count = (select count(*) from article_revisions
         join articles on articles.id = article_revisions.article_id where articles.thread_id = threads.id)`,
    );
    // Additions are found anew with the lists of similar threads.
    await trx('story_additions').delete();
    await trx.raw(
      `insert into similar_queue (thread_id, change_seq)
         select id, change_seq from threads where article_count > 1 and hidden_at is null on conflict (thread_id) do nothing`,
    );
  },
};
