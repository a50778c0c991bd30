/**
 * Files of a forum's dump (SQL inserts or JSON) → rows in the staging database, piece by piece.
 * Broken rows are counted and passed over; rows of other tables are none of ours.
 */
import { createReadStream } from 'node:fs';
import { createJsonRowReader } from './json-rows.js';
import { isKunenaTable, type KunenaRow, kunenaRow } from './kunena-rows.js';
import type { KunenaStaging } from './kunena-staging-store.js';
import { createInsertReader, type DumpRow } from './mysql-inserts.js';

export type StageReport = { rows: number; bad: number };
export type StageOptions = {
  onBytes: (bytes: number) => void;
  isStopping: () => boolean;
};

const PIECE_BYTES = 1024 * 1024;
const ROWS_HELD = 5000;

export async function stageDump(
  files: readonly string[],
  staging: Pick<KunenaStaging, 'insertRows'>,
  options: StageOptions,
): Promise<StageReport> {
  const report: StageReport = { rows: 0, bad: 0 };
  let held: KunenaRow[] = [];
  const onBad = (table: string) => {
    if (table === '' || isKunenaTable(table)) report.bad++;
  };
  const onRow = (found: DumpRow) => {
    const row = kunenaRow(found);
    if (row === 'bad') report.bad++;
    else if (row) held.push(row);
  };
  const flush = async () => {
    report.rows += held.length;
    const rows = held;
    held = [];
    await staging.insertRows(rows);
  };
  for (const file of files) {
    const reader = /\.sql$/i.test(file) ? createInsertReader(onRow, onBad) : createJsonRowReader(onRow, onBad);
    for await (const { text, bytes } of pieces(file)) {
      if (options.isStopping()) return report;
      reader.push(text);
      options.onBytes(bytes);
      if (held.length >= ROWS_HELD) await flush();
    }
    reader.end();
  }
  await flush();
  return report;
}

async function* pieces(file: string): AsyncGenerator<{ text: string; bytes: number }> {
  const decoder = new TextDecoder();
  for await (const piece of createReadStream(file, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>) {
    yield { text: decoder.decode(piece, { stream: true }), bytes: piece.length };
  }
  yield { text: decoder.decode(), bytes: 0 };
}

/** Whether a file is part of a forum's dump, by its first bytes. */
export function looksLikeDump(fileName: string, head: string): boolean {
  if (/\.sql$/i.test(fileName)) return true;
  if (!/\.json$/i.test(fileName) || !/^\ufeff?\s*\[/.test(head)) return false;
  const isExport = /"type"\s*:\s*"header"[\s\S]*phpMyAdmin/i.test(head) || /kunena_(?:topics|messages)/i.test(head);
  return isExport || /"(?:mesid|first_post_id)"\s*:/.test(head) || /"thread"\s*:[\s\S]*"catid"\s*:/.test(head);
}
