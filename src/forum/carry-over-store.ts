/**
 * SQL of what goes along when one thread becomes part of another: who follows it, who declined to, who kept a
 * bookmark of it and how far each has read, and what was said of its similar pairs. Copied, not moved: taken back, the merge leaves both threads with what they had.
 */
import type { Knex } from 'knex';
import type { CarryOver } from '../news/story-write-store.js';
import type { FeedbackStore } from '../search/feedback-store.js';

const MOST_ID = 2_147_483_647;

export function createCarryOver(feedback: Pick<FeedbackStore, 'copyVerdicts'>): CarryOver {
  return async (trx, { from, into, heirPost }) => {
    await trx.raw(
      `insert into follows (user_id, kind, target, is_automatic, created_at)
       select user_id, kind, ?, is_automatic, created_at from follows where kind = 'thread' and target = ?
       on conflict do nothing`,
      [String(into), String(from)],
    );
    await trx.raw(
      `insert into declined_follows (user_id, thread_id)
       select user_id, ? from declined_follows where thread_id = ? on conflict do nothing`,
      [into, from],
    );
    // Those of posts need nothing: they are found by the post, wherever it stands.
    await trx.raw(
      `insert into bookmarks (user_id, thread_id, post_id, post_key, note, haystack, created_at)
       select user_id, ?, post_id, post_key, note, haystack, created_at from bookmarks
       where thread_id = ? and post_key = 0
       on conflict do nothing`,
      [into, from],
    );
    await lowerMarks(trx, from, into);
    // No further than the heir's own posts begin: rather too much is shown as unread than anything missed.
    const [lastPost, until] = heirPost ? [heirPost.id - 1, heirPost.createdAt - 1] : [MOST_ID, Number.MAX_SAFE_INTEGER];
    await trx.raw(
      `insert into read_marks (user_id, thread_id, last_post_id, read_until)
       select user_id, ?, case when last_post_id > ? then ? else last_post_id end,
         case when read_until > ? then ? else read_until end
       from read_marks where thread_id = ? on conflict do nothing`,
      [into, lastPost, lastPost, until, until, from],
    );
    await feedback.copyVerdicts(trx, from, into);
  };
}

/** Who has read the heir has read no further than to the first post that comes to it and that they have not seen. */
async function lowerMarks(trx: Knex.Transaction, from: number, into: number): Promise<void> {
  await trx.raw(
    `with unseen as (
       select heirs.user_id, (
         select min(posts.id) from posts where posts.thread_id = ? and posts.id > coalesce(others.last_post_id, 0)
       ) as post_id
       from read_marks as heirs
       left join read_marks as others on others.thread_id = ? and others.user_id = heirs.user_id
       where heirs.thread_id = ?
     )
     update read_marks set last_post_id = posts.id - 1,
       read_until = case when read_until < posts.created_at then read_until else posts.created_at - 1 end
     from unseen join posts on posts.id = unseen.post_id
     where read_marks.thread_id = ? and read_marks.user_id = unseen.user_id and read_marks.last_post_id >= posts.id`,
    [from, from, into, into],
  );
}
