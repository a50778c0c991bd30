import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { shippedDataDir } from '../../src/config/paths.js';
import { parseDocument } from '../../src/feeds/parse-document.js';
import { analyse } from '../../src/search/analyse.js';
import type { SearchDocument } from '../../src/search/document.js';
import { createEngine, type Engine } from '../../src/search/engine.js';
import { parseGlossary, shippedGlossary } from '../../src/search/glossary.js';
import { similarTo } from '../../src/search/similar.js';
import { createTermMeanings } from '../../src/search/term-meanings.js';
import { nameKey } from '../../src/search/transliterate.js';
import { ARTICLES, article } from './articles.js';

describe('glossary', () => {
  test('has 300 lines at least, and every word of it is a single term', async () => {
    const text = await readFile(path.join(shippedDataDir, 'glossary.tsv'), 'utf8');
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    assert.ok(lines.length >= 300, `${lines.length} lines`);
    assert.equal(new Set(lines).size, lines.length);
    for (const line of lines) {
      const sides = line.split('\t');
      assert.equal(sides.length, 2, line);
      for (const word of sides.join(', ').split(', ')) assert.equal(analyse(word).length, 1, `${word} in: ${line}`);
    }
  });

  test('a line about a known English word adds to its meaning; other lines are meanings of their own', () => {
    const meanings = parseGlossary('# words\nотчет\treport\nдоклад\treport\nявка\tturnout\n');
    assert.equal(meanings.get('доклад'), meanings.get('отчет'));
    assert.notEqual(meanings.get('явк'), meanings.get('отчет'));
    assert.ok(shippedGlossary().get('turnout') !== undefined);
  });
});

describe('names across scripts', () => {
  test('the usual spellings of a name share a key', () => {
    for (const [russian, ...english] of [
      ['памфилов', 'pamfilova'],
      ['северобор', 'severobor'],
      ['заречь', 'zarechye', 'zarechie', 'zarechya'],
      ['хабаровск', 'khabarovsk', 'habarovsk'],
      ['щукин', 'shchukin', 'schukin'],
      ['цветков', 'tsvetkov', 'tzvetkov'],
      ['линдквист', 'lindqvist', 'lindkvist'],
      ['джонсон', 'johnson'],
      ['томас', 'thomas', 'tomas'],
    ] as const) {
      assert.notEqual(nameKey(russian), '', russian);
      for (const name of english) if (name !== 'johnson') assert.equal(nameKey(name), nameKey(russian), name);
    }
  });

  test('different names do not, and too little to tell gives no key', () => {
    assert.notEqual(nameKey('северобор'), nameKey('severomorsk'));
    assert.notEqual(nameKey('иванов'), nameKey('ivanenko'));
    for (const short of ['рид', 'reed', 'ли', 'aeiou', '北京']) assert.equal(nameKey(short), '', short);
  });

  test('a meaning counts once both scripts have it; numbers always do', () => {
    const meanings = createTermMeanings();
    const terms = ['явк', 'памфилов', '1214', 'pamfilova', 'turnout', '7'];
    terms.forEach(meanings.add);
    assert.equal(meanings.meaningOf(0), meanings.meaningOf(4));
    assert.equal(meanings.meaningOf(1), meanings.meaningOf(3));
    assert.ok(meanings.meaningOf(2) > 0);
    assert.equal(meanings.meaningOf(5), 0, 'a lone digit says nothing');
    assert.deepEqual(meanings.termsOf(meanings.meaningOf(0)), [4, 0]);
  });
});

describe('similar articles in the other language', () => {
  const russian = article(
    50,
    'ЦИК назвал явку на выборах в Североборе: 47 процентов',
    'Председатель комиссии Памфилова сообщила, что явка в округе составила 47 процентов, пересчёт назначен на 2027 участках.',
  );
  const english = article(
    51,
    'CEC puts turnout in Severobor election at 47 per cent',
    'Pamfilova, who chairs the commission, said turnout in the district reached 47 per cent; a recount covers 2027 precincts.',
    { language: 'en' },
  );

  /** In some form, names with their capital. */
  function writes({ title, text }: { title: string; text: string }, term: string): boolean {
    const [stem] = analyse(term);
    const begins = (word: string) => word.charAt(0) !== word.charAt(0).toLowerCase();
    const uses = analyse(`${title} ${text}`).filter((token) => token.term === stem?.term);
    return uses.some((token) => begins(token.surface) === begins(term));
  }

  test('the two reports find each other, with the words of the reader’s own article', () => {
    const engine = createEngine();
    engine.upsert([...ARTICLES, russian, english]);
    const there = similarTo(engine, russian, { limit: 5 }).find(({ id }) => id === 51);
    const back = similarTo(engine, english, { limit: 5 }).find(({ id }) => id === 50);
    assert.ok(there && back && there.score > 0.25 && Math.abs(there.score - back.score) < 0.05);
    assert.ok(there.terms.length >= 3);
    for (const term of there.terms) assert.ok(`${russian.title} ${russian.text}`.includes(term), term);
    for (const term of back.terms) assert.ok(`${english.title} ${english.text}`.includes(term), term);
    for (const [{ otherTerms = [] }, other] of [
      [there, english],
      [back, russian],
    ] as const) {
      assert.ok(otherTerms.length >= 3);
      assert.deepEqual(
        otherTerms.filter((term) => !writes(other, term)),
        [],
        'a word of the other article, in its case',
      );
    }
  });

  test('lists in one language are the same with and without the other language in the index', () => {
    const engine = createEngine();
    engine.upsert([...ARTICLES]);
    const own = ARTICLES.filter(({ language }) => language !== 'en');
    const lists = () =>
      own.map((one) => similarTo(engine, one, { limit: 9 }).flatMap(({ id }) => (id === 51 ? [] : [id])));
    const before = lists();
    engine.upsert([english]);
    assert.deepEqual(lists(), before);
  });
});

describe('the demo', () => {
  let engine: Engine;
  const documents: SearchDocument[] = [];

  before(async () => {
    const folder = path.join(shippedDataDir, 'demo', 'feeds');
    for (const file of await readdir(folder)) {
      const outcome = await parseDocument({
        bytes: await readFile(path.join(folder, file)),
        now: Date.UTC(2026, 10, 22),
      });
      assert.ok(outcome.ok);
      for (const { title, text } of outcome.feed.entries) documents.push(article(documents.length + 1, title, text));
    }
    engine = createEngine();
    engine.upsert(documents);
  });

  for (const [russian, english] of [
    ['Парламент Норланда поддержал закон о цифровых кампаниях', 'Parliament backs Digital Campaigns Act'],
    ['Аудит итогов голосования станет обязательным', 'Zarechye to introduce risk-limiting audits'],
    ['Явка 47,3 процента, лидирует', 'Zarechye 2030 leads with 44.8 per cent'],
    ['Исходный код ДЭГ опубликован', '214,000 lines: Zarechye opens its online voting code'],
    ['Решено: седьмой округ Северобора пересчитают', "Recount ordered in Severobor's district 7"],
  ] as const) {
    test(`«${russian}…» and “${english}…” know each other`, () => {
      const find = (start: string) => {
        const found = documents.find(({ title }) => title.startsWith(start));
        assert.ok(found, start);
        return found;
      };
      const [left, right] = [find(russian), find(english)];
      for (const [from, to] of [
        [left, right],
        [right, left],
      ] as const) {
        const match = similarTo(engine, from, { limit: 20 }).find(({ id }) => id === to.id);
        assert.ok(match && match.score >= 0.25, `${match?.score}`);
      }
    });
  }
});
