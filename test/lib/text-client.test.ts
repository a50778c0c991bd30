import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { renderMarkdown } from '../../src/lib/markdown.js';
import { createTextClient } from '../../src/lib/text-client.js';

const client = createTextClient();
after(() => client.close());

describe('text client', () => {
  test('long and short texts are shown alike', async () => {
    for (const text of ['**да**', `${'**слово** '.repeat(800)}\n\n> цитата`])
      assert.equal(await client.renderText(text), renderMarkdown(text));
  });

  test('the event loop goes on while the most hostile text is rendered', async () => {
    // The first call starts the thread; what follows is the work alone.
    await client.renderText('а'.repeat(2000));
    let turns = 0;
    const ticks = setInterval(() => turns++, 1);
    await client.renderText('[a](b '.repeat(3300));
    clearInterval(ticks);
    assert.ok(turns > 3, `the loop turned ${turns} times`);
  });

  test('too long is refused with the limit, too slow as too complex', async () => {
    await assert.rejects(client.renderText('я'.repeat(20_001)), { code: 'text-too-long', params: { max: 20_000 } });
    const impatient = createTextClient({ timeoutMs: 1 });
    await assert.rejects(impatient.renderText('[a](b '.repeat(3300)), { code: 'text-too-complex', status: 422 });
    await impatient.close();
  });

  test('differences of long texts come back in order', async () => {
    const before = 'слово '.repeat(300);
    const [first, second] = await client.diffPairs([
      [before, `${before}ещё`],
      ['было', 'стало'],
    ]);
    assert.deepEqual(first?.at(-1), { kind: 'added', text: 'ещё' });
    assert.deepEqual(
      second?.map((run) => run.kind),
      ['removed', 'added'],
    );
  });

  test('comparisons wait in a short queue, are made once, and delay nobody who writes', async () => {
    const busy = createTextClient({ mostWaiting: 2 });
    const pairs = (n: number): [string, string][] => [[`${n} слово `.repeat(300), `${n} дело `.repeat(300)]];
    const first = busy.diffPairs(pairs(1));
    const [again, second] = [busy.diffPairs(pairs(1)), busy.diffPairs(pairs(2))];
    await assert.rejects(busy.diffPairs(pairs(3)), { code: 'overloaded', status: 503 });
    assert.match(String(await busy.renderText('слово '.repeat(300))), /слово/, 'rendering has room');
    assert.equal(await again, await first, 'the same texts are compared once');
    await second;
    assert.equal(await busy.diffPairs(pairs(1)), await first, 'and kept');
    await busy.diffPairs(pairs(3));
    await busy.close();
  });

  test('a comparison that failed is not kept', async () => {
    const impatient = createTextClient({ timeoutMs: 1 });
    const pairs: [string, string][] = [['а '.repeat(9000), 'б '.repeat(9000)]];
    for (let time = 0; time < 2; time++) await assert.rejects(impatient.diffPairs(pairs), { code: 'text-too-complex' });
    await impatient.close();
  });
});
