import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { WorkerFailure } from '../../src/lib/call-client.js';
import { linkNamed, readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

let site: TestSite;
let reader: Visitor;

before(async () => {
  site = await startTestSite({ content: 'demo' });
  reader = site.visitor();
});
after(() => site.close());

async function search(params: Record<string, string>) {
  const answer = await reader.get(`/search?${new URLSearchParams(params)}`);
  assert.equal(answer.status, 200, params.q ?? '');
  return {
    ...readPage(answer.text),
    stories: storyIds(answer.text),
    marks: [...answer.text.matchAll(/<mark>([^<]+)<\/mark>/g)].map((match) => match[1] ?? ''),
  };
}

const storyIds = (html: string) =>
  [...html.matchAll(/class="headline"[^>]*><a href="\/threads\/(\d+)"/g)].map((match) => Number(match[1]));

describe('search page', () => {
  test('finds stories and marks what matched, in any form of the word', async () => {
    const found = await search({ q: 'выборы' });
    assert.equal(found.stories.length, 20);
    assert.ok(found.marks.some((mark) => /^выбор(ы|ов|ах|ам|ами)$/i.test(mark)));
    assert.ok(
      found.marks.every((mark) => /^выбор/i.test(mark)),
      found.marks.join(),
    );
    assert.deepEqual((await search({ q: 'выборов' })).stories, found.stories);
    const english = await search({ q: 'ballot' });
    assert.ok(english.stories.length > 0 && english.marks.every((mark) => /^ballot/i.test(mark)));
  });

  test('nothing asked, nothing found and a mistake are three different pages', async () => {
    const start = await search({});
    const nothing = await search({ q: 'xyzzyqwv' });
    const mistake = await search({ q: 'голосовние' });
    assert.deepEqual([start.stories, nothing.stories], [[], []]);
    assert.equal(start.robots, undefined);
    assert.match(nothing.robots ?? '', /noindex/);
    assert.match(nothing.text, /xyzzyqwv/);
    const suggestion = mistake.all('p', { class: 'did-you-mean' })[0];
    assert.ok(suggestion, 'a mistake is answered with a suggestion');
    const corrected = mistake.links.find(
      (link) => link.startsWith('/search?q=') && decodeURIComponent(link).includes('голосование'),
    );
    assert.ok(corrected, mistake.links.join(' '));
    assert.ok(storyIds((await reader.get(corrected)).text).length > 0);
  });

  test('the wrong keyboard layout is understood', async () => {
    const page = await search({ q: 'ds,jhs' });
    const suggested = page.links.some((link) => decodeURIComponent(link).startsWith('/search?q=выборы'));
    assert.ok(page.stories.length > 0 || suggested);
  });

  test('result pages follow each other without repeats', async () => {
    const seen: number[] = [];
    let pages = 0;
    for (let next: string | undefined = '/search?q=%D0%B3%D0%BE%D0%BB%D0%BE%D1%81'; next; pages++) {
      const html: string = (await reader.get(next)).text;
      seen.push(...storyIds(html));
      next = linkNamed(readPage(html), 'next');
    }
    assert.ok(pages > 1);
    assert.equal(new Set(seen).size, seen.length);
  });

  test('filters narrow, by menu and by words; newest first is in order', async () => {
    const all = await search({ q: 'выборы' });
    const [category] = await site.services.categories.list();
    for (const params of [{ q: 'выборы', category: 'elections' }, { q: 'выборы category:elections' }]) {
      const { stories } = await search(params);
      const threads = await site.services.threads.listByIds(stories);
      assert.ok(threads.length > 0 && threads.every((thread) => thread.categoryId === category?.id));
    }
    const newest = await site.services.threads.listByIds((await search({ q: 'выборы', sort: 'newest' })).stories);
    const times = newest.map((thread) => thread.publishedAt);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
    const [median = 0] = times.slice(times.length / 2);
    const day = new Date(median).toISOString().slice(0, 10);
    const older = await site.services.threads.listByIds((await search({ q: `выборы before:${day}` })).stories);
    assert.ok(older.length > 0 && older.every((thread) => thread.publishedAt < Date.parse(day)));
    const fromSource = await search({ q: 'выборы source:"ГражданИнфо"' });
    assert.ok(fromSource.stories.length > 0 && fromSource.stories.length <= all.stories.length);
  });

  test('a filter that means nothing is named by the field', async () => {
    const { text } = await reader.get('/search?q=выборы+before%3Aзавтра');
    assert.match(text, /id="search-q-error".*before:завтра/);
    assert.match(text, /aria-invalid="true" aria-describedby="search-q-error"/);
    assert.doesNotMatch((await reader.get('/search?q=выборы+before%3A2026-12-01')).text, /search-q-error/);
  });

  test('what was asked stays in the form, as text', async () => {
    const hostile = '"><script>alert(1)</script>';
    const page = await search({ q: hostile, category: 'law', sort: 'newest' });
    assert.equal(page.all('input', { id: 'search-q' })[0]?.attribs.value, hostile);
    assert.equal(page.all('script').length, 1, 'only our own script');
    const chosen = page.all('option', { selected: 'selected' }).map((option) => option.attribs.value);
    assert.deepEqual(chosen, ['law', 'newest']);
  });

  test('while the index cannot answer the page says so and the rest of the site works', async () => {
    const { index } = site.services;
    const working = index.search;
    index.search = () => Promise.reject(new WorkerFailure('crashed', 'gone'));
    try {
      assert.equal((await reader.get('/search?q=%D0%A6%D0%98%D0%9A')).status, 503);
      assert.equal((await reader.get('/feeds')).status, 200);
    } finally {
      index.search = working;
    }
    assert.equal((await reader.get('/search?q=%D0%A6%D0%98%D0%9A')).status, 200, 'the failure was not kept');
  });
});
