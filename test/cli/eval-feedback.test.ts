import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openServices } from '../../src/app.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { SimilarEvaluation } from '../../src/search/eval.js';
import { feedbackSet } from '../../src/search/feedback-set.js';
import { pairOf } from '../../src/search/feedback-store.js';
import { publishQuality, readQuality } from '../../src/search/quality.js';
import { type CliSite, createCliSite } from '../support/run-cli.js';

let site: CliSite;
before(async () => {
  site = await createCliSite();
  await site.json(['demo', 'load']);
});
after(() => site.remove());

/** The figures go where the page reads them, in place of older ones in the same language. */
async function publishTwice(folder: string, figures: SimilarEvaluation): Promise<void> {
  const file = path.join(folder, 'quality.json');
  const english = { language: 'en' as const, measuredAt: '2026-01-02', docs: 9, queries: 9, ndcg10: 0.5 };
  publishQuality({ ...english, cosine: 0.4, title: 0.3, recall10: 0.2 }, file);
  const set = [path.join(folder, 'docs.jsonl'), path.join(folder, 'qrels.jsonl')];
  for (let time = 0; time < 2; time++) await site.json(['eval', 'similar', ...set, '--publish', file]);
  const measured = readQuality(file);
  assert.deepEqual(
    measured?.sets.map(({ language }) => language),
    ['ru', 'en'],
  );
  const [russian, kept] = measured.sets;
  assert.deepEqual([russian?.docs, russian?.ndcg10], [figures.docs, figures.ndcg10]);
  assert.deepEqual(
    [russian?.cosine, russian?.title],
    [figures.references.cosine.ndcg10, figures.references.title.ndcg10],
  );
  assert.equal(russian?.measuredAt, new Date().toISOString().slice(0, 10));
  assert.equal(kept?.measuredAt, '2026-01-02');
  assert.equal((await site.run(['eval', 'similar', '--from-feedback', '--publish'])).code, 2);
}

describe('the site’s own labelled set', () => {
  test('a ruling decides, else a settled majority; what is open judges nothing', () => {
    const pair = (low: number, high: number, related: number, unrelated: number, ruling: 'pin' | 'ban' | null) => ({
      ...{ low, high, related, unrelated, ruling },
    });
    const set = feedbackSet([
      pair(1, 2, 3, 0, null),
      pair(1, 3, 0, 9, 'pin'),
      pair(2, 3, 9, 0, 'ban'),
      pair(4, 5, 1, 1, null),
      pair(4, 6, 0, 2, null),
    ]);
    assert.deepEqual([set.related, set.unrelated, set.open], [2, 2, 1]);
    assert.deepEqual(set.qrels, [
      { query: '1', relevant: ['2', '3'] },
      { query: '2', relevant: ['1'] },
      { query: '3', relevant: ['1'] },
    ]);
  });

  test('without verdicts there is nothing to measure, and the command says so', async () => {
    const { code, stderr } = await site.run(['eval', 'similar', '--from-feedback']);
    assert.deepEqual([code, /nothing to measure/.test(stderr)], [1, true]);
    assert.equal((await site.run(['eval', 'similar', 'docs.jsonl'])).code, 2);
  });

  test('verdicts become judgements, measured like any other set, and a file on demand', async () => {
    const services = await openServices(loadConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: site.dataDir }));
    const { threads } = await services.threads.list({ order: 'newest', limit: 2 });
    const [one, two] = threads;
    assert.ok(one && two);
    await services.db.transact((trx) => services.feedback.updateRuling(trx, pairOf(one.id, two.id), 'pin'));
    await services.close();
    const folder = path.join(site.folder, 'own');
    const figures = await site.json<SimilarEvaluation>(['eval', 'similar', '--from-feedback', '--save', folder]);
    assert.deepEqual([figures.queries, figures.docs > 100], [2, true]);
    const again = await site.json<SimilarEvaluation>([
      ...['eval', 'similar'],
      path.join(folder, 'docs.jsonl'),
      path.join(folder, 'qrels.jsonl'),
    ]);
    assert.equal(again.ndcg10, figures.ndcg10);
    await publishTwice(folder, figures);
    assert.match(await readFile(path.join(folder, 'qrels.jsonl'), 'utf8'), new RegExp(`"query":"${one.id}"`));
  });
});
