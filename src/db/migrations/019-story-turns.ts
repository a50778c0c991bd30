import type { Migration } from './index.js';

export const storyTurns: Migration = {
  name: '019-story-turns',
  up: async (trx) => {
    // The change that put an article on the queue: one that came while it was decided upon is not taken off with it.
    await trx.schema.alterTable('story_queue', (table) => {
      table.bigInteger('change_seq').notNullable().defaultTo(0);
    });
    // As which change the article was read: later revisions are edits that the decision does not know.
    await trx.schema.alterTable('story_decisions', (table) => {
      table.bigInteger('change_seq').notNullable().defaultTo(0);
    });
    await trx.schema.alterTable('article_revisions', (table) => {
      table.bigInteger('change_seq').notNullable().defaultTo(0);
    });
    // Until now they were told apart by their times; 1 is before every change to come.
    await trx('story_queue').update({ change_seq: 1 });
    await trx.raw(
      `update article_revisions set change_seq = 1 where exists (select 1 from story_decisions as d
         where d.article_id = article_revisions.article_id and article_revisions.replaced_at >= d.decided_at)`,
    );
  },
};
