import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { elsewhere, retold, wire } from '../search/story-reports.js';
import { type CliSite, createCliSite } from '../support/run-cli.js';

describe('hustings eval stories', () => {
  let site: CliSite;
  let docs: string;
  let pairs: string;
  const [one, two, three] = [wire(), retold(), elsewhere()];

  const lines = (values: object[]) => values.map((value) => JSON.stringify(value)).join('\n');

  before(async () => {
    site = await createCliSite();
    docs = path.join(site.folder, 'docs.jsonl');
    pairs = path.join(site.folder, 'pairs.jsonl');
    await writeFile(docs, lines([one, two].map(({ title, text }, id) => ({ id, title, text, lang: 'ru' }))));
    const inline = { titleA: two?.title, textA: two?.text, titleB: three?.title, textB: three?.text, label: 0 };
    await writeFile(pairs, lines([{ a: '0', b: '1', label: 1 }, inline]));
  });
  after(() => site.remove());

  test('takes pairs by ids and pairs inline, and prints the figures that others rely on', async () => {
    const figures = await site.json<Record<string, number>>(['eval', 'stories', docs, pairs]);
    assert.equal(figures.pairs, 2);
    for (const name of ['precision', 'recall', 'f1', 'bcubedF1']) {
      assert.ok(typeof figures[name] === 'number' && figures[name] >= 0 && figures[name] <= 1, name);
    }
    assert.equal(figures.precision, 1);
  });

  test('a pair that is neither is named with its line', async () => {
    await writeFile(pairs, lines([{ a: '0', label: 1 }]));
    await assert.rejects(site.json(['eval', 'stories', docs, pairs]), /after 0 good lines/);
  });
});
