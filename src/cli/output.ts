/** Results on standard output: JSON, lines and tables. What feeds say never reaches the terminal with its control characters. */
import { collapse, truncate } from '../lib/text.js';

export type Output = NodeJS.WritableStream & { isTTY?: boolean; destroyed?: boolean };

const WIDEST_CELL = 70;
const GAP = '  ';

/** Waits where the reader is slower than we are; a reader that went away (`| head`) is not waited for. */
export async function printJson(out: Output, value: unknown): Promise<void> {
  await print(out, JSON.stringify(value));
}

export async function printLine(out: Output, line: string): Promise<void> {
  await print(out, collapse(line));
}

/** Text that is right as it stands: a document, a table. */
export async function print(out: Output, text: string): Promise<void> {
  if (isGone(out)) return;
  if (!out.write(`${text}\n`) && !isGone(out)) await readerCaughtUp(out);
}

/** Nobody reads any more: going on would be work for nothing. */
export function isGone(out: Output): boolean {
  return out.destroyed === true || !out.writable;
}

function readerCaughtUp(out: Output): Promise<void> {
  const events = ['drain', 'close', 'error'] as const;
  return new Promise((resolve) => {
    const go = () => {
      for (const event of events) out.removeListener(event, go);
      resolve();
    };
    for (const event of events) out.on(event, go);
  });
}

export type Cell = string | number | null;

/** Columns as wide as their widest cell; numbers to the right. Nothing at all for no rows. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return '(none)';
  const texts = rows.map((row) => row.map(cellText));
  const widths = head.map((name, at) => Math.max(length(name), ...texts.map((row) => length(row[at] ?? ''))));
  const isNumber = head.map((_, at) => rows.every((row) => typeof row[at] !== 'string'));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => pad(cell, widths[at] ?? 0, isNumber[at] ?? false))
      .join(GAP)
      .trimEnd();
  return [line(head), ...texts.map(line)].join('\n');
}

/** Minutes are enough for a person; JSON has the whole ISO 8601. */
export function timeText(ms: number | null): string {
  return ms === null ? '' : new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}

export function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function cellText(cell: Cell): string {
  return truncate(collapse(String(cell ?? '')), WIDEST_CELL);
}

function length(text: string): number {
  return [...text].length;
}

function pad(text: string, width: number, isRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - length(text)));
  return isRight ? space + text : text + space;
}
