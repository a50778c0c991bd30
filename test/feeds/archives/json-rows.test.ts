import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createJsonRowReader } from '../../../src/feeds/archives/json-rows.js';
import type { DumpRow } from '../../../src/feeds/archives/mysql-inserts.js';

function read(json: string, pieceLength: number) {
  const rows: DumpRow[] = [];
  const bad: string[] = [];
  const reader = createJsonRowReader(
    (row) => rows.push(row),
    (table) => bad.push(table),
  );
  for (let at = 0; at < json.length; at += pieceLength) reader.push(json.slice(at, at + pieceLength));
  return { rows, bad };
}

const exported = JSON.stringify(
  [
    { type: 'header', version: '5.2', comment: 'Export to JSON plugin for PHPMyAdmin' },
    { type: 'database', name: 'site' },
    {
      type: 'table',
      name: 'jos_kunena_topics',
      database: 'site',
      data: [
        { id: '1', subject: 'a "b" [c] {d} \\' },
        { id: '2', subject: null },
      ],
    },
    { type: 'table', name: 'jos_users', database: 'site', data: [{ id: '7' }] },
  ],
  null,
  1,
);

describe('rows of a JSON export', () => {
  for (const pieceLength of [1, 3, 17, 100_000]) {
    test(`phpMyAdmin's tables, in pieces of ${pieceLength}`, () => {
      const { rows, bad } = read(exported, pieceLength);
      assert.deepEqual(
        rows.filter(({ table }) => table !== ''),
        [
          { table: 'jos_kunena_topics', row: { id: '1', subject: 'a "b" [c] {d} \\' } },
          { table: 'jos_kunena_topics', row: { id: '2', subject: null } },
          { table: 'jos_users', row: { id: '7' } },
        ],
      );
      assert.deepEqual(bad, []);
    });
  }

  test('a plain array of rows has no table', () => {
    assert.deepEqual(read('[{"mesid":1,"message":"x"},{"mesid":2,"message":"\\u0436"}]', 5).rows, [
      { table: '', row: { mesid: '1', message: 'x' } },
      { table: '', row: { mesid: '2', message: 'ж' } },
    ]);
  });

  test('a broken row is told, the next one comes', () => {
    const { rows, bad } = read('[{"a":1},{"a":oops},{"a":3}', 4);
    assert.deepEqual(
      rows.map(({ row }) => row.a),
      ['1', '3'],
    );
    assert.equal(bad.length, 1);
  });

  test('nests that lead nowhere are refused', () => {
    assert.throws(() => read('['.repeat(1000), 1000), /nested/);
    assert.deepEqual(read(']}]}'.repeat(1000), 7).rows, []);
  });
});
