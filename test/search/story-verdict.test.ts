import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HOUR } from '../../src/lib/clock.js';
import { factsOf } from '../../src/search/story-facts.js';
import { isJoinable, JOINED_FROM, judge } from '../../src/search/story-verdict.js';
import { elsewhere, profile, report, retold, WIRE, wire } from './story-reports.js';

const verdict = (left: ReturnType<typeof wire>, right: ReturnType<typeof wire>) => judge(profile(left), profile(right));

describe('what an article claims', () => {
  test('numbers with what they count, words as digits, thousands as one number', () => {
    const { claims } = factsOf(
      'Двое погибших в Заозёрске',
      'На участки пришли 12 450 избирателей. Five observers left.',
    );
    const said = claims.map(({ value, word }) => `${value} ${word}`);
    assert.ok(said.includes('2 погибших'));
    assert.ok(said.includes('12450 избирателей'));
    assert.ok(said.includes('5 observers'));
  });

  test('a number beside a month is a day and counts nothing', () => {
    const { days, claims } = factsOf('Выборы 13 сентября', 'The vote of May 4 stands.');
    assert.deepEqual([...days], ['13.9', '4.5']);
    assert.deepEqual(claims, []);
  });

  test('names are capitalised words, but for those that begin a sentence', () => {
    const { names } = factsOf('Выборы в Заозёрске', 'Комиссия ждёт Рябинина. Завтра приедет Белозёрова.');
    assert.deepEqual([...names.values()], ['Заозёрске', 'Рябинина', 'Белозёрова']);
  });
});

describe('one event or two', () => {
  test('another source’s telling is the same event, and the shared names say why', () => {
    const { score, reason, params, isRepeat } = verdict(wire(), retold());
    assert.ok(score >= JOINED_FROM, `score ${score}`);
    assert.equal(reason, 'same-event');
    assert.match(String(params.names), /Рябинин/);
    assert.equal(isRepeat, false);
  });

  test('the same news from another town is another event', () => {
    const { score, reason } = verdict(retold(), elsewhere());
    assert.ok(score < JOINED_FROM, `score ${score}`);
    assert.equal(reason, 'names-differ');
  });

  test('two dead are not five dead', () => {
    const crash = (dead: string, day: string) =>
      report(
        `${dead} погибли в аварии на трассе`,
        `На трассе столкнулись два автобуса, ${dead} человек погибли. Авария случилась ${day}. Движение закрыто.`,
      );
    const { score, reason } = verdict(crash('Двое', '4 мая'), crash('Пятеро', '9 мая'));
    assert.ok(score < JOINED_FROM, `score ${score}`);
    assert.equal(reason, 'days-differ');
  });

  test('an edited repeat is known as one, also by its own source', () => {
    const edited = WIRE.replace('утром', 'рано утром').replace('смогут увидеть', 'увидят');
    const { isRepeat, score, reason } = verdict(
      report('В Заозёрск привезли комплексы электронного голосования', WIRE, { source: 'wire' }),
      report('В Заозёрск привезли комплексы для голосования', edited, { source: 'wire' }),
    );
    assert.deepEqual({ isRepeat, reason }, { isRepeat: true, reason: 'repeat' });
    assert.ok(score >= JOINED_FROM);
  });

  test('a source’s next report about the matter is its own story', () => {
    const next = report(
      'Испытания комплексов в Заозёрске перенесли',
      'Комиссия Заозёрска отложила испытания комплексов электронного голосования: наблюдатели просили больше времени. ' +
        'Новый срок председатель Олег Рябинин обещал назвать на неделе.',
    );
    const { score, reason } = verdict({ ...wire(), source: 'wire' }, { ...next, source: 'wire' });
    assert.ok(score < JOINED_FROM, `score ${score}`);
    assert.equal(reason, 'own-source');
  });

  test('a form filled in for another day is no repeat', () => {
    const weather = (day: string, degrees: number) =>
      report(
        `Прогноз погоды на ${day} ноября`,
        `По сведениям метеоцентра, ${day} ноября в районах края ожидается слабый снег, ветер северный, днём до ${degrees} градусов, ` +
          'на дорогах гололедица, в горах метель, водителей просят быть внимательнее.',
        { source: 'weather' },
      );
    const { isRepeat, score } = verdict(weather('8', 15), weather('18', 14));
    assert.equal(isRepeat, false);
    assert.ok(score < JOINED_FROM, `score ${score}`);
  });

  test('a report may come within three days, a repeat within two weeks', () => {
    const event = verdict(wire(), retold());
    assert.equal(isJoinable(event, 71 * HOUR), true);
    assert.equal(isJoinable(event, 73 * HOUR), false);
    assert.equal(isJoinable(verdict(wire(), wire()), 200 * HOUR), true);
  });

  test('which of two is asked first makes no difference', () => {
    const [one, other] = [wire(), retold()];
    assert.ok(Math.abs(verdict(one, other).score - verdict(other, one).score) < 1e-9);
  });
});
