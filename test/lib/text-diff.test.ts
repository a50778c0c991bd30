import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type DiffRun, diffTexts, withoutLongSame } from '../../src/lib/text-diff.js';

const side = (runs: DiffRun[], without: DiffRun['kind']) =>
  runs
    .filter((run) => run.kind !== without)
    .map((run) => run.text)
    .join('');

describe('difference of texts', () => {
  test('names the words that went and came', () => {
    const runs = diffTexts('явка составила 41 процент', 'явка составила 43 процента');
    assert.equal(side(runs, 'added'), 'явка составила 41 процент');
    assert.equal(side(runs, 'removed'), 'явка составила 43 процента');
    assert.ok(runs.some((run) => run.kind === 'same' && run.text.includes('явка составила')));
  });

  test('compares Russian word by word, never letter by letter', () => {
    assert.deepEqual(diffTexts('Избирком назвал явку', 'Избирком уточнил явку'), [
      { kind: 'same', text: 'Избирком ' },
      { kind: 'removed', text: 'назвал' },
      { kind: 'added', text: 'уточнил' },
      { kind: 'same', text: ' явку' },
    ]);
  });

  test('what was written anew reads as phrases, not as words crossed with words', () => {
    assert.deepEqual(diffTexts('Итог: за три недели им пользовались. Всё.', 'Итог: добавим от себя, один. Всё.'), [
      { kind: 'same', text: 'Итог: ' },
      { kind: 'removed', text: 'за три недели им пользовались' },
      { kind: 'added', text: 'добавим от себя, один' },
      { kind: 'same', text: '. Всё.' },
    ]);
  });

  test('either side can be put together again from the runs', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 200 }), (before, after) => {
        const runs = diffTexts(before, after);
        assert.equal(side(runs, 'added'), before);
        assert.equal(side(runs, 'removed'), after);
      }),
    );
  });

  test('wholly different long texts come back as replaced, not as minutes of work', () => {
    const words = (seed: string) => Array.from({ length: 3000 }, (_, at) => `${seed}${at}`).join(' ');
    const runs = diffTexts(words('a'), words('b'));
    assert.deepEqual(
      runs.map((run) => run.kind),
      ['removed', 'added'],
    );
  });

  test('long unchanged stretches are cut', () => {
    const long = 'слово '.repeat(200);
    const runs = withoutLongSame(diffTexts(`${long}старое`, `${long}новое`));
    assert.ok(side(runs, 'added').length < 200);
    assert.ok(runs.some((run) => run.text.includes('…')));
    assert.match(side(runs, 'added'), /… слово слово/, 'between words');
  });
});
