/** SQL of how far the import of a long file came. A file that is done has no row: importing it again reads it again. */
import type { Db } from '../../db/db.js';

export function createPositionStore(db: Db) {
  return {
    async find(fileKey: string): Promise<number> {
      const row = await db.read('archive_positions').where('file_key', fileKey).first('position');
      return row?.position ?? 0;
    },

    async upsert(fileKey: string, position: number, now: number): Promise<void> {
      const row = { position, updated_at: now };
      await db
        .write('archive_positions')
        .insert({ file_key: fileKey, ...row })
        .onConflict('file_key')
        .merge(row);
    },

    async delete(fileKey: string): Promise<void> {
      await db.write('archive_positions').where('file_key', fileKey).delete();
    },
  };
}

export type PositionStore = ReturnType<typeof createPositionStore>;
