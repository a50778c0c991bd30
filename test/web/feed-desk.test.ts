/** The sources' desk over HTTP: finding feeds behind an address, health, the filtered list, the badge. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { User } from '../../src/accounts/user.js';
import { textsFor } from '../../src/i18n/texts.js';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

const t = textsFor('en');
const story = (id: string) => ({ id, title: `Story ${id}`, html: `<p>Text of story ${id}.</p>` });

let site: TestSite;
let server: FeedServer;
let moderator: Visitor & { user: User };

before(async () => {
  server = await startFeedServer({
    '/all.xml': rssOf('All news', [story('a1'), story('a2')], 'en'),
    '/politics.xml': rssOf('Politics', [story('p1')], 'en'),
    '/two.html': `<title>Two</title><link rel="alternate" type="application/rss+xml" href="/all.xml">
      <link rel="alternate" type="application/rss+xml" href="/politics.xml">`,
    '/one.html': '<title>One</title><link rel="alternate" type="application/rss+xml" href="/politics.xml">',
    '/none.html': '<title>None</title><p>No feed anywhere</p>',
  });
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  moderator = await site.visitorAs('moderator', { language: 'en' });
});
after(async () => {
  await site.close();
  await server.close();
});

async function addSource(path: string, siteUrl: string | null = null): Promise<number> {
  const [category] = await site.services.categories.list();
  const draft = { url: server.address(path), title: `Source ${path}`, siteUrl, language: 'en', groupName: 'Desk' };
  const feed = await site.services.feeds.insert({ ...draft, categoryId: category?.id ?? 0 }, Date.now());
  await site.services.poller.fetchNow(feed.id);
  return feed.id;
}

describe('finding feeds', () => {
  const ask = (path: string) => moderator.post('/moderation/feeds/preview', { url: server.address(path) });

  test('a site with several feeds offers them with their newest items; choosing one previews it', async () => {
    const page = readPage((await ask('/two.html')).text);
    const offered = page.all('input').flatMap(({ attribs }) => (attribs.name === 'url' ? [attribs.value] : []));
    assert.deepEqual(offered, [server.address('/all.xml'), server.address('/politics.xml')]);
    assert.match(page.text, /All news[\s\S]*Story a1[\s\S]*Politics[\s\S]*Story p1/);
    const preview = await moderator.post('/moderation/feeds/preview', { url: offered[0] ?? '' });
    assert.match(readPage(preview.text).text, /Story a2/);
    assert.equal(await site.services.feeds.count(), 0, 'nothing is stored by looking');
  });

  test('a site with one feed is previewed at once', async () => {
    const page = await ask('/one.html');
    assert.match(page.text, new RegExp(`value="${server.address('/politics.xml')}"`));
    assert.match(readPage(page.text).text, /Story p1/);
  });

  test('a site without any is told so by the field, and what was typed stays', async () => {
    const answer = await ask('/none.html');
    assert.equal(answer.status, 422);
    assert.match(readPage(answer.text).text, new RegExp(t.errors['no-feed-found'].slice(0, 30)));
    assert.match(answer.text, new RegExp(`value="${server.address('/none.html')}"`));
  });

  test('a dead source finds what its site offers today, and takes the address', async () => {
    server.publish('/old.xml', rssOf('Old', [story('o1')], 'en'));
    const id = await addSource('/old.xml', server.address('/two.html'));
    server.fail('/old.xml', 410);
    await moderator.post(`/moderation/feeds/${id}/fetch`);
    assert.equal((await site.services.feeds.get(id)).isPaused, true);
    const own = (await moderator.get(`/moderation/feeds/${id}`)).text;
    assert.match(own, new RegExp(t.feedSearch.findReplacement));
    const found = readPage((await moderator.post(`/moderation/feeds/${id}/replacements`)).text);
    assert.match(found.text, /In place of/);
    const [form] = found.all('form', { action: `/moderation/feeds/${id}` });
    assert.ok(form, 'each candidate can take the place');
    const values = Object.fromEntries(
      found.all('input').map(({ attribs }) => [attribs.name ?? '', attribs.value ?? '']),
    );
    const saved = await moderator.post(`/moderation/feeds/${id}`, { ...values, url: server.address('/all.xml') });
    assert.equal(saved.status, 303);
    const feed = await site.services.feeds.get(id);
    assert.deepEqual([feed.url, feed.isPaused, feed.failureScore], [server.address('/all.xml'), false, 0]);
  });
});

describe('what to do about a source', () => {
  test('that has moved onto another: its page names the other, and offers to pause', async () => {
    const [other, moved] = [await addSource('/twin-new.xml'), await addSource('/twin-old.xml')];
    const { url } = await site.services.feeds.get(other);
    const proof = { moved_to: url, moved_count: 5, moved_since: Date.now() - 2 * 86_400_000 };
    await site.services.db.write('feeds').where('id', moved).update(proof);
    await site.services.checkHealth();
    const page = (await moderator.get(`/moderation/feeds/${moved}`)).text;
    assert.match(page, new RegExp(t.feedHealth.alerts.twin));
    assert.match(page, new RegExp(`${t.feedHealth.twin} <a href="/moderation/feeds/${other}"`));
    await moderator.post(`/moderation/feeds/${other}/pause`);
    assert.doesNotMatch((await moderator.get(`/moderation/feeds/${moved}`)).text, new RegExp(t.feedHealth.twin));
    await moderator.post(`/moderation/feeds/${other}/resume`);
    await moderator.post(`/moderation/feeds/${moved}/pause`);
    await site.services.checkHealth();
    assert.doesNotMatch((await moderator.get(`/moderation/feeds/${moved}`)).text, new RegExp(t.feedHealth.alerts.twin));
    await site.services.db.write('feeds').whereIn('id', [other, moved]).delete();
  });

  test('that is gone: what its site offers is found by itself and shown', async () => {
    const dead = await addSource('/dead.xml');
    server.publish('/feed', rssOf('Живая лента', [{ id: 'a', title: 'Новый адрес', html: '<p>Здесь.</p>' }]));
    await site.services.db.write('feeds').where('id', dead).update({ last_outcome: 'gone', is_paused: true });
    await site.services.checkHealth();
    assert.equal(await site.services.lookForReplacements(), 1);
    await site.services.checkHealth();
    const page = (await moderator.get(`/moderation/feeds/${dead}`)).text;
    assert.match(page, new RegExp(t.feedHealth.alerts.replacement));
    assert.ok(page.includes(server.address('/feed')) && page.includes('Живая лента'));
    await site.services.db.write('feeds').where('id', dead).delete();
  });
});

describe('health on the pages', () => {
  test('a source that keeps failing is an alert, stands first, and is counted in the tabs', async () => {
    const healthy = await addSource('/politics.xml');
    server.publish('/bad.xml', '<p>no feed</p>');
    const bad = await addSource('/bad.xml');
    for (let time = 0; time < 2; time++) await moderator.post(`/moderation/feeds/${bad}/fetch`);
    await site.services.checkHealth();
    const page = (await moderator.get(`/moderation/feeds/${bad}`)).text;
    assert.match(page, new RegExp(t.feedHealth.alerts.failing));
    const { all, text } = readPage(page);
    assert.equal(all('rect', { class: 'day-bad' }).length, 1, 'today, every attempt failed');
    assert.match(text, /later and later after failures/, 'the next attempt and why');
    const list = readPage((await moderator.get('/moderation/feeds?state=trouble')).text);
    const links = list.links.filter((link) => /^\/moderation\/feeds\/\d+$/.test(link));
    assert.deepEqual(links, [`/moderation/feeds/${bad}`]);
    const everything = readPage((await moderator.get('/moderation/feeds?group=Desk')).text);
    assert.equal(
      everything.links.find((link) => /^\/moderation\/feeds\/\d+$/.test(link)),
      `/moderation/feeds/${bad}`,
    );
    assert.ok(everything.links.includes(`/moderation/feeds/${healthy}`));
  });

  test('a filter that nothing fits says so, and strange values do no harm', async () => {
    const page = readPage((await moderator.get('/moderation/feeds?q=no-such-source')).text);
    assert.match(page.text, new RegExp(t.feedHealth.none));
    for (const query of ['state=x', 'page=99999999', 'page=-1', 'q=%00%25', 'q=a&q=b', 'group[]=x']) {
      assert.equal((await moderator.get(`/moderation/feeds?${query}`)).status, 200, query);
    }
  });
});
