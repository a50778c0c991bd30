import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { User } from '../../src/accounts/user.js';
import { goodPassword } from '../support/accounts.js';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { browserKeys } from '../support/push-service.js';
import { addressOf, furnishSmall, routeList, routeName, stateOf } from '../support/route-list.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import { newNetwork, type Visitor } from '../support/visitor.js';

// A signed address is its own proof: no other site can know it.
const routes = routeList().filter((route) => route.method !== 'get' && !route.isSigned);

let site: TestSite;
let server: FeedServer;
let victim: Visitor & { user: User };

before(async () => {
  server = await startFeedServer({ '/new.xml': rssOf('Новый', []) });
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  await furnishSmall(site, server);
  victim = await site.visitorAs('admin', { name: 'Жертва' });
  await giveOpening(victim.user);
});
after(async () => {
  await site.close();
  await server.close();
});

/** Only its author may touch an opening text. */
async function giveOpening({ id }: User): Promise<void> {
  const { db } = site.services;
  await db.write('articles').whereNotNull('user_id').update({ user_id: id });
  await db.write('threads').whereNotNull('user_id').update({ user_id: id });
}

const list = '<opml version="2.0"><body><outline text="x" xmlUrl="https://captured.example/rss"/></body></opml>';

/** What would change something if the request were let through. A new route needs a line here. */
const harmful: Record<string, () => Record<string, string>> = {
  'POST /register': () => ({ name: 'Чужая рука', password: goodPassword }),
  'POST /login': () => ({ login: 'Первая', password: goodPassword }),
  'POST /logout': () => ({}),
  'POST /login/second': () => ({ code: '123456' }),
  'POST /login/passkey/options': () => ({}),
  'POST /login/passkey': () => ({ response: '{}' }),
  'POST /account/sessions/:handle/end': () => ({}),
  'POST /account/sessions/end-others': () => ({}),
  'POST /account/second-step/start': () => ({ currentPassword: goodPassword }),
  'POST /account/second-step/confirm': () => ({ code: '123456' }),
  'POST /account/second-step/codes': () => ({ currentPassword: goodPassword }),
  'POST /account/second-step/off': () => ({ currentPassword: goodPassword }),
  'POST /account/passkeys/options': () => ({}),
  'POST /account/passkeys': () => ({ name: 'x', currentPassword: goodPassword, response: '{}' }),
  'POST /account/passkeys/remove': () => ({ passkey: '1', currentPassword: goodPassword }),
  'POST /account/export': () => ({ currentPassword: goodPassword }),
  'POST /account/delete': () => ({ currentPassword: goodPassword, posts: 'remove' }),
  'POST /account/keep': () => ({}),
  'POST /keep-account/:token': () => ({}),
  'POST /moderation/mail/test': () => ({}),
  'POST /verify/:token': () => ({}),
  'POST /reset': () => ({ login: 'Жертва' }),
  'POST /reset/:token': () => ({ newPassword: 'captured-otter-lake-44' }),
  'POST /account/email': () => ({ email: 'captured@example.org', currentPassword: goodPassword }),
  'POST /account/email/resend': () => ({}),
  'POST /account/profile': () => ({ place: 'Захвачено' }),
  'POST /account/password': () => ({ currentPassword: goodPassword, newPassword: 'captured-otter-lake-44' }),
  'POST /openings/:openingId/edit': () => ({ title: 'Захваченная тема', markdown: 'Захвачено' }),
  'POST /openings/:openingId/withdraw': () => ({}),
  'POST /openings/:openingId/restore': () => ({}),
  'POST /threads': () => ({ title: 'Чужая тема о выборах', markdown: 'Чужие слова о выборах', category: 'law' }),
  'POST /threads/:id/similar/:similarId/judge': () => ({ value: '1' }),
  'POST /moderation/threads/:id/similar': () => ({ target: '2', reason: 'чужая рука' }),
  'POST /moderation/threads/:id/similar/:similarId': () => ({ ruling: 'ban', reason: 'чужая рука' }),
  'POST /moderation/threads/:id/merge': () => ({ other: '2', mergeReason: 'чужая рука' }),
  'POST /moderation/threads/:id/split': () => ({ article: '2', splitReason: 'чужая рука' }),
  'POST /moderation/threads/:id/hide': () => ({ why: 'чужая рука' }),
  'POST /threads/:id/posts': () => ({ markdown: 'Чужие слова' }),
  'POST /account/following': () => ({ kind: 'thread', target: '2' }),
  'POST /account/following/remove': () => ({ kind: 'thread', target: '1' }),
  'POST /account/mutes': () => ({ kind: 'word', target: 'погода' }),
  'POST /account/mutes/remove': () => ({ kind: 'source', target: '1' }),
  'POST /account/bookmarks/one': () => ({ thread: '2' }),
  'POST /account/bookmarks/one/remove': () => ({ thread: '1' }),
  'POST /threads/:id/read': () => ({ upTo: '1' }),
  'POST /read': () => ({}),
  'POST /notifications/read': () => ({ upTo: '1' }),
  'POST /notifications/stop': () => ({ kind: 'reply' }),
  'POST /account/notifications': () => ({ digest: 'off' }),
  'POST /account/notifications/feed': () => ({}),
  'POST /account/notifications/feed/revoke': () => ({}),
  'POST /account/notifications/push': () => ({
    endpoint: 'https://push.example/x',
    ...browserKeys(),
  }),
  'POST /account/notifications/push/:id/remove': () => ({}),
  'POST /drafts': () => ({ place: 'thread:1', markdown: 'Чужие слова' }),
  'POST /moderation/posts/:id': () => ({ verdict: 'approved' }),
  'POST /moderation/flags/:id': () => ({ verdict: 'kept' }),
  'POST /moderation/threads/:id/lock': () => ({ lockReason: 'чужая рука' }),
  'POST /moderation/threads/:id/unlock': () => ({ lockReason: 'чужая рука' }),
  'POST /posts/:id/edit': () => ({ markdown: 'Захвачено', reason: 'чужая рука' }),
  'POST /posts/:id/delete': () => ({ deleteReason: 'чужая рука' }),
  'POST /posts/:id/restore': () => ({}),
  'POST /posts/:id/vote': () => ({ value: 'up' }),
  'POST /posts/:id/flag': () => ({ reason: 'spam' }),
  'POST /moderation/feeds': () => ({ url: server.address('/new.xml'), title: 'Чужой', category: 'law' }),
  'POST /moderation/feeds/preview': () => ({ url: server.address('/new.xml') }),
  'POST /moderation/feeds/:id': () => ({ url: server.address('/small.xml'), title: 'Захвачено', category: 'law' }),
  'POST /moderation/feeds/:id/pause': () => ({}),
  'POST /moderation/feeds/:id/resume': () => ({}),
  'POST /moderation/feeds/:id/fetch': () => ({}),
  'POST /moderation/feeds/:id/replacements': () => ({}),
  'POST /moderation/feeds/:id/merge': () => ({ heir: '2', reason: 'Захвачено' }),
  'POST /moderation/feeds/:id/media': () => ({ switch: 'on' }),
  'POST /moderation/feeds/:id/media/retry': () => ({}),
  'POST /moderation/lists': () => ({ text: list }),
  'POST /moderation/lists/import': () => ({ text: list }),
  'POST /moderation/lists/groups': () => ({ group: '', switch: 'off' }),
  'POST /moderation/rules': () => ({ action: 'exclude', matcher: 'words', terms: 'чужое', 'in-title': 'on' }),
  'POST /moderation/rules/:id': () => ({ action: 'hold', matcher: 'words', terms: 'чужое', 'in-title': 'on' }),
  'POST /moderation/rules/:id/switch': () => ({ to: 'off' }),
  'POST /moderation/rules/:id/move': () => ({ to: 'up' }),
  'POST /moderation/rules/:id/delete': () => ({}),
  'POST /moderation/topics': () => ({ language: 'ru', words: 'чужое' }),
  'POST /moderation/held': () => ({ release: '1' }),
  'POST /moderation/retention': () => ({ kind: 'days', amount: '1' }),
  'POST /moderation/articles/:id/delete': () => ({ reason: 'чужая рука' }),
  // The line that the one before has written.
  'POST /moderation/log/:id/undo': () => ({}),
};

type Attack = { headers: Record<string, string>; token: 'right' | 'wrong' | 'foreign' | 'none' };

const attacks: Record<string, Attack> = {
  'a cross-site form': { headers: { 'Sec-Fetch-Site': 'cross-site' }, token: 'right' },
  'a neighbour on a sister domain': { headers: { 'Sec-Fetch-Site': 'same-site' }, token: 'right' },
  'a foreign Origin': { headers: { Origin: 'https://evil.example' }, token: 'right' },
  'our host on another port': { headers: { Origin: 'http://127.0.0.1:1' }, token: 'right' },
  'Origin null': { headers: { Origin: 'null' }, token: 'right' },
  'a foreign Referer': { headers: { Referer: 'https://evil.example/page' }, token: 'right' },
  'no token': { headers: {}, token: 'none' },
  'a wrong token': { headers: {}, token: 'wrong' },
  'the token of somebody else': { headers: {}, token: 'foreign' },
};

async function tokenFor(kind: Attack['token']): Promise<Record<string, string>> {
  if (kind === 'none') return {};
  if (kind === 'wrong') return { _csrf: 'x'.repeat(43) };
  return { _csrf: await (kind === 'right' ? victim : site.visitor()).token() };
}

describe('forged requests', () => {
  test('every route that writes is in the table', () => {
    assert.deepEqual(Object.keys(harmful).sort(), routes.map(routeName).sort());
  });

  for (const route of routes) {
    test(`${routeName(route)} refuses them all and changes nothing`, async () => {
      const before = await stateOf(site);
      // More forms than one network may send in a minute.
      const network = newNetwork();
      const hits = server.hits('/new.xml') + server.hits('/small.xml');
      for (const [name, attack] of Object.entries(attacks)) {
        const fields = { ...harmful[routeName(route)]?.(), ...(await tokenFor(attack.token)) };
        const answer = await victim.postRaw(addressOf(route), fields, {
          ...attack.headers,
          'X-Forwarded-For': network,
        });
        assert.equal(answer.status, 403, name);
      }
      assert.equal(await stateOf(site), before);
      assert.equal(server.hits('/new.xml') + server.hits('/small.xml'), hits, 'nothing was fetched');
      const page = await victim.get('/account');
      assert.ok(page.status === 200 && page.text.includes('Жертва'), 'the victim is who they were');
    });
  }

  test('a stranger cannot be logged in or registered by another site either', async () => {
    for (const path of ['/login', '/register']) {
      const stranger = site.visitor();
      const fields = { ...harmful[`POST ${path}`]?.(), _csrf: await stranger.token() };
      assert.equal((await stranger.postRaw(path, fields, { Origin: 'https://evil.example' })).status, 403);
      assert.equal((await stranger.get('/account')).status, 303);
    }
  });

  test('the same requests from our own pages are let through', async () => {
    for (const route of routes) {
      const member = await site.visitorAs('admin');
      await giveOpening(member.user);
      const fields = { ...harmful[routeName(route)]?.(), _csrf: await member.token() };
      const own = { Origin: site.url, 'Sec-Fetch-Site': 'same-origin', Referer: `${site.url}/` };
      const answer = await member.postRaw(addressOf(route), fields, own);
      // Past the wall: a form may still be refused for what it says.
      assert.ok(answer.status < 500 && answer.status !== 403, `${routeName(route)}: ${answer.status}`);
    }
  });

  test('asking never changes anything: no GET writes', async () => {
    const before = await stateOf(site);
    for (const route of routeList().filter((each) => each.method === 'get')) {
      await victim.get(`${addressOf(route)}?markdown=x&title=x&url=x&_csrf=${await victim.token()}`);
    }
    assert.equal(await stateOf(site), before);
  });
});
