import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type LineBatch, lineBatches } from '../../../src/feeds/archives/line-batches.js';

describe('a long file as batches of lines', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-lines-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function read(text: string | Buffer, start = 0): Promise<LineBatch[]> {
    const file = path.join(folder, 'lines.jsonl');
    await writeFile(file, text);
    const batches: LineBatch[] = [];
    for await (const batch of lineBatches(file, start)) batches.push(batch);
    return batches;
  }

  test('every line once, without blanks, the mark and line ends', async () => {
    const [batch] = await read('\ufeffone\r\n\n  two \nтри');
    assert.deepEqual(batch?.lines, ['one', 'two', 'три']);
    assert.equal(batch?.end, Buffer.byteLength('\ufeffone\r\n\n  two \nтри'));
  });

  test('from the end of any batch on, the rest follows', async () => {
    const lines = Array.from({ length: 4400 }, (_, at) => `{"номер":${at}}`);
    const text = lines.join('\n');
    const batches = await read(text);
    assert.ok(batches.length > 3);
    assert.deepEqual(
      batches.flatMap((batch) => batch.lines),
      lines,
    );
    for (const [at, { end }] of batches.entries()) {
      const rest = (await read(text, end)).flatMap((batch) => batch.lines);
      assert.deepEqual(
        rest,
        batches.slice(at + 1).flatMap((batch) => batch.lines),
      );
    }
  });

  test('a line over the limit is counted and passed over', async () => {
    const batches = await read(`a\n${'x'.repeat(11 * 1024 * 1024)}\nb\n`);
    assert.deepEqual(
      batches.flatMap((batch) => batch.lines),
      ['a', 'b'],
    );
    assert.equal(
      batches.reduce((sum, batch) => sum + batch.tooLong, 0),
      1,
    );
  });
});
