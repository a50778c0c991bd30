import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { furnish, type Places } from '../support/page-kinds.js';
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

/** Newest first, without the one that its author has deleted. */
const shownIds = () => places.postIds.filter((_, at) => at !== 2).toReversed();

describe('member page', () => {
  test('shows the card, the words and the posts with their threads', async () => {
    const { author, thread, postIds } = places;
    const page = readPage((await reader.get(`/members/${author.id}`, { 'Accept-Language': 'en' })).text);
    assert.equal(page.heading, author.name);
    assert.match(page.text, /Тверь/);
    assert.match(page.text, /Читаю протоколы\. Пишу о них\./);
    assert.match(page.text, new RegExp(`Posts ${postIds.length - 1} `));
    assert.ok(page.links.includes(`/threads/${thread.id}`) && page.links.includes(`/posts/${postIds.at(-1)}`));
  });

  test('older posts follow, every post once', async () => {
    const seen: string[] = [];
    for (let next: string | undefined = `/members/${places.author.id}`; next; ) {
      const page = readPage((await reader.get(next)).text);
      seen.push(...page.links.filter((link) => /^\/posts\/\d+$/.test(link)));
      next = linkNamed(page, 'next');
    }
    assert.deepEqual(
      seen,
      shownIds().map((id) => `/posts/${id}`),
    );
  });

  test('what a member did not tell is not shown, and never the address or the password', async () => {
    const silent = await site.visitorAs('member', { name: 'Молчун' });
    await silent.post('/account/profile', { birthday: '', gender: '', place: '', about: '' });
    const html = (await reader.get(`/members/${silent.user.id}`, { 'Accept-Language': 'en' })).text;
    assert.doesNotMatch(html, /Birthday|Gender|null|argon2|@/);
    assert.ok(!html.includes('href="/account"'));
    assert.ok(
      (await silent.get(`/members/${silent.user.id}`)).text.includes('href="/account"'),
      'the own page offers to edit',
    );
  });

  test('nobody has this number', async () => {
    assert.equal((await reader.get('/members/99999')).status, 404);
  });
});
