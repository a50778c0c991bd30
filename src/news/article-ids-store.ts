/** SQL that finds articles by their content. */
import type { Knex } from 'knex';
import { inChunks } from '../db/chunks.js';

/** Of one source. Two articles may have one content: one text under two guids. */
export async function listIdsByContent(
  trx: Knex.Transaction,
  feedId: number,
  hashes: readonly string[],
): Promise<Map<string, number[]>> {
  const rows = await inChunks<string, { id: number; content_hash: string }>([...new Set(hashes)], (chunk) =>
    trx('articles').where('feed_id', feedId).whereIn('content_hash', chunk).select('id', 'content_hash'),
  );
  const ids = new Map<string, number[]>();
  for (const { id, content_hash: hash } of rows) ids.set(hash, [...(ids.get(hash) ?? []), id]);
  return ids;
}
