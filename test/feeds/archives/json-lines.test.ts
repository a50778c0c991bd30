import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readLines } from '../../../src/feeds/archives/json-lines.js';
import { NOW } from '../../support/news-builders.js';

const read = (...items: unknown[]) =>
  readLines({
    lines: items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))),
    baseUrl: null,
    now: NOW,
  });

describe('articles as JSON Lines', () => {
  test('the short shape, grouped by source', () => {
    const { groups, reasons } = read(
      {
        id: 'a',
        title: 'Первая',
        text: 'Один.\n\nДва.',
        date: '2020-05-01',
        lang: 'ru',
        source: 'Вестник',
        url: 'https://v.example/a',
      },
      { id: 2, title: 'Second', text: '<b>plain</b>', date: null, lang: 'en', source: 'Herald', url: null },
      { id: 'c', title: 'Третья', text: 'Три', date: '2020-05-02T10:00:00Z', lang: 'ru', source: 'Вестник', url: '' },
    );
    assert.deepEqual(reasons, {});
    assert.deepEqual(
      groups.map(({ source, drafted }) => [source, drafted.language, drafted.drafts.map((draft) => draft.title)]),
      [
        ['Вестник', 'ru', ['Первая', 'Третья']],
        ['Herald', 'en', ['Second']],
      ],
    );
    const [first] = groups[0]?.drafted.drafts ?? [];
    assert.equal(first?.html, '<p>Один.</p>\n<p>Два.</p>');
    assert.equal(first?.url, 'https://v.example/a');
    assert.equal(first?.publishedAt, Date.UTC(2020, 4, 1));
    const [second] = groups[1]?.drafted.drafts ?? [];
    assert.equal(second?.html, '<p>&lt;b&gt;plain&lt;/b&gt;</p>', 'text is text');
    assert.equal(second?.publishedAt, null);
  });

  test('the fuller shape', () => {
    const [group] = read({
      ...{
        id: 'x',
        title: 'A &amp; B',
        html: '<p onclick=x>Body <img src=y></p>',
        updated: '2020-01-02',
        author: ['Анна', { name: 'Пётр' }],
      },
      ...{ tags: ['Выборы'], enclosures: [{ url: 'https://a.example/1.mp3', type: 'audio/mpeg', length: 12 }] },
    }).groups;
    const [draft] = group?.drafted.drafts ?? [];
    assert.equal(draft?.title, 'A & B');
    assert.doesNotMatch(draft?.html ?? '', /onclick|<img/);
    assert.equal(draft?.author, 'Анна, Пётр');
    assert.deepEqual(draft?.tags, ['Выборы']);
    assert.deepEqual(draft?.enclosures, [{ url: 'https://a.example/1.mp3', type: 'audio/mpeg', length: 12 }]);
  });

  test('lines that are no object are counted, wrong types are missing values', () => {
    const { groups, reasons } = read('{', '[1]', '7', 'null', {
      title: ['x'],
      text: { a: 1 },
      tags: 'один',
      url: 'javascript:x',
    });
    assert.deepEqual(reasons, { 'bad-json': 4 });
    const [draft] = groups[0]?.drafted.drafts ?? [];
    assert.deepEqual([draft?.title, draft?.text, draft?.tags, draft?.url], ['', '', ['один'], null]);
  });
});
