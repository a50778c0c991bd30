import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findAdditions } from '../../src/search/story-additions.js';
import { largeCollection, report, retold, WIRE, wire } from './story-reports.js';

const additionsOf = (...articles: ReturnType<typeof wire>[]) =>
  findAdditions({ stories: [articles] }, largeCollection).map(({ addition }) => addition);

describe('what a further report adds', () => {
  test('sentences, names and numbers that the first lacks', () => {
    const { title, text } = retold();
    const more = `${text} Наблюдательница Марина Тихонова насчитала на складе ещё 15 запасных аккумуляторов без пломб.`;
    const [addition] = additionsOf(wire(), report(title, more));
    assert.ok(addition?.kind === 'added');
    assert.ok(addition.sentences.some((sentence) => sentence.includes('аккумуляторов без пломб')));
    assert.deepEqual(addition.names, ['Марина Тихонова']);
    assert.deepEqual(addition.numbers, ['15 запасных аккумуляторов']);
  });

  test('an edited repeat is shown as what was changed', () => {
    const [addition] = additionsOf(wire(), report(wire().title, WIRE.replace('утром', 'поздно вечером')));
    assert.ok(addition?.kind === 'changed');
    const changed = addition.runs.filter((run) => run.kind !== 'same').map((run) => run.text.trim());
    assert.ok(changed.includes('утром') && changed.some((text) => text.includes('вечером')));
  });

  test('a repeat is compared with what it repeats, not with a first report in other words', () => {
    const [first, told] = [retold(), wire()];
    const edited = report(told.title, WIRE.replace('утром', 'поздно вечером'));
    const additions = additionsOf(first, told, edited);
    assert.equal(additions[0]?.kind, 'added');
    assert.ok(additions[1]?.kind === 'changed');
    assert.equal(additions[1].againstId, told.id);
  });

  test("what a source repeats of its own is its own newer version, however alike another source's copy is", () => {
    const first = wire();
    const copy = report(first.title, WIRE.replace('утром', 'вечером'));
    const own = report(first.title, WIRE.replace('утром', 'вечером'), { source: first.source });
    const [, addition] = additionsOf(first, copy, own);
    assert.ok(addition?.kind === 'changed');
    assert.equal(addition.againstId, first.id);
  });

  test('a copy says so; the first report and one in another language have no addition', () => {
    const first = wire();
    assert.deepEqual(additionsOf(first, wire()), [{ kind: 'unchanged', againstId: first.id }]);
    assert.deepEqual(additionsOf(wire()), []);
    assert.deepEqual(additionsOf(wire(), { ...retold(), language: 'en' }), []);
  });
});
