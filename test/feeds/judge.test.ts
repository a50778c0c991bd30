import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../src/feeds/judge.js';
import type { Rule } from '../../src/feeds/rule.js';
import { ruleOf, subjectOf } from '../support/rule-builders.js';

const verdict = (title: string, ...rules: Rule[]) => judge(rules, [subjectOf(title)])[0];

describe('judge', () => {
  test('an exclusion outweighs everything', () => {
    const found = verdict(
      'Матч и выборы',
      ruleOf({ id: 1, action: 'include', terms: 'выборы' }),
      ruleOf({ id: 2, action: 'hold', terms: 'выборы' }),
      ruleOf({ id: 3, action: 'exclude', terms: 'матч', name: 'Без спорта' }),
    );
    assert.deepEqual([found?.kind, found?.reason, found?.by?.name], ['reject', 'excluded', 'Без спорта']);
    assert.deepEqual(found?.by?.words, ['Матч']);
  });

  test('"only these" lets in what meets one of them, in the source and in the site alike', () => {
    const ofSite = ruleOf({ id: 1, action: 'include', terms: 'выборы' });
    const ofSource = [
      ruleOf({ id: 2, feedId: 5, action: 'include', terms: 'Тверь' }),
      ruleOf({ id: 3, feedId: 5, action: 'include', terms: 'Клин' }),
    ];
    assert.equal(verdict('Выборы в Твери', ofSite, ...ofSource)?.kind, 'take');
    assert.equal(verdict('Выборы в Клину', ofSite, ...ofSource)?.kind, 'take');
    assert.equal(verdict('Выборы в Орле', ofSite, ...ofSource)?.reason, 'not-included');
    assert.equal(verdict('Ярмарка в Твери', ofSite, ...ofSource)?.by?.ruleId, 1);
  });

  test('what misses the topic is off it', () => {
    const topic = ruleOf({ action: 'include', matcher: 'topic', terms: 'выборы\nявка' });
    assert.equal(verdict('Погода', topic)?.reason, 'off-topic');
    assert.deepEqual(verdict('Явка выросла', topic)?.effects[0]?.words, ['Явка']);
  });

  test('the source names the category before the site does, and all tags count', () => {
    const found = verdict(
      'Выборы',
      ruleOf({ id: 1, action: 'category', categoryId: 10, terms: 'выборы', position: 1 }),
      ruleOf({ id: 2, action: 'category', categoryId: 20, terms: 'выборы', feedId: 5, position: 9 }),
      ruleOf({ id: 3, action: 'tag', tag: 'а', terms: 'выборы' }),
      ruleOf({ id: 4, action: 'tag', tag: 'б', terms: 'выборы' }),
    );
    assert.deepEqual([found?.kind, found?.categoryId, found?.tags], ['take', 20, ['а', 'б']]);
    assert.deepEqual(found?.effects.map((effect) => effect.ruleId).sort(), [2, 3, 4]);
  });

  test('rules that are switched off do nothing', () => {
    assert.equal(verdict('Матч', ruleOf({ terms: 'матч', isEnabled: false }))?.kind, 'take');
    assert.equal(verdict('Матч', ruleOf({ action: 'include', terms: 'выборы', isEnabled: false }))?.kind, 'take');
  });
});
