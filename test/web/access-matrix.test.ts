import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Role } from '../../src/accounts/user.js';
import type { Access, Route } from '../../src/web/route.js';
import { type FeedServer, startFeedServer } from '../support/feed-server.js';
import { addressOf, furnishSmall, routeList, routeName, stateOf } from '../support/route-list.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Answer, Visitor } from '../support/visitor.js';

type Standing = 'anonymous' | Role;

const standings: Standing[] = ['anonymous', 'member', 'moderator', 'admin'];
const least: Record<Access, number> = { anyone: 0, member: 1, moderator: 2, admin: 3 };
const routes = routeList();

/** Of members only the author: the one who asks here wrote nothing. */
const ofAuthors = /^\/posts\/:id\/(edit|delete|restore)$/;

const readers = new Map<Standing, Visitor>();
let site: TestSite;
let server: FeedServer;

before(async () => {
  server = await startFeedServer({});
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  await furnishSmall(site, server);
});
after(async () => {
  await site.close();
  await server.close();
});

/** Pages are read by the same four; a form is sent by somebody new, as a logout of one case must not decide another. */
async function ask(route: Route, standing: Standing): Promise<Answer> {
  const path = addressOf(route);
  if (route.method !== 'get') return (await somebody(standing)).post(path);
  const visitor = readers.get(standing) ?? (await somebody(standing));
  readers.set(standing, visitor);
  return visitor.get(path);
}

async function somebody(standing: Standing): Promise<Visitor> {
  return standing === 'anonymous' ? site.visitor() : site.visitorAs(standing);
}

function verdictOf(answer: Answer): 'let in' | 'sent to log in' | 'refused' {
  if (answer.status === 401) return 'sent to log in';
  if (answer.status === 303 && String(answer.headers.location).startsWith('/login?next=')) return 'sent to log in';
  return answer.status === 403 ? 'refused' : 'let in';
}

describe('access', () => {
  for (const route of routes) {
    test(`${routeName(route)} is for ${route.access}`, async () => {
      for (const standing of standings) {
        const isStranger = standing === 'member' && ofAuthors.test(route.path);
        const isEnough = standings.indexOf(standing) >= least[route.access] && !isStranger;
        const before = isEnough ? '' : await stateOf(site);
        const answer = await ask(route, standing);
        const expected = isEnough ? 'let in' : standing === 'anonymous' ? 'sent to log in' : 'refused';
        assert.equal(verdictOf(answer), expected, `${standing}: ${answer.status}`);
        assert.ok(answer.status < 500, `${standing}: ${answer.status}`);
        assert.notEqual(answer.status, 404, `${standing}: the example address exists`);
        if (!isEnough)
          assert.equal(withoutNewUsers(await stateOf(site)), withoutNewUsers(before), `${standing} changed nothing`);
      }
    });
  }

  test('the map itself: nothing that writes is open but the ways in and out, and moderation is for moderators', () => {
    const open = routes.filter((route) => route.method !== 'get' && route.access === 'anyone').map(routeName);
    assert.deepEqual(open.sort(), [
      'POST /keep-account/:token',
      'POST /login',
      'POST /login/passkey',
      'POST /login/passkey/options',
      'POST /login/second',
      'POST /logout',
      'POST /register',
      'POST /reset',
      'POST /reset/:token',
      'POST /unsubscribe/:letterToken',
      'POST /verify/:token',
    ]);
    const astray = routes.filter((route) => route.path.startsWith('/moderation') !== least[route.access] >= 2);
    assert.deepEqual(astray.map(routeName), []);
    assert.equal(new Set(routes.map(routeName)).size, routes.length, 'no address stands there twice');
  });

  test('only pages that are the same for everybody are shared', () => {
    const shared = routes.filter((route) => route.isShared);
    assert.ok(shared.length > 10);
    assert.deepEqual(shared.filter((route) => route.method !== 'get' || route.access !== 'anyone').map(routeName), []);
    assert.ok(!shared.some((route) => /login|register|account/.test(route.path)));
  });

  test('a new member whose address is not confirmed writes nothing that others see', async () => {
    const tables = ['posts', 'post_versions', 'held_posts', 'post_votes', 'similar_votes', 'threads', 'articles'];
    const shown = async () =>
      JSON.stringify(await Promise.all(tables.map((table) => site.services.db.read(table).select())));
    const before = await shown();
    for (const route of routes.filter(({ method }) => method !== 'get')) {
      const newcomer = await site.visitorAs('member');
      await site.services.db.write('users').where('id', newcomer.user.id).update({ is_unverified: true });
      const words = { markdown: 'Слова', title: 'Тема', text: 'Слова', value: '1', verdict: 'related', intent: 'post' };
      const answer = await newcomer.post(addressOf(route), words);
      assert.ok(answer.status < 500, `${routeName(route)}: ${answer.status}`);
      assert.equal(await shown(), before, routeName(route));
    }
  });

  test('a role that is taken away is gone with the next request', async () => {
    const moderator = await site.visitorAs('moderator');
    assert.equal((await moderator.get('/moderation/feeds')).status, 200);
    await site.services.users.updateRole(moderator.user.id, 'member');
    assert.equal((await moderator.get('/moderation/feeds')).status, 403);
  });
});

/** The asking members are made between the two looks. */
function withoutNewUsers(state: string): string {
  return JSON.stringify((JSON.parse(state) as unknown[]).slice(1));
}
