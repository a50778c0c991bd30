import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Access, Route } from '../../src/web/route.js';
import { goodPassword } from '../support/accounts.js';
import { type FeedServer, startFeedServer } from '../support/feed-server.js';
import { addressOf, furnishSmall, routeList, routeName, stateOf } from '../support/route-list.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Answer, Visitor } from '../support/visitor.js';

/** A newcomer has not confirmed the address yet; the author wrote what the example addresses name, the member nothing. */
type Standing = 'anonymous' | 'newcomer' | 'member' | 'author' | 'moderator' | 'admin';
type Verdict = 'let in' | 'sent to log in' | 'refused';

const standings: Standing[] = ['anonymous', 'newcomer', 'member', 'author', 'moderator', 'admin'];
const allowed: Record<Access, Standing[]> = {
  anyone: standings,
  member: standings.slice(1),
  moderator: ['moderator', 'admin'],
  admin: ['admin'],
};
const routes = routeList();

const onlyAuthor = { newcomer: 'refused', member: 'refused', moderator: 'refused', admin: 'refused' } as const;

/** Whoever is let in by the map and yet may not: because of whose the subject is. */
const ownership: Record<string, Partial<Record<Standing, Verdict>>> = {
  'GET /posts/:id/edit': { newcomer: 'refused', member: 'refused' },
  'POST /posts/:id/edit': { newcomer: 'refused', member: 'refused' },
  'POST /posts/:id/delete': { newcomer: 'refused', member: 'refused' },
  'POST /posts/:id/restore': { newcomer: 'refused', member: 'refused' },
  'GET /openings/:openingId/edit': onlyAuthor,
  'POST /openings/:openingId/edit': onlyAuthor,
  'POST /openings/:openingId/withdraw': onlyAuthor,
  'POST /openings/:openingId/restore': onlyAuthor,
  'POST /posts/:id/vote': { author: 'refused' },
  'GET /posts/:id/flag': { newcomer: 'refused', author: 'refused' },
  'POST /posts/:id/flag': { newcomer: 'refused', author: 'refused' },
};

/** What asks for a confirmed address: all that others see, and all that would follow them about. */
const confirmedOnly = new Set([
  'GET /threads/new',
  'POST /threads',
  'POST /threads/:id/posts',
  'POST /threads/:id/read',
  'POST /threads/:id/similar/:similarId/judge',
  'POST /read',
  'POST /posts/:id/vote',
  'POST /account/following',
  'POST /account/mutes',
  'POST /account/bookmarks/one',
  'POST /account/notifications',
  'POST /account/notifications/feed',
  'POST /account/notifications/feed/revoke',
  'POST /account/notifications/push',
  'POST /account/notifications/push/:id/remove',
  'POST /notifications/stop',
]);

/** A whole form: a refusal must not be for an empty field. */
const words = { markdown: 'Слова о деле', title: 'Тема для проверки', text: 'Слова', value: 'up', reason: 'Проба' };
const moreWords: Record<string, Record<string, string>> = {
  'POST /threads/:id/similar/:similarId/judge': { value: '1' },
};

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

function expectedOf(route: Route, standing: Standing): Verdict {
  if (!allowed[route.access].includes(standing)) return standing === 'anonymous' ? 'sent to log in' : 'refused';
  const name = routeName(route);
  if (standing === 'newcomer' && confirmedOnly.has(name)) return 'refused';
  return ownership[name]?.[standing] ?? 'let in';
}

/** Pages are read by the same six; a form is sent by somebody new, as a logout of one case must not decide another. */
async function ask(route: Route, standing: Standing): Promise<Answer> {
  const path = addressOf(route);
  const isWhole = standing === 'newcomer' || routeName(route) in ownership;
  if (route.method !== 'get')
    return (await somebody(standing)).post(path, isWhole ? { ...words, ...moreWords[routeName(route)] } : {});
  // The author's other sessions end in some of the cases.
  if (standing === 'author') return (await somebody(standing)).get(path);
  const visitor = readers.get(standing) ?? (await somebody(standing));
  readers.set(standing, visitor);
  return visitor.get(path);
}

async function somebody(standing: Standing): Promise<Visitor> {
  if (standing === 'anonymous') return site.visitor();
  if (standing === 'author') {
    const author = site.visitor();
    await author.logIn('Первая', goodPassword);
    return author;
  }
  if (standing !== 'newcomer') return site.visitorAs(standing);
  const newcomer = await site.visitorAs('member');
  await site.services.db.write('users').where('id', newcomer.user.id).update({ is_unverified: true });
  return newcomer;
}

function verdictOf(answer: Answer): Verdict {
  if (answer.status === 401) return 'sent to log in';
  if (answer.status === 303 && String(answer.headers.location).startsWith('/login?next=')) return 'sent to log in';
  return answer.status === 403 ? 'refused' : 'let in';
}

describe('access', () => {
  for (const route of routes) {
    test(`${routeName(route)} is for ${route.access}`, async () => {
      for (const standing of standings) await checkOne(route, standing);
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
    const astray = routes.filter(
      (route) => route.path.startsWith('/moderation') !== !allowed[route.access].includes('author'),
    );
    assert.deepEqual(astray.map(routeName), []);
    assert.equal(new Set(routes.map(routeName)).size, routes.length, 'no address stands there twice');
  });

  test('only pages that are the same for everybody are shared', () => {
    const shared = routes.filter((route) => route.isShared);
    assert.ok(shared.length > 10);
    assert.deepEqual(shared.filter((route) => route.method !== 'get' || route.access !== 'anyone').map(routeName), []);
    assert.ok(!shared.some((route) => /login|register|account/.test(route.path)));
  });

  test('no line of the tables outlives its route', () => {
    const names = new Set(routes.map(routeName));
    assert.deepEqual(
      [...Object.keys(ownership), ...confirmedOnly].filter((name) => !names.has(name)),
      [],
    );
  });

  test('a role that is taken away is gone with the next request', async () => {
    const moderator = await site.visitorAs('moderator');
    assert.equal((await moderator.get('/moderation/feeds')).status, 200);
    await site.services.users.updateRole(moderator.user.id, 'member');
    assert.equal((await moderator.get('/moderation/feeds')).status, 403);
  });
});

async function checkOne(route: Route, standing: Standing): Promise<void> {
  const expected = expectedOf(route, standing);
  const [before, shownBefore] = [await stateOf(site), await shownToOthers()];
  const answer = await ask(route, standing);
  const what = `${standing}: ${answer.status}`;
  assert.equal(verdictOf(answer), expected, what);
  assert.ok(answer.status < 500, what);
  assert.notEqual(answer.status, 404, `${standing}: the example address exists`);
  if (expected !== 'let in')
    assert.equal(withoutUsers(await stateOf(site)), withoutUsers(before), `${standing} changed nothing`);
  if (standing === 'newcomer') assert.equal(await shownToOthers(), shownBefore, 'a newcomer writes nothing for others');
}

/** A newcomer's own settings are free; this is what a stranger would see of their doing. */
async function shownToOthers(): Promise<string> {
  const tables = ['posts', 'post_versions', 'held_posts', 'post_votes', 'similar_votes', 'threads', 'articles'];
  return JSON.stringify(await Promise.all(tables.map((table) => site.services.db.read(table).select())));
}

/** The asking members are made between the two looks. */
function withoutUsers(state: string): string {
  return JSON.stringify((JSON.parse(state) as unknown[]).slice(1));
}
