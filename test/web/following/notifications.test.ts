import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { User } from '../../../src/accounts/user.js';
import { textsFor } from '../../../src/i18n/texts.js';
import { goodPassword } from '../../support/accounts.js';
import { type FeedServer, startFeedServer } from '../../support/feed-server.js';
import { browserKeys } from '../../support/push-service.js';
import { furnishSmall } from '../../support/route-list.js';
import { startTestSite, type TestSite, until } from '../../support/test-site.js';
import type { Visitor } from '../../support/visitor.js';

const t = textsFor('ru');

let site: TestSite;
let server: FeedServer;
let reader: Visitor & { user: User };
let author: User;

before(async () => {
  server = await startFeedServer({});
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  await furnishSmall(site, server);
  reader = await site.visitorAs('member', { name: 'Читающая' });
  author = await site.addUser('moderator', { name: 'Отвечающий' });
});
after(async () => {
  await site.close();
  await server.close();
});

async function reply(words: string): Promise<number> {
  const own = await site.services.writePost(reader.user, {
    threadId: 1,
    markdown: `Вопрос: ${words}`,
    replyToId: null,
  });
  const { postId } = await site.services.writePost(author, { threadId: 1, markdown: words, replyToId: own.postId });
  const isTold = async () =>
    (await site.services.notifications.list(reader.user.id, { isUnreadOnly: false, before: null, limit: 1 }))[0]
      ?.postId === postId;
  await until('the reply is told', isTold);
  return postId;
}

describe('the page of notifications', () => {
  test('says what, why and by whom; the header counts; reading the thread reads them', async () => {
    const postId = await reply('Ответ <b>по делу</b>');
    const page = (await reader.get('/notifications')).text;
    assert.ok(
      page.includes(t.notifications.says.reply('Отвечающий', 'Первое известие о выборах').replace('"', '&#34;')),
    );
    assert.ok(page.includes(t.notifications.whys.reply));
    assert.match(page, new RegExp(`href="/posts/${postId}"`));
    assert.match(page, /class="bell-count">1</);
    assert.doesNotMatch((await site.visitor().get('/')).text, /bell/);
    await reader.get(`/posts/${postId}`).redirects(1);
    assert.match((await reader.get('/')).text, /class="bell-count">1</, 'a page that is opened changes nothing');
    await reader.post('/threads/1/read', { upTo: String(postId) });
    assert.doesNotMatch((await reader.get('/')).text, /bell-count/);
  });

  test('one click marks all as read, one click stops a kind', async () => {
    await reply('Ещё один ответ');
    const upTo = /name="upTo" value="(\d+)"/.exec((await reader.get('/notifications')).text)?.[1] ?? '';
    assert.equal((await reader.post('/notifications/read', { upTo })).status, 303);
    assert.ok((await reader.get('/notifications?show=unread')).text.includes(t.notifications.emptyUnread));
    await reader.post('/notifications/stop', { kind: 'reply' });
    assert.equal((await site.services.settings.load(reader.user.id)).kinds.reply.way, 'off');
    assert.match(
      (await reader.get('/account/notifications')).text,
      /name="way-reply"[^>]*>\s*<option value="off" selected/,
    );
    assert.equal((await reader.post('/notifications/stop', { kind: 'everything' })).status, 400);
  });
});

describe('a story that was hidden', () => {
  test('is named neither among notifications nor bookmarks, nor in the private feed, nor where an own post is edited', async () => {
    const { services } = site;
    const { title } = await services.threads.get(1);
    const member = await site.visitorAs('member');
    const own = await services.writePost(member.user, { threadId: 1, markdown: 'Моё слово', replyToId: null });
    await services.writePost(author, { threadId: 1, markdown: 'Ответ на слово', replyToId: own.postId });
    await member.post('/account/bookmarks/one', { thread: '1', note: 'Помню' });
    const made = await member.post('/account/notifications/feed');
    const [feed = ''] = /\/feeds\/private\/[\w-]{43}\.rss/.exec(made.text) ?? [];
    const pages = ['/notifications', '/account/bookmarks', `/posts/${own.postId}/edit`, feed];
    const isNamed = async (path: string) => (await member.get(path)).text.includes(title.replace('"', '&#34;'));
    await until('the reply is told', () => isNamed('/notifications'));
    for (const path of pages) assert.ok(await isNamed(path), path);
    const hide = (at: number | null) => services.db.transact((trx) => services.threads.updateHidden(trx, 1, at));
    await hide(Date.now());
    try {
      for (const path of pages) {
        const { status, text } = await member.get(path);
        assert.deepEqual([status, text.includes(title), text.includes('скрытая тема')], [200, false, true], path);
      }
      const list = (await member.get('/account/bookmarks')).text;
      assert.match(list, /action="\/account\/bookmarks\/one\/remove"/);
      assert.doesNotMatch(list, /bookmarks\/one\?/, 'there is no form to change it');
    } finally {
      await hide(null);
    }
  });
});

describe('settings', () => {
  test('are kept as chosen', async () => {
    const fields = { 'way-reply': 'mail', 'push-story': 'on', digest: 'weekly', 'way-mention': 'nonsense' };
    assert.equal((await reader.post('/account/notifications', fields)).status, 303);
    const settings = await site.services.settings.load(reader.user.id);
    assert.deepEqual(settings.kinds.reply, { way: 'mail', isPushed: false });
    assert.deepEqual(settings.kinds.story, { way: 'site', isPushed: true });
    assert.equal(settings.digest, 'weekly');
    assert.equal(settings.followsReplies, false);
    assert.equal(settings.kinds.mention.way, 'site');
  });

  test('a private feed has a secret address, shown once, that can be revoked', async () => {
    const made = await reader.post('/account/notifications/feed');
    const [rss = ''] = /\/feeds\/private\/[\w-]{43}\.rss/.exec(made.text) ?? [];
    assert.ok(!(await reader.get('/account/notifications')).text.includes(rss));
    const guest = site.visitor();
    for (const format of ['rss', 'atom', 'json']) {
      const feed = await guest.get(rss.replace('.rss', `.${format}`));
      assert.equal(feed.status, 200);
      assert.match(feed.text, /Отвечающий/);
      assert.match(String(feed.headers['cache-control']), /no-store/);
      assert.equal(feed.headers['x-robots-tag'], 'noindex');
    }
    const stored = JSON.stringify(await site.services.db.read('private_feed_tokens').select());
    assert.ok(!stored.includes(rss.slice(15, 58)), 'only a hash is kept');
    await reader.post('/account/notifications/feed');
    assert.equal((await guest.get(rss)).status, 404, 'a new address ends the old one');
    await reader.post('/account/notifications/feed/revoke');
    assert.equal(await site.services.feedTokens.findCreatedAt(reader.user.id), undefined);
  });

  test('a browser is kept only with what push needs, and removed by its own member alone', async () => {
    const right = { endpoint: 'https://push.example/x', ...browserKeys() };
    const endpoints = [
      'javascript:x',
      'http://push.example/x',
      'https://a:b@push.example/',
      'https://[::1]/',
      'https://10.1/',
    ];
    for (const wrong of [
      ...endpoints.map((endpoint) => ({ ...right, endpoint })),
      { ...right, auth: '' },
      { ...right, auth: 'a'.repeat(23) },
      { ...right, p256dh: 'short' },
      { ...right, p256dh: 'B'.repeat(87) },
    ]) {
      const answer = await reader.post('/account/notifications/push', wrong);
      assert.equal(answer.status, 422);
      assert.ok(answer.text.includes(t.errors['push-unfit']), 'in words');
    }
    assert.deepEqual(await site.services.pushSubscriptions.list([reader.user.id]), []);
    assert.equal((await reader.post('/account/notifications/push', right)).status, 303);
    const [device] = await site.services.pushSubscriptions.list([reader.user.id]);
    const other = await site.visitorAs('member');
    await other.post(`/account/notifications/push/${device?.id}/remove`);
    assert.equal((await site.services.pushSubscriptions.list([reader.user.id])).length, 1);
    await reader.post(`/account/notifications/push/${device?.id}/remove`);
    assert.equal((await site.services.pushSubscriptions.list([reader.user.id])).length, 0);
  });

  test('a browser is called no more when its member has logged out there, whatever others they keep', async () => {
    const device = (name: string) => ({ endpoint: `https://push.example/${name}`, ...browserKeys() });
    const member = await site.visitorAs('member');
    const shared = site.visitor();
    await shared.logIn(member.user.name, goodPassword);
    await member.post('/account/notifications/push', device('own'));
    await shared.post('/account/notifications/push', device('shared'));
    // A log-in over the old one makes a new session: it still knows.
    await shared.logIn(member.user.name, goodPassword);
    await shared.post('/logout');
    const kept = await site.services.pushSubscriptions.list([member.user.id]);
    assert.deepEqual(
      kept.map(({ endpoint }) => endpoint),
      ['https://push.example/own'],
    );
    await member.post('/logout');
    assert.deepEqual(await site.services.pushSubscriptions.list([member.user.id]), []);
  });
});

describe('the links of letters', () => {
  const link = (stop: Parameters<TestSite['services']['letterTokens']['make']>[1]) =>
    `/unsubscribe/${site.services.letterTokens.make(reader.user.id, stop)}`;

  test('opening one only asks; the button stops', async () => {
    const guest = site.visitor();
    const page = await guest.get(link({ what: 'digest' }));
    assert.ok(page.text.includes(t.notifications.stops.digest));
    assert.equal((await site.services.settings.load(reader.user.id)).digest, 'weekly');
    const done = await guest.postRaw(link({ what: 'digest' }), {});
    assert.equal(done.status, 200);
    assert.ok(done.text.includes(t.notifications.stoppedText));
    assert.equal((await site.services.settings.load(reader.user.id)).digest, 'off');
  });

  test('a mail program posts by itself, without cookies, token or origin (RFC 8058)', async () => {
    await reader.post('/account/notifications', { 'way-reply': 'mail', 'way-story': 'bundle', digest: 'off' });
    const answer = await site.visitor().postRaw(link({ what: 'mail' }), { 'List-Unsubscribe': 'One-Click' });
    assert.equal(answer.status, 200);
    const { kinds } = await site.services.settings.load(reader.user.id);
    assert.deepEqual([kinds.reply.way, kinds.story.way], ['site', 'site']);
  });

  test('a follow ends; a forged link is no page and changes nothing', async () => {
    await reader.post('/account/following', { kind: 'thread', target: '2' });
    const follow = { kind: 'thread' as const, target: '2' };
    const right = link({ what: 'follow', follow });
    const forged = `${right.slice(0, -4)}AAAA`;
    assert.equal((await site.visitor().postRaw(forged, {})).status, 404);
    assert.ok(await site.services.follows.find(reader.user.id, follow));
    assert.ok((await site.visitor().get(right)).text.includes('Второе известие'));
    await site.visitor().postRaw(right, {});
    assert.equal(await site.services.follows.find(reader.user.id, follow), undefined);
  });
});

describe('digests as pages', () => {
  test('for everybody, and what one’s own would be', async () => {
    for (const rhythm of ['daily', 'weekly', 'monthly'] as const) {
      const page = await site.visitor().get(`/digests/${rhythm}`);
      assert.equal(page.status, 200);
      assert.ok(page.text.includes(t.digest.titles[rhythm]));
    }
    assert.equal((await site.visitor().get('/digests/yearly')).status, 404);
    assert.ok((await reader.get('/account/digest?rhythm=daily')).text.includes(t.digest.ownIntro));
  });
});
