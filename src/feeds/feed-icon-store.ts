/** SQL of sources' icons: whose site has not been looked at for long, and what was found. */
import type { Db } from '../db/db.js';

export type IconlessFeed = { id: number; siteUrl: string };

export function createFeedIconStore(db: Db) {
  return {
    async listUnchecked(before: number, limit: number): Promise<IconlessFeed[]> {
      return db
        .read('feeds')
        .whereNotNull('site_url')
        .where('is_demo', false)
        .where((rows) => rows.whereNull('icon_checked_at').orWhere('icon_checked_at', '<', before))
        .orderBy('id')
        .limit(limit)
        .select({ id: 'id', siteUrl: 'site_url' });
    },

    /** What was found before stays when nothing is found now. */
    async recordIcon(feedId: number, iconId: number | null, now: number): Promise<void> {
      const found = iconId === null ? {} : { icon_id: iconId };
      await db
        .write('feeds')
        .where('id', feedId)
        .update({ ...found, icon_checked_at: now });
    },
  };
}

export type FeedIconStore = ReturnType<typeof createFeedIconStore>;
