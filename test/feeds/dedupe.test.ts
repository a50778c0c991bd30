import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../src/feeds/dedupe.js';
import type { ParsedEntry } from '../../src/feeds/parsed-feed.js';
import type { ArticleDraft, KnownArticle } from '../../src/news/article.js';
import { documentOf, entryOf, NOW } from '../support/news-builders.js';

const FEED = 1;
const OTHER = 2;
const TELLING = 'Избирком утвердил форму бюллетеня для выборов';

/** What the database would hold: the same rules as the store's, in memory. */
function createMemory() {
  const articles: (KnownArticle & { title: string })[] = [];
  const versions = new Set<string>();
  const keysOf = (draft: ArticleDraft) => {
    const { identityKey, contentHash, title } = draft;
    return { identityKey, contentHash, title };
  };

  function insert(feedId: number, draft: ArticleDraft): void {
    const id = articles.length + 1;
    const { guidKey, urlKey, editedAt } = draft;
    const clash = articles.find(
      (each) =>
        (urlKey !== null && each.urlKey === urlKey) ||
        (guidKey !== null && each.feedId === feedId && each.guidKey === guidKey),
    );
    assert.equal(clash, undefined, 'the unique keys hold');
    articles.push({
      id,
      threadId: id,
      feedId,
      guidKey,
      urlKey,
      editedAt,
      publishedAt: draft.publishedAt ?? NOW,
      ...keysOf(draft),
    });
    versions.add(`${id}:${draft.contentHash}`);
  }

  function importDocument(feedId: number, entries: ParsedEntry[], batch = 1000) {
    const { drafts } = documentOf(entries);
    const kinds: string[] = [];
    const spokenFor = new Set<number>();
    for (let start = 0; start < drafts.length; start += batch) {
      const stored = { articles: [...articles], versions: new Set(versions) };
      const decisions = decide(feedId, drafts.slice(start, start + batch), stored, {
        drafts,
        spokenFor: new Set(spokenFor),
      });
      for (const decision of decisions) {
        kinds.push(decision.kind);
        if ('known' in decision && decision.known) spokenFor.add(decision.known.id);
        if (decision.kind === 'new') insert(feedId, decision.draft);
        if (decision.kind !== 'updated') continue;
        const { known, draft } = decision;
        const editedAt = draft.editedAt ?? NOW;
        const changed = { ...known, ...keysOf(draft), editedAt, publishedAt: draft.publishedAt ?? known.publishedAt };
        articles[known.id - 1] = changed;
        versions.add(`${known.id}:${draft.contentHash}`);
        const twins = articles.filter(
          (each) => each.feedId === feedId && each.guidKey !== null && each.guidKey === changed.guidKey,
        );
        assert.ok(twins.length <= 1, 'no two articles of a feed share a guid');
      }
    }
    return kinds;
  }

  return { importDocument, titles: () => articles.map((article) => article.title) };
}

/** Imports documents one after another into one feed; the kinds of the last one's decisions, and the titles stored. */
function history(...documents: ParsedEntry[][]) {
  const memory = createMemory();
  let kinds: string[] = [];
  for (const entries of documents) kinds = memory.importDocument(FEED, entries);
  return { kinds, titles: memory.titles() };
}

describe('decide', () => {
  test('guid, then address, then title and date tell what is known', () => {
    const entry = entryOf('Новость', { guid: 'g', url: 'https://n.example/1' });
    const changes: Partial<ParsedEntry>[] = [
      { url: 'https://n.example/elsewhere', title: 'Другой заголовок' },
      { guid: 'other', title: 'Другой заголовок' },
      { guid: null, title: 'Другой заголовок' },
      { guid: null, url: null, text: 'Иной текст.' },
    ];
    for (const change of changes) {
      const { kinds, titles } = history([entry], [entryOf(change.title ?? entry.title, { ...entry, ...change })]);
      assert.deepEqual([kinds, titles.length], [['updated'], 1], JSON.stringify(change));
    }
  });

  test('a new guid and address under the same whole headline and moment is the same article', () => {
    const before = entryOf(TELLING, { guid: 'old', url: 'https://n.example/old' });
    const after = entryOf(TELLING, { guid: 'new', url: 'https://n.example/new' });
    assert.deepEqual(history([before], [after]).kinds, ['updated']);
    assert.deepEqual(history([before], [before, after]).kinds, ['same', 'new'], 'both listed: two articles');
    const undated = { published: null };
    assert.deepEqual(
      history([entryOf(TELLING, { ...before, ...undated })], [entryOf(TELLING, { ...after, ...undated })]).kinds,
      ['new'],
    );
    assert.deepEqual(
      history([entryOf('Новости', { guid: 'a', url: 'https://n.example/a' })], [entryOf('Новости')]).kinds,
      ['new'],
    );
  });

  test('after such a move the article is found by its new guid', () => {
    const before = entryOf(TELLING, { guid: 'old', url: 'https://n.example/old' });
    const after = entryOf(TELLING, { guid: 'new', url: 'https://n.example/new' });
    const retitled = entryOf('Форма бюллетеня утверждена', { guid: 'new', url: 'https://n.example/new' });
    assert.deepEqual(history([before], [after], [retitled]), { kinds: ['updated'], titles: [retitled.title] });
  });

  test('the same address in another feed is not stored twice and not edited from there', () => {
    const memory = createMemory();
    memory.importDocument(FEED, [entryOf('Оригинал', { url: 'https://n.example/x' })]);
    const copy = entryOf('Перепечатка', { guid: 'copy', url: 'http://www.n.example/x/?utm_source=rss' });
    assert.deepEqual(memory.importDocument(OTHER, [copy]), ['same']);
    assert.deepEqual(memory.titles(), ['Оригинал']);
  });

  test('entries that share a guid are told apart by address, alone or together', () => {
    const one = entryOf('Первая', { guid: 'reused', url: 'https://n.example/1' });
    const two = entryOf('Вторая', { guid: 'reused', url: 'https://n.example/2' });
    assert.deepEqual(history([one, two]).kinds, ['new', 'new']);
    const edited = entryOf('Первая, дополнена', { guid: 'reused', url: 'https://n.example/1' });
    const { kinds, titles } = history([one, two], [edited], [two]);
    assert.deepEqual([kinds, titles], [['same'], ['Первая, дополнена', 'Вторая']]);
  });

  test('entries that share an address are told apart by guid', () => {
    const one = entryOf('Первая', { guid: 'a', url: 'https://n.example/live' });
    const two = entryOf('Вторая', { guid: 'b', url: 'https://n.example/live' });
    assert.deepEqual(history([one, two], [one, two]).kinds, ['same', 'same']);
    assert.deepEqual(history([one], [two, one]).titles, ['Первая', 'Вторая'], 'the second came later');
  });

  test('a true repeat inside a document is one article, also once it is listed singly', () => {
    const entry = entryOf('Итоги дня');
    assert.deepEqual(history([entry, entry]).kinds, ['new', 'same']);
    assert.deepEqual(history([entry, entry], [entry]), { kinds: ['same'], titles: ['Итоги дня'] });
    assert.deepEqual(history([entry], [entry, entry]), { kinds: ['same', 'same'], titles: ['Итоги дня'] });
  });

  test('an entry without guid and address is not taken for a namesake that has them', () => {
    const bare = entryOf('Итоги дня', { guid: null, url: null, text: 'Коротко.' });
    const full = entryOf('Итоги дня', { text: 'Подробно.' });
    assert.deepEqual(history([bare, full], [bare, full], [full, bare]).kinds, ['same', 'same']);
    assert.equal(history([bare], [bare, full]).titles.length, 2);
  });

  test('a part of a long document knows what its other parts list', () => {
    const first = entryOf(TELLING, { guid: '1', url: 'https://n.example/1' });
    const last = entryOf(TELLING, { guid: '2', url: 'https://n.example/2' });
    const memory = createMemory();
    assert.deepEqual(memory.importDocument(FEED, [first, last], 1), ['new', 'new']);
    assert.deepEqual(memory.importDocument(FEED, [first, last], 1), ['same', 'same']);
  });

  test('an older content is a repeat, unless the source dates it after what we have', () => {
    const one = entryOf('Новость', { text: 'Раз.', guid: 'g' });
    const two = entryOf('Новость', { text: 'Два.', guid: 'g' });
    assert.deepEqual(history([one], [two]).kinds, ['updated']);
    assert.deepEqual(history([one], [two], [one]).kinds, ['same']);
    const at = (entry: ParsedEntry, updated: string) => ({ ...entry, updated });
    assert.deepEqual(history([one], [at(two, '2026-05-31T00:00:00Z')], [at(one, '2026-06-02T00:00:00Z')]).kinds, [
      'updated',
    ]);
  });

  test('two dated versions give the same article in either order', () => {
    const old = entryOf('Старая редакция', { guid: 'g', url: 'https://n.example/1', updated: '2026-05-30T11:00:00Z' });
    const fresh = entryOf('Новая редакция', { guid: 'g', url: 'https://n.example/1', updated: '2026-05-30T12:00:00Z' });
    assert.deepEqual(history([old], [fresh]).titles, ['Новая редакция']);
    assert.deepEqual(history([fresh], [old]).titles, ['Новая редакция']);
  });

  test('nothing to show is rejected; an address alone is something', () => {
    const nothing = entryOf('', { text: '', url: null, guid: 'x' });
    assert.deepEqual(history([nothing]).kinds, ['rejected']);
    assert.deepEqual(history([entryOf('https://n.example/1', { text: '' })]).kinds, ['new']);
  });
});

const few = <T>(...values: T[]) => fc.constantFrom(...values);
const anyEntry = fc
  .record({
    title: few('Итоги', 'Ещё', TELLING, `${TELLING}: подробности`),
    guid: few(null, 'a', 'b', 'c', 'd'),
    url: few(null, 'https://n.example/1', 'https://n.example/2', 'https://n.example/3'),
    text: few('раз', 'два', 'три'),
    published: few(null, '2026-05-30T10:00:00.000Z', '2026-05-31T10:00:00.000Z'),
    updated: few(null, '2026-05-31T11:00:00.000Z', '2026-05-31T12:00:00.000Z'),
  })
  .map(({ title, ...more }) => entryOf(title, more));
const anyDocument = fc.array(anyEntry, { maxLength: 6 });
const anyHistory = fc.array(fc.tuple(few(FEED, OTHER), anyDocument), { minLength: 1, maxLength: 5 });

describe('whatever documents two feeds bring', () => {
  test('deciding again on the last one gives only `same`, in parts of any size', () => {
    fc.assert(
      fc.property(anyHistory, few(1, 2, 1000), (documents, batch) => {
        const memory = createMemory();
        for (const [feedId, entries] of documents) memory.importDocument(feedId, entries, batch);
        const [feedId, entries] = documents.at(-1) ?? [FEED, []];
        const stored = memory.titles();
        const again = memory.importDocument(feedId, entries, batch);
        assert.deepEqual(
          [...new Set(again)].filter((kind) => kind !== 'same'),
          [],
        );
        assert.deepEqual(memory.titles(), stored);
      }),
      { numRuns: 500 },
    );
  });
});
