/** Merging a source into the one that it has moved to, over HTTP: the offer, the preview, doing it, the addresses after it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { User } from '../../src/accounts/user.js';
import { MOVED_FOR, MOVED_TIMES } from '../../src/feeds/address-proof.js';
import { textsFor } from '../../src/i18n/texts.js';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { readPage } from '../support/read-page.js';
import { addRule } from '../support/rule-builders.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

const t = textsFor('en');
const story = (id: string) => ({ id, title: `Story ${id}`, html: `<p>Text of story ${id}.</p>` });

let site: TestSite;
let server: FeedServer;
let moderator: Visitor & { user: User };
let old = 0;
let heir = 0;

before(async () => {
  server = await startFeedServer({
    '/old.xml': rssOf('Old', [story('a'), story('b')], 'en'),
    '/new.xml': rssOf('New', [story('c')], 'en'),
  });
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  moderator = await site.visitorAs('moderator', { language: 'en' });
  [old, heir] = [await addSource('/old.xml', 'Old Gazette'), await addSource('/new.xml', 'New Gazette')];
  await prove(MOVED_TIMES);
});
after(async () => {
  await site.close();
  await server.close();
});

async function addSource(path: string, title: string): Promise<number> {
  const [category] = await site.services.categories.list();
  const draft = { url: server.address(path), title, siteUrl: null, language: 'en', groupName: '' };
  const feed = await site.services.feeds.insert({ ...draft, categoryId: category?.id ?? 0 }, Date.now());
  await site.services.poller.fetchNow(feed.id);
  return feed.id;
}

async function prove(times: number): Promise<void> {
  const { url } = await site.services.feeds.get(heir);
  const proof = { moved_to: url, moved_count: times, moved_since: Date.now() - 2 * MOVED_FOR };
  await site.services.db.write('feeds').where('id', old).update(proof);
}

const desk = (path = '') => `/moderation/feeds/${old}${path}`;

describe('a source that has moved onto another', () => {
  test('is offered for merging once that is proven', async () => {
    await prove(MOVED_TIMES - 1);
    const early = readPage((await moderator.get(desk())).text);
    assert.ok(early.text.includes(t.feedHealth.twinUnproven) && !early.links.includes(desk('/merge')));
    assert.equal((await moderator.get(desk('/merge'))).headers.location, desk());
    await prove(MOVED_TIMES);
    assert.ok(readPage((await moderator.get(desk())).text).links.includes(desk('/merge')));
  });

  test('shows in numbers what would happen, and needs a reason', async () => {
    const ruleId = await addRule(site.services.db, { feedId: old, name: 'No weather', terms: 'weather' });
    const page = readPage((await moderator.get(desk('/merge'))).text);
    assert.ok(page.text.includes(t.feedMerge.articles(2).replaceAll('\u00a0', ' ')), page.text);
    assert.ok(page.text.includes('No weather') && page.text.includes(t.feedMerge.undo));
    const inputs = page.all('input').map(({ attribs }) => attribs);
    assert.ok(inputs.some(({ name, checked }) => name === `rule-${ruleId}` && checked !== undefined));
    const refused = await moderator.post(desk('/merge'), { heir: String(heir), reason: '' });
    assert.equal(refused.status, 422);
    const again = readPage(refused.text);
    assert.ok(again.text.includes(t.errors['reason-required']));
    const box = again.all('input').find(({ attribs }) => attribs.name === `rule-${ruleId}`);
    assert.equal(box?.attribs.checked, undefined, 'what was unticked stays unticked');
    assert.equal((await site.services.feeds.get(old)).mergedInto, null);
  });

  test('merged, every address of it leads to the heir, and the log tells why', async () => {
    const merged = await moderator.post(desk('/merge'), { heir: String(heir), reason: 'Moved house' });
    assert.deepEqual([merged.status, merged.headers.location], [303, `/moderation/feeds/${heir}`]);
    const reader = site.visitor();
    const leads = async (path: string, visitor: Visitor = reader) => {
      const { status, headers } = await visitor.get(path);
      return `${status} ${headers.location}`;
    };
    assert.equal(await leads(`/feeds/${old}`), `301 /feeds/${heir}`);
    assert.equal(await leads(`/feeds/${old}?after=1.2`), `301 /feeds/${heir}?after=1.2`);
    assert.equal(await leads(`/feeds/${old}/feed.rss`), `301 /feeds/${heir}/feed.rss`);
    assert.equal(await leads(desk(), moderator), `303 /moderation/feeds/${heir}`);
    const paused = await moderator.post(desk('/pause'));
    assert.deepEqual([paused.status, paused.headers.location], [303, `/moderation/feeds/${heir}`]);
    assert.equal(
      (await site.services.feeds.get(heir)).isPaused,
      false,
      'a form for the old one does nothing to the new',
    );
    const page = readPage((await reader.get(`/feeds/${heir}`)).text);
    for (const id of ['a', 'b', 'c']) assert.ok(page.text.includes(`Story ${id}`));
    assert.ok(!readPage((await reader.get('/feeds')).text).text.includes('Old Gazette'));
    const log = readPage((await moderator.get('/log')).text).text;
    assert.match(log, /merged\s+the source[\s\S]*Old Gazette → New Gazette[\s\S]*Moved house/);
    const known = await moderator.post('/moderation/feeds/preview', { url: server.address('/old.xml') });
    assert.equal(known.status, 303, 'its address is that of a source which is here');
  });

  test('taken back from the log it stands for itself again', async () => {
    const { id } = await site.services.db.read('moderation_log').where('action', 'feed-merge').first();
    await moderator.post(`/moderation/log/${id}/undo`);
    const page = readPage((await site.visitor().get(`/feeds/${old}`)).text);
    assert.ok(page.text.includes('Story a') && !page.text.includes('Story c'));
    assert.ok(readPage((await moderator.get(desk())).text).links.includes(desk('/merge')), 'and is offered once more');
  });
});
