import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createInsertReader, type DumpRow } from '../../../src/feeds/archives/mysql-inserts.js';

function read(sql: string, pieceLength = sql.length) {
  const rows: DumpRow[] = [];
  const bad: string[] = [];
  const reader = createInsertReader(
    (row) => rows.push(row),
    (table) => bad.push(table),
  );
  for (let at = 0; at < sql.length; at += pieceLength) reader.push(sql.slice(at, at + pieceLength));
  reader.end();
  return { rows, bad };
}

const rowsOf = (sql: string) => read(sql).rows.map(({ row }) => row);

describe('rows of a MySQL dump', () => {
  test('several rows, NULL, numbers, calls and every escape', () => {
    const sql = String.raw`INSERT INTO t (a, b, c) VALUES (1, 'it''s \'q\' \\ \n\t"\0\Z\%', NULL), (-2.5e3, "d""q \" ;", NOW());`;
    assert.deepEqual(rowsOf(sql), [
      { a: '1', b: "it's 'q' \\ \n\t\"%", c: null },
      { a: '-2.5e3', b: 'd"q " ;', c: null },
    ]);
  });

  test('columns from CREATE TABLE where the statement names none, keys and comments aside', () => {
    const sql = `-- dump
/*!40101 SET NAMES utf8 */;
CREATE TABLE IF NOT EXISTS \`x\`.\`jos_t\` (
  \`id\` int(11) NOT NULL AUTO_INCREMENT COMMENT 'a ) , \`b\` ;',
  \`name\` enum('a','b') DEFAULT 'a', # text
  price decimal(10,2),
  PRIMARY KEY (\`id\`), KEY \`k\` (\`name\`,\`id\`), CONSTRAINT \`c\` FOREIGN KEY (\`id\`) REFERENCES \`y\` (\`id\`)
) ENGINE=InnoDB COMMENT='INSERT INTO x VALUES (1);';
INSERT INTO \`jos_t\` VALUES (1,'Имя',2.50),(2,'b',NULL);`;
    assert.deepEqual(read(sql).rows, [
      { table: 'jos_t', row: { id: '1', name: 'Имя', price: '2.50' } },
      { table: 'jos_t', row: { id: '2', name: 'b', price: null } },
    ]);
  });

  test('what looks like SQL inside texts and comments is not', () => {
    const sql = `/* INSERT INTO t (a) VALUES (9); */ INSERT INTO t (a) VALUES ('x); INSERT INTO t (a) VALUES (8); -- ');
# INSERT INTO t (a) VALUES (7);
-- INSERT INTO t (a) VALUES (6);
UPDATE t SET a = 'INSERT INTO t (a) VALUES (5)'; REPLACE INTO t (a) VALUES (0x41), (X'42'), (_binary 'c');`;
    assert.deepEqual(
      rowsOf(sql).map((row) => row.a),
      ['x); INSERT INTO t (a) VALUES (8); -- ', 'A', 'B', 'c'],
    );
  });

  test('a row with too few or too many values is told, and the others come', () => {
    const { rows, bad } = read(
      "INSERT INTO t (a,b) VALUES (1),(1,2),(1,2,3); INSERT INTO u VALUES (1); INSERT INTO t (a,b) VALUES (3,'x');",
    );
    assert.deepEqual(
      rows.map(({ row }) => row.a),
      ['1', '3'],
    );
    assert.deepEqual(bad, ['t', 't', 'u']);
  });

  test('a dump that was cut off gives what is whole', () => {
    assert.deepEqual(rowsOf("INSERT INTO t (a) VALUES ('one'),('tw"), [{ a: 'one' }]);
  });

  test('wherever the pieces are cut, the rows are the same', () => {
    const text = fc.string({ unit: fc.constantFrom(...`'"\\\`;,()-#/* nй\n`), maxLength: 30 });
    const quote = (value: string) => `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`;
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 7 }), (values, length) => {
        const sql = `-- x\nINSERT INTO \`t\` (\`a\`, b) VALUES ${values.map((value, at) => `(${at}, ${quote(value)})`).join(',')};`;
        const wanted = values.map((b, at) => ({ table: 't', row: { a: String(at), b } }));
        assert.deepEqual(read(sql, length), { rows: wanted, bad: [] });
      }),
      { numRuns: 300 },
    );
  });

  test('hostile megabytes take time in proportion', () => {
    for (const sql of [
      '('.repeat(1e6),
      `INSERT INTO t VALUES ${'(1,'.repeat(3e5)}`,
      "'\\".repeat(5e5),
      '/*'.repeat(5e5),
      '`'.repeat(1e6),
    ]) {
      const started = performance.now();
      read(sql, 1 << 20);
      assert.ok(performance.now() - started < 3000);
    }
  });
});
