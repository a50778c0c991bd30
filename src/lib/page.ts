/**
 * Cursors of long lists: the sort values of the last row shown, opaque in the address. Pages stay right while rows are
 * added, and page 500 costs what page 1 costs. A cursor comes back from strangers: it is text to doubt, never trusted.
 */
export type CursorValue = string | number;
/** `id` is a positive 32-bit whole number, as both databases count rows; anything larger makes PostgreSQL fail. */
export type CursorKind = 'text' | 'number' | 'id';

const MAX_LENGTH = 1024;
const MAX_VALUES = 8;
const MAX_ID = 2 ** 31 - 1;

export function encodeCursor(values: readonly CursorValue[]): string {
  if (!values.every(isCursorValue)) throw new RangeError('a cursor holds text and finite numbers only');
  const text = Buffer.from(JSON.stringify(values)).toString('base64url');
  if (values.length === 0 || values.length > MAX_VALUES || text.length > MAX_LENGTH) {
    throw new RangeError('a cursor holds a few short values');
  }
  return text;
}

/** Null for anything that `encodeCursor` could not have written, or that does not have the kinds asked for. */
export function decodeCursor(text: unknown, kinds?: readonly CursorKind[]): CursorValue[] | null {
  if (typeof text !== 'string' || text.length > MAX_LENGTH || !/^[\w-]+$/.test(text)) return null;
  const values = parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  if (!Array.isArray(values) || !values.every(isCursorValue)) return null;
  if (values.length === 0 || values.length > MAX_VALUES) return null;
  if (kinds && !(kinds.length === values.length && kinds.every((kind, index) => isKind(values[index], kind))))
    return null;
  return values;
}

function isCursorValue(value: unknown): value is CursorValue {
  // PostgreSQL refuses NUL in text; half a surrogate pair has no UTF-8.
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  return typeof value === 'number' && Number.isFinite(value);
}

function isKind(value: CursorValue | undefined, kind: CursorKind): boolean {
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'number') return typeof value === 'number';
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_ID;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
