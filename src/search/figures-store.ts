/** SQL of what the page about similar articles tells of this site. */
import type { Db } from '../db/db.js';

export type SimilarFigures = { threads: number; computedAt: number | null };

export function createFiguresStore(db: Db) {
  return {
    /** Threads with a computed list, and when the newest was computed. */
    async findFigures(): Promise<SimilarFigures> {
      const [row] = await db.read('similar_states').count({ threads: '*' }).max({ computedAt: 'computed_at' });
      return {
        threads: Number(row?.threads ?? 0),
        computedAt: row?.computedAt === null || row?.computedAt === undefined ? null : Number(row.computedAt),
      };
    },
  };
}

export type FiguresStore = ReturnType<typeof createFiguresStore>;
