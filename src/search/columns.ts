/** Number columns that grow: typed arrays cost 1–8 bytes a cell where an array of numbers or a Map costs 8–40. */
type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

// A quarter more: doubling leaves up to half of the largest column unused, and the copies still cost O(1) an element.
const GROWTH = 1.25;

/** The same column, or a longer copy, with room for `length` cells; new cells are 0. */
export function grown<C extends Column>(column: C, length: number): C {
  if (length <= column.length) return column;
  const Type = column.constructor as new (size: number) => C;
  const longer = new Type(Math.ceil(Math.max(length, column.length * GROWTH)));
  longer.set(column);
  return longer;
}

/** A typed array's cell that is known to exist. */
export function cell(column: Column, index: number): number {
  return column[index] as number;
}
