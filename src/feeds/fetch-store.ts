/** SQL of the feeds' history: one row per attempt, kept for a month. */
import { chunksOf } from '../db/chunks.js';
import type { Db, Executor } from '../db/db.js';
import type { FetchRecord } from './feed.js';

export function createFetchStore(db: Db) {
  return {
    async insertFetch(record: FetchRecord, executor: Executor = db.write): Promise<void> {
      await executor('fetches').insert({
        feed_id: record.feedId,
        started_at: record.startedAt,
        outcome: record.outcome,
        status: record.status,
        ms: Math.round(record.ms),
        bytes: record.bytes,
        new_count: record.newCount,
        updated_count: record.updatedCount,
        same_count: record.sameCount,
        rejected_count: record.rejectedCount,
        held_count: record.heldCount,
        reasons: Object.keys(record.reasons).length === 0 ? null : JSON.stringify(record.reasons),
        charset: record.charset?.slice(0, 40) ?? null,
        repairs: record.repairs,
        detail: record.detail?.slice(0, 500) ?? null,
      });
    },

    async listByFeed(feedId: number, limit: number): Promise<FetchRecord[]> {
      const rows = await db
        .read('fetches')
        .where('feed_id', feedId)
        .orderBy([
          { column: 'started_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(limit)
        .select<(Omit<FetchRecord, 'reasons'> & { reasons: string | null })[]>({
          feedId: 'feed_id',
          startedAt: 'started_at',
          outcome: 'outcome',
          status: 'status',
          ms: 'ms',
          bytes: 'bytes',
          newCount: 'new_count',
          updatedCount: 'updated_count',
          sameCount: 'same_count',
          rejectedCount: 'rejected_count',
          heldCount: 'held_count',
          reasons: 'reasons',
          charset: 'charset',
          repairs: 'repairs',
          detail: 'detail',
        });
      return rows.map((row) => ({ ...row, reasons: row.reasons === null ? {} : JSON.parse(row.reasons) }));
    },

    async deleteBefore(time: number): Promise<number> {
      let deleted = 0;
      for (;;) {
        const ids: number[] = await db.read('fetches').where('started_at', '<', time).limit(10_000).pluck('id');
        if (ids.length === 0) return deleted;
        for (const chunk of chunksOf(ids)) deleted += await db.write('fetches').whereIn('id', chunk).delete();
      }
    },
  };
}

export type FetchStore = ReturnType<typeof createFetchStore>;
