import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { textsFor } from '../../src/i18n/texts.js';
import { furnish, type Places, pageKinds } from '../support/page-kinds.js';
import { linkNamed, readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

let site: TestSite;
let places: Places;
let reader: Visitor;

before(async () => {
  site = await startTestSite({ content: 'demo' });
  places = await furnish(site);
  reader = site.visitor();
});
after(() => site.close());

const english = { 'Accept-Language': 'en-GB,en;q=0.8' };
const storyIds = (html: string) =>
  [...html.matchAll(/class="headline"[^>]*><a href="\/threads\/(\d+)"/g)].map((match) => Number(match[1]));

describe('front page and categories', () => {
  test('every page kind says what it is, in both languages', async () => {
    const asked = {
      member: await site.visitorAs('member'),
      moderator: await site.visitorAs('moderator'),
      admin: await site.visitorAs('admin'),
    };
    for (const kind of pageKinds(places)) {
      const asking = kind.role === null ? site.visitor() : asked[kind.role];
      for (const language of ['ru', 'en'] as const) {
        const answer = await asking.get(kind.path, { 'Accept-Language': language });
        const page = readPage(answer.text);
        const where = `${kind.name} in ${language}`;
        assert.equal(answer.status, kind.status, where);
        assert.equal(page.language, language, where);
        assert.equal(answer.headers['content-language'], language, where);
        assert.equal(page.headings, 1, `${where} has one main heading`);
        assert.ok(page.title.length > 3 && (page.description ?? '').length > 3, where);
        // Interface words, not keys or leftovers of a missing value.
        assert.doesNotMatch(page.text, /undefined|\[object|NaN|Invalid Date/, where);
      }
    }
  });

  test('listed pages name their address and both languages; unlisted ones ask to stay out of search engines', async () => {
    for (const kind of pageKinds(places).filter((each) => each.role === null && each.status === 200)) {
      const page = readPage((await reader.get(kind.path)).text);
      if (page.robots === undefined) {
        // The orders and views of a discussion are one story to search engines.
        const address = `${site.url}${kind.path.replace(/\?(order=best|view=nested)$/, '')}`;
        assert.equal(page.canonical, address, kind.name);
        const joint = address.includes('?') ? '&' : '?';
        const expected = { ru: `${address}${joint}lang=ru`, en: `${address}${joint}lang=en`, 'x-default': address };
        assert.deepEqual(page.hreflang, expected, kind.name);
      } else {
        assert.match(page.robots, /noindex/, kind.name);
        assert.deepEqual([page.canonical, page.hreflang], [undefined, {}], kind.name);
      }
    }
  });

  test('the three orders differ and keep their own sequence', async () => {
    const ids: Record<string, number[]> = {};
    for (const order of ['newest', 'active', 'discussed'] as const) {
      ids[order] = storyIds((await reader.get(order === 'newest' ? '/' : `/?order=${order}`)).text);
      const expected = await site.services.threads.list({ order, limit: 30 });
      // The front page is led by the story that most sources tell; the others keep their order.
      const lead = order === 'newest' ? ids[order]?.[0] : undefined;
      const others = expected.threads.map((thread) => thread.id).filter((id) => id !== lead);
      assert.deepEqual(ids[order], lead === undefined ? others : [lead, ...others], order);
      const coverage = expected.threads.find(({ id }) => id === lead)?.articleCount ?? 0;
      const twoDays = 172_800_000;
      const fresh = expected.threads.filter(
        ({ publishedAt }) => (expected.threads[0]?.publishedAt ?? 0) - publishedAt <= twoDays,
      );
      if (lead !== undefined) assert.equal(coverage, Math.max(...fresh.map(({ articleCount }) => articleCount)));
    }
    assert.notDeepEqual(ids.newest, ids.discussed);
    assert.equal(ids.discussed?.[0], places.thread.id);
  });

  test('paging older and back newer shows every story once and returns to the start', async () => {
    for (const start of ['/', '/?order=active', '/?order=discussed', '/categories/elections?order=discussed']) {
      const pages: number[][] = [];
      let at = start;
      for (let next: string | undefined = start; next; ) {
        at = next;
        const html: string = (await reader.get(next)).text;
        pages.push(storyIds(html));
        next = linkNamed(readPage(html), 'next');
      }
      assert.ok(pages.length > 2, `${start} has several pages`);
      assert.equal(new Set(pages.flat()).size, pages.flat().length, `${start} repeats nothing`);
      for (let step = pages.length - 2; step >= 0; step--) {
        at = linkNamed(readPage((await reader.get(at)).text), 'prev') ?? assert.fail(`${at} has no way back`);
        // The front page itself moves its lead to the top; an address with a position does not.
        const back = storyIds((await reader.get(at)).text).toSorted((a, b) => a - b);
        const there = pages[step]?.toSorted((a, b) => a - b);
        assert.deepEqual(back, there, `${start}, back to page ${step + 1}`);
      }
      assert.equal(linkNamed(readPage((await reader.get(at)).text), 'prev'), undefined);
    }
  });

  test('a category shows its own stories under its own name', async () => {
    const { bySlug } = await sectionsOf();
    const answer = await reader.get('/categories/digital', english);
    assert.equal(readPage(answer.text).heading, 'Digital politics');
    const shown = await site.services.threads.listByIds(storyIds(answer.text));
    assert.ok(shown.length > 0);
    assert.ok(shown.every((thread) => thread.categoryId === bySlug.get('digital')));
    assert.equal((await reader.get('/categories/nowhere')).status, 404);
  });

  test('the page offers its feeds', async () => {
    const { feeds } = readPage((await reader.get('/categories/law')).text);
    assert.deepEqual(feeds, {
      'application/rss+xml': '/categories/law/feed.rss',
      'application/atom+xml': '/categories/law/feed.atom',
      'application/feed+json': '/categories/law/feed.json',
    });
  });
});

describe('language', () => {
  test('the address beats the cookie, the cookie the member, the member the browser', async () => {
    const member = await site.visitorAs('member', { language: 'en' });
    const language = async (path: string, accept: string) =>
      readPage((await member.get(path, { 'Accept-Language': accept })).text).language;
    assert.equal(await language('/', 'ru'), 'en', "the member's setting beats the browser");
    assert.equal(await language('/?lang=ru', 'en'), 'ru', 'the address beats the setting');
    assert.equal(await language('/', 'en'), 'ru', 'the choice is kept in a cookie');
    assert.equal(await language('/?lang=en', 'ru'), 'en', 'the address beats the cookie');
  });

  test('without a wish the site speaks its own language; an unknown one changes nothing', async () => {
    const stranger = site.visitor();
    assert.equal(readPage((await stranger.get('/')).text).language, 'ru');
    assert.equal(readPage((await stranger.get('/', { 'Accept-Language': 'de, fr;q=0.5' })).text).language, 'ru');
    assert.equal(readPage((await stranger.get('/', { 'Accept-Language': 'de, en;q=0.5' })).text).language, 'en');
    assert.equal(readPage((await stranger.get('/?lang=tlh')).text).language, 'ru');
  });

  test('the switch on a page leads to the same page', async () => {
    const answer = await site.visitor().get('/?order=discussed', english);
    const [russian] = readPage(answer.text).all('a', { hreflang: 'ru' });
    const other = readPage((await site.visitor().get(russian?.attribs.href ?? '')).text);
    assert.equal(other.language, 'ru');
    assert.match(other.text, new RegExp(textsFor('ru').pages.orders.discussed));
    assert.equal(other.canonical, `${site.url}/?order=discussed`);
  });
});

async function sectionsOf() {
  const categories = await site.services.categories.list();
  return { bySlug: new Map(categories.map((category) => [category.slug, category.id])) };
}
