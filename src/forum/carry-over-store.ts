/**
 * SQL of what goes along when one thread becomes part of another: who follows it, who declined to, who kept a
 * bookmark of it and how far each has read, and what was said of its similar pairs. Copied, not moved: taken back, the merge leaves both threads with what they had.
 */
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
