import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MEMBERS_FEED_URL } from '../../src/feeds/feed.js';
import { said } from '../feeds/full-text/pages.js';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

describe('full texts of a source', () => {
  let server: FeedServer;
  let site: TestSite;
  let moderator: Visitor;
  before(async () => {
    server = await startFeedServer({});
    const feed = rssOf('Вестник', [{ id: 'one', title: said.title, html: `<p>${said.text}</p>` }]);
    server.publish('/rss.xml', feed.replaceAll('https://source.example/', server.address('/')));
    site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
    moderator = await site.visitorAs('moderator');
    const [category] = await site.services.categories.list();
    const draft = { title: 'Вестник', siteUrl: null, language: 'ru', groupName: '', categoryId: category?.id ?? 0 };
    await site.services.feeds.insert({ ...draft, url: server.address('/rss.xml') }, Date.now());
    await site.services.poller.fetchNow(1);
  });
  after(async () => {
    await site.close();
    await server.close();
  });

  const path = '/moderation/feeds/1/media';
  const english = { 'Accept-Language': 'en' };
  const words = async () => readPage((await moderator.get(path, english)).text).text;

  test('are off, and a button switches them on, publicly', async () => {
    assert.match(await words(), /Fetch full texts/);
    assert.equal((await moderator.post(path, { switch: 'on' })).headers.location, path);
    assert.match(await words(), /Stop fetching full texts/);
    assert.match(readPage((await site.visitor().get('/log', english)).text).text, /switched on the full texts of/);
  });

  test('a page that fails is named with its reason and the next attempt', async () => {
    await site.services.runFullTexts(() => false);
    const shown = await words();
    assert.match(shown, /Not taken/);
    assert.ok(shown.includes(said.title));
    assert.match(shown, /no such page any more.*given up/s);
  });

  test('a moderator tries what failed again: one article, or all', async () => {
    const due = () => site.services.fullTexts.listDue(Date.now(), 10);
    assert.equal((await due()).length, 0);
    const [failure] = (await site.services.fullTexts.summarise(1, 5)).failures;
    const member = await site.visitorAs('member');
    assert.equal((await member.post(`${path}/retry`)).status, 403);
    assert.equal((await due()).length, 0);
    assert.match(readPage((await moderator.get(path, english)).text).text, /Try now/);
    const desk = readPage((await moderator.get(`/moderation/articles/${failure?.articleId}`, english)).text).text;
    assert.match(desk, /no such page any more.*Try now/s);
    await moderator.post(`${path}/retry`, { article: '999' });
    assert.equal((await due()).length, 0, 'no article of this source');
    for (const article of ['', '1e2', 'все']) {
      assert.equal((await moderator.post(`${path}/retry`, { article })).status, 400, `"${article}" is not all of them`);
    }
    assert.equal((await due()).length, 0);
    const again = await moderator.post(`${path}/retry`, { article: String(failure?.articleId) });
    assert.equal(again.headers.location, path);
    assert.deepEqual(
      (await due()).map(({ articleId, attempts }) => [articleId, attempts]),
      [[failure?.articleId, 0]],
    );
    await site.services.runFullTexts(() => false);
    assert.equal((await due()).length, 0);
    await moderator.post(`${path}/retry`);
    assert.equal((await due()).length, 1);
    await site.services.runFullTexts(() => false);
  });

  test('switching off can be taken back, and strangers can do neither', async () => {
    await moderator.post(path, { switch: 'off' });
    assert.match(await words(), /Fetch full texts/);
    const [last] = await site.services.moderationLog.list(null, 1);
    await moderator.post(`/moderation/log/${last?.id}/undo`);
    assert.match(await words(), /Stop fetching/);
    const member = await site.visitorAs('member');
    assert.equal((await member.post(path, { switch: 'off' })).status, 403);
    assert.match(await words(), /Stop fetching/);
    assert.equal((await moderator.get('/moderation/feeds/999/media')).status, 404);
    await site.services.db.write('feeds').where('id', 1).update({ url: MEMBERS_FEED_URL });
    assert.equal((await moderator.get(path)).status, 404, "members' threads have no pages elsewhere");
    assert.equal((await moderator.post(path, { switch: 'off' })).status, 404);
    assert.equal((await moderator.post(`${path}/retry`)).status, 404);
  });
});
