import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { checkCondition, compileRule } from '../../src/feeds/match-rule.js';
import type { RuleCondition } from '../../src/feeds/rule.js';
import { shippedWords } from '../../src/feeds/topic.js';
import { errorText, textsFor } from '../../src/i18n/texts.js';
import { subjectOf } from '../support/rule-builders.js';

const condition = (terms: string, more: Partial<RuleCondition> = {}): RuleCondition => ({
  matcher: 'words',
  fields: ['title', 'text'],
  terms,
  isAll: false,
  ...more,
});
const met = (terms: string, title: string, more: Partial<RuleCondition> = {}) =>
  compileRule(condition(terms, more))(subjectOf(title));

describe('words of a rule', () => {
  test('meet all their forms, in either language and any letter case', () => {
    assert.deepEqual(met('выборы', 'На выборах мэра'), ['выборах']);
    assert.deepEqual(met('election', 'ELECTIONS ARE COMING'), ['ELECTIONS']);
    assert.deepEqual(met('ёлка', 'Елки'), ['Елки']);
  });

  test('stand for a phrase when several are on a line, small words aside', () => {
    assert.deepEqual(met('явка на выборы', 'Высокая явка выборов'), ['явка выборов']);
    assert.equal(met('явка на выборы', 'Явка и ещё раз выборы мэра'.replace('ещё раз', 'погода')), null);
    assert.deepEqual(met('онлайн-голосование', 'Итоги онлайн-голосования'), ['онлайн голосования']);
  });

  test('meet what begins so when they end in an asterisk', () => {
    assert.deepEqual(met('биометр*', 'Сбор биометрических данных'), ['биометрических']);
    assert.equal(met('биометр*', 'Метрика'), null);
    assert.equal(met('аб*', 'Абажур'), null, 'two letters begin too much');
  });

  test('meet one form alone behind an equals sign', () => {
    assert.deepEqual(met('=выборы', 'Выборы мэра'), ['Выборы']);
    assert.equal(met('=выборы', 'Выбор редакции'), null);
    assert.deepEqual(met('выборы', 'Выбор редакции'), ['Выбор'], 'their stem is one');
  });

  test('any or all of them', () => {
    assert.equal(met('явка, протокол', 'Только явка', { isAll: true }), null);
    assert.deepEqual(met('явка, протокол', 'Явка в протоколах', { isAll: true }), ['Явка', 'протоколах']);
  });

  test('compare addresses, languages and tags as they stand', () => {
    const on = (fields: RuleCondition['fields'], terms: string) =>
      compileRule(condition(terms, { fields }))(
        subjectOf('x', { url: 'https://n.example/Sport/1', language: 'uk', tags: ['Матчи недели'] }),
      );
    assert.deepEqual(on(['url'], '/sport/'), ['/sport/']);
    assert.deepEqual(on(['language'], 'uk'), ['uk']);
    assert.equal(on(['language'], 'u'), null);
    assert.deepEqual(on(['tag'], 'матч'), ['Матчи']);
  });
});

describe('patterns of a rule', () => {
  test('know letters of every alphabet and ignore their case', () => {
    assert.deepEqual(met('^срочно[:!]', 'СРОЧНО: явка', { matcher: 'pattern' }), ['СРОЧНО:']);
    assert.equal(met('^срочно[:!]', 'Не срочно: явка', { matcher: 'pattern' }), null);
  });

  test('that cannot be compiled are named by their line', () => {
    const problem = checkCondition(condition('ok\n(a', { matcher: 'pattern' }));
    assert.deepEqual([problem?.code, problem?.params.line], ['rule-pattern', 2]);
    const wrong: Record<string, string> = {
      'group-open': '(abc',
      'group-extra': 'abc)',
      'class-open': '[a-',
      range: '[я-а]',
      'nothing-to-repeat': '*a',
      'repeated-twice': 'a**',
      'repeat-count': 'a{1001}',
      backslash: 'a\\',
      escape: '(а)\\1',
      'look-around': 'выборы(?!.*спорт)',
      'group-kind': '(?z)',
    };
    for (const [kind, terms] of Object.entries(wrong)) {
      const found = checkCondition(condition(terms, { matcher: 'pattern' }));
      assert.equal(found?.params.kind, kind, terms);
      for (const language of ['ru', 'en'] as const) {
        const words = errorText(textsFor(language), 'rule-pattern', found?.params ?? {});
        assert.doesNotMatch(words, /regexp|invalid|undefined|\[object/, 'nothing of the library');
        assert.match(words, language === 'ru' ? /^Строка 1: / : /^Line 1: /);
      }
    }
    assert.equal(checkCondition(condition('(?<=a)b', { matcher: 'pattern' }))?.params.kind, 'look-around');
    assert.equal(
      checkCondition(condition('(a)\\1', { matcher: 'pattern' }))?.code,
      'rule-pattern',
      'no back-reference',
    );
    assert.equal(checkCondition(condition('a'.repeat(400), { matcher: 'pattern' }))?.code, 'rule-pattern');
    assert.equal(checkCondition(condition('x\n'.repeat(30), { matcher: 'pattern' }))?.code, 'rule-too-many');
    assert.equal(checkCondition(condition('и, в, на'))?.code, 'rule-no-words');
    assert.equal(checkCondition(condition('a+', { matcher: 'pattern' })), null);
  });

  test('take time in proportion to the text', () => {
    const match = compileRule(condition('(a+)+$\n(.*a){12}b\n([a-z]+)*!', { matcher: 'pattern', fields: ['text'] }));
    const started = performance.now();
    match(subjectOf('x', { text: 'a'.repeat(20_000) }));
    assert.ok(performance.now() - started < 2000, `${Math.round(performance.now() - started)} ms`);
  });

  test('never throw, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 200 }), (terms, text) => {
        const typed = condition(terms, { matcher: 'pattern' });
        if (checkCondition(typed) === null) compileRule(typed)(subjectOf(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the shipped topic', () => {
  test('tells elections and digital politics from other news', async () => {
    const terms = `${await shippedWords('ru')}\n${await shippedWords('en')}`;
    const match = compileRule(condition(terms, { matcher: 'topic' }));
    const about = [
      'Избирком Тверской области утвердил текст бюллетеня',
      'ЦИК назвал явку на 18:00',
      'Роскомнадзор ограничил доступ к мессенджеру',
      'Supreme Court hears redistricting case',
      'Turnout rises as early voting opens',
      'Парламент принял закон о персональных данных',
      'Дистанционное электронное голосование пройдёт в шести регионах',
      'EU fines platform under the Digital Services Act',
    ];
    const notAbout = [
      'Сборная выиграла матч со счётом 3:1',
      'Синоптики пообещали снег в выходные',
      'Central bank keeps its key rate',
      'Рецепт: пирог с вишней',
      'Airline orders forty new aircraft',
      'Выбор редакции: что читать на каникулах',
      'Музей показал письма художника',
    ];
    assert.deepEqual(
      about.filter((title) => match(subjectOf(title)) === null),
      [],
    );
    assert.deepEqual(
      notAbout.filter((title) => match(subjectOf(title)) !== null),
      [],
    );
  });
});
