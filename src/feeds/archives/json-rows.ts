/**
 * Rows out of a JSON file that may be longer than the memory: an array of objects, or phpMyAdmin's export (tables with a
 * `data` array each). Every object that holds no other object or array is a row; the name of the table stands in the object
 * around its array.
 */
import { AppError } from '../../lib/errors.js';
import type { DumpRow } from './mysql-inserts.js';

const MAX_ROW = 32 * 1024 * 1024;
const MAX_DEPTH = 16;
const MARK = /["{}[\]]/g;
const IN_STRING = /["\\]/g;

type Open = { start: number; isObject: boolean; isLeaf: boolean; table: string };

export function createJsonRowReader(onRow: (row: DumpRow) => void, onBad: (table: string) => void) {
  let text = '';
  let at = 0;
  let inString = false;
  const stack: Open[] = [];

  function push(piece: string): void {
    text += piece;
    while (step());
    forgetRead();
  }

  /** False when the text has to grow first. */
  function step(): boolean {
    const pattern = inString ? IN_STRING : MARK;
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) {
      at = text.length;
      return false;
    }
    at = found.index;
    if (found[0] === '\\') {
      if (at + 1 >= text.length) return false;
      at += 2;
    } else {
      at += 1;
      if (found[0] === '"') inString = !inString;
      else if (found[0] === '{' || found[0] === '[') open(found.index);
      else close();
    }
    return true;
  }

  function open(start: number): void {
    const parent = stack.at(-1);
    if (parent) parent.isLeaf = false;
    if (stack.length >= MAX_DEPTH)
      throw new AppError('bad-input', { params: { why: 'the JSON is nested too deeply' } });
    const isObject = text.charAt(start) === '{';
    const table = isObject ? (parent?.table ?? '') : nameIn(parent ? text.slice(parent.start, start) : '');
    stack.push({ start, isObject, isLeaf: true, table });
  }

  function close(): void {
    const closed = stack.pop();
    if (!closed?.isObject || !closed.isLeaf) return;
    const row = toRow(text.slice(closed.start, at));
    if (row) onRow({ table: closed.table, row });
    else onBad(closed.table);
  }

  /** What lies before the outermost object that may still be a row is not needed any more. */
  function forgetRead(): void {
    const needed = stack.find((open) => open.isLeaf)?.start ?? at;
    const keep = Math.min(needed, at);
    text = text.slice(keep);
    at -= keep;
    for (const open of stack) open.start -= keep;
    if (text.length > MAX_ROW) throw new AppError('bad-input', { params: { why: 'a row of the JSON does not end' } });
  }

  return { push, end: () => {} };
}

function nameIn(head: string): string {
  return /"name"\s*:\s*"([^"\\]{1,128})"/.exec(head)?.[1] ?? '';
}

function toRow(json: string): Record<string, string | null> | null {
  try {
    const value = JSON.parse(json) as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [key, field === null || field === undefined ? null : String(field)]),
    );
  } catch {
    return null;
  }
}
