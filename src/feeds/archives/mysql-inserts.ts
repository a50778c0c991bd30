/**
 * Rows of INSERT statements out of a MySQL dump (mysqldump, phpMyAdmin, Akeeba), without running any SQL. Column names come
 * from the statement, or from the table's CREATE TABLE where the statement names none. What is neither is passed over.
 */
import { createSqlTokenizer, type SqlToken } from './mysql-tokens.js';

export type DumpRow = { table: string; row: Record<string, string | null> };
export type InsertReader = { push: (piece: string) => void; end: () => void };

type OnRow = (row: DumpRow) => void;
/** A row that does not fit its table's columns. */
type OnBad = (table: string) => void;
/** What the next token means; each state returns the state after it. */
type State = (token: SqlToken) => State;

const NOT_COLUMNS = new Set([
  'PRIMARY',
  'KEY',
  'UNIQUE',
  'INDEX',
  'FULLTEXT',
  'SPATIAL',
  'CONSTRAINT',
  'FOREIGN',
  'CHECK',
]);
const BEFORE_NAME = new Set([
  'INTO',
  'IGNORE',
  'LOW_PRIORITY',
  'HIGH_PRIORITY',
  'DELAYED',
  'TABLE',
  'TEMPORARY',
  'IF',
  'NOT',
  'EXISTS',
  '.',
]);

export function createInsertReader(onRow: OnRow, onBad: OnBad): InsertReader {
  const columnsOf = new Map<string, string[]>();

  const start: State = (token) => {
    if (is(token, ';')) return start;
    if (isWord(token, 'INSERT') || isWord(token, 'REPLACE')) return tableName(afterInsertName);
    return isWord(token, 'CREATE') ? tableName(afterCreateName) : skip;
  };
  const skip: State = (token) => (is(token, ';') ? start : skip);

  /** The last part of `database`.`table`. */
  function tableName(next: (table: string) => State): State {
    const wait: State = (token) => {
      if (token.kind === 'word' && BEFORE_NAME.has(token.text.toUpperCase())) return wait;
      if (token.kind !== 'word' && token.kind !== 'name') return is(token, ';') ? start : skip;
      const table = token.text.split('.').at(-1) ?? '';
      const maybeMore: State = (after) => (after.kind === 'word' && after.text === '.' ? wait : next(table)(after));
      return maybeMore;
    };
    return wait;
  }

  function afterCreateName(table: string): State {
    columnsOf.set(table, []);
    return (token) => (is(token, '(') ? definition(table, 1, true) : is(token, ';') ? start : skip);
  }

  function definition(table: string, depth: number, isFirst: boolean): State {
    return (token) => {
      if (is(token, ';') && depth <= 1) return start;
      if (is(token, '(')) return definition(table, depth + 1, false);
      if (is(token, ')')) return depth === 1 ? skip : definition(table, depth - 1, false);
      if (is(token, ',') && depth === 1) return definition(table, 1, true);
      const isColumn = token.kind === 'name' || (token.kind === 'word' && !NOT_COLUMNS.has(token.text.toUpperCase()));
      if (isFirst && isColumn) columnsOf.get(table)?.push(token.text);
      return definition(table, depth, false);
    };
  }

  function afterInsertName(table: string): State {
    return (token) => {
      if (is(token, '(')) return columnList(table, []);
      if (isWord(token, 'VALUES') || isWord(token, 'VALUE')) return rows(table, columnsOf.get(table) ?? []);
      return is(token, ';') ? start : skip;
    };
  }

  function columnList(table: string, columns: string[]): State {
    const list: State = (token) => {
      if (is(token, ';')) return start;
      if (is(token, ')'))
        return (after) => (isWord(after, 'VALUES') || isWord(after, 'VALUE') ? rows(table, columns) : skip(after));
      if (token.kind === 'name' || token.kind === 'word') columns.push(token.text);
      return list;
    };
    return list;
  }

  function rows(table: string, columns: string[]): State {
    const between: State = (token) => {
      if (is(token, '(')) return valuesOf(columns, (values) => report(table, columns, values), between);
      if (is(token, ';')) return start;
      return is(token, ',') ? between : skip;
    };
    return between;
  }

  function report(table: string, columns: string[], values: (string | null)[]): void {
    if (columns.length !== values.length) onBad(table);
    else onRow({ table, row: Object.fromEntries(columns.map((column, at) => [column, values[at] ?? null])) });
  }

  let state = start;
  const tokenizer = createSqlTokenizer((token) => {
    state = state(token);
  });
  return tokenizer;
}

/** One bracketed list of values; a call such as NOW() is worth nothing to us and stands as null. */
function valuesOf(columns: readonly string[], onEnd: (values: (string | null)[]) => void, after: State): State {
  const values: (string | null)[] = [];
  let value: string | null = null;
  let depth = 1;
  let isHex = false;
  const next: State = (token) => {
    if (token.kind === 'sign') {
      if (token.text === '(') {
        depth++;
        value = null;
      }
      if (token.text === ')') depth--;
      if (depth === 0 || (depth === 1 && token.text === ',')) {
        // Far more values than columns: a broken row must not fill the memory.
        if (values.length <= columns.length) values.push(value);
        value = null;
      }
      if (depth > 0) return next;
      onEnd(values);
      return after;
    }
    if (depth > 1) value = null;
    else if (token.kind === 'string') value = isHex ? fromHex(token.text) : token.text;
    else value = wordValue(token.text);
    isHex = token.kind === 'word' && /^x$/i.test(token.text);
    return next;
  };
  return next;
}

function wordValue(word: string): string | null {
  if (/^null$/i.test(word)) return null;
  return /^0x[\da-f]*$/i.test(word) ? fromHex(word.slice(2)) : word;
}

function fromHex(digits: string): string {
  return Buffer.from(digits, 'hex').toString('utf8');
}

function is(token: SqlToken, sign: string): boolean {
  return token.kind === 'sign' && token.text === sign;
}

function isWord(token: SqlToken, word: string): boolean {
  return token.kind === 'word' && token.text.toUpperCase() === word;
}
