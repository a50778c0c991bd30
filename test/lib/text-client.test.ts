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
});
