/** Statements stay small: SQLite takes 32,766 bindings and 500 rows of a compound insert, PostgreSQL 65,535 bindings. */
export const ROWS_PER_STATEMENT = 200;

export function chunksOf<T>(items: readonly T[], size: number = ROWS_PER_STATEMENT): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}

/** Runs one query per chunk and joins the rows. */
export async function inChunks<T, Row>(items: readonly T[], query: (chunk: T[]) => PromiseLike<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (const chunk of chunksOf(items)) rows.push(...(await query(chunk)));
  return rows;
}
