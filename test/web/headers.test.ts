import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { goodPassword } from '../support/accounts.js';
import { type FeedServer, startFeedServer } from '../support/feed-server.js';
import { readPage } from '../support/read-page.js';
import { addressOf, furnishSmall, routeList } from '../support/route-list.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

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

const pages = routeList()
  .filter((route) => route.method === 'get')
  .map((route) => addressOf(route));

describe('security headers', () => {
  test('every answer carries them: pages, feeds, files, errors, redirects, health', async () => {
    const admin = await site.visitorAs('admin');
    for (const path of [...pages, '/nowhere', '/site.css', '/favicon.svg', '/healthz', '/tags/%E0%A4%A']) {
      const { headers } = await admin.get(path);
      assert.equal(headers['x-content-type-options'], 'nosniff', path);
      assert.equal(headers['x-powered-by'], undefined, path);
      assert.equal(headers['referrer-policy'], 'same-origin', path);
      assert.equal(headers['x-frame-options'], 'SAMEORIGIN', path);
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin', path);
      const policy = policyOf(headers['content-security-policy'] ?? '');
      assert.equal(policy['default-src'], "'none'", path);
      for (const name of ['frame-ancestors', 'base-uri']) assert.equal(policy[name], "'none'", `${path} ${name}`);
      assert.equal(policy['form-action'], "'self'", path);
      assert.equal(policy['script-src'], "'self'", path);
      assert.doesNotMatch(headers['content-security-policy'] ?? '', /unsafe|\*|data:|https?:/, path);
    }
  });

  test('pages have nothing inline that the policy would stop', async () => {
    const admin = await site.visitorAs('admin');
    for (const path of pages) {
      const answer = await admin.get(path);
      if (!/html/.test(answer.headers['content-type'] ?? '')) continue;
      const page = readPage(answer.text);
      for (const script of page.all('script'))
        assert.match(script.attribs.src ?? '', /^\/(site|discussion|passkeys)\.js\?v=/, path);
      assert.equal(page.all('style').length, 0, path);
      assert.doesNotMatch(answer.text, /\son[a-z]+="|\sstyle="|href="javascript:/i, path);
    }
  });

  test('scripts and styles may be kept for a year, because their address changes with them', async () => {
    const page = readPage((await site.visitor().get('/')).text);
    for (const address of [
      page.all('script')[0]?.attribs.src,
      page.all('link', { rel: 'stylesheet' })[0]?.attribs.href,
    ]) {
      const answer = await site.visitor().get(address ?? '');
      assert.equal(answer.status, 200);
      assert.match(answer.headers['cache-control'] ?? '', /max-age=31536000, immutable/);
    }
    assert.doesNotMatch((await site.visitor().get('/site.css')).headers['cache-control'] ?? '', /immutable/);
  });
});

describe('cookies', () => {
  test('readers get none for reading', async () => {
    for (const path of pages.filter((each) => !/login|register|account|moderation|reset|verify/.test(each))) {
      assert.equal((await site.visitor().get(path)).headers['set-cookie'], undefined, path);
    }
  });

  test('all are HttpOnly and SameSite, and the session changes its name at login', async () => {
    const user = await site.addUser('member');
    const visitor = site.visitor();
    const before = cookies(await visitor.get('/login?lang=en'));
    const answer = await visitor.post('/login', { login: user.name, password: goodPassword });
    const after = cookies(answer);
    assert.equal(before.length, 2);
    for (const cookie of [...before, ...after]) {
      assert.match(cookie, /HttpOnly/);
      assert.match(cookie, /SameSite=Lax/);
      assert.doesNotMatch(cookie, /Domain=/);
    }
    const session = (all: string[]) => all.find((cookie) => cookie.startsWith('hustings.sid='))?.split(';')[0];
    assert.ok(session(after));
    assert.notEqual(session(after), session(before));
  });

  test('a site on https marks them Secure and asks browsers to stay on https', async () => {
    const secure = await startTestSite({ content: 'empty', env: { BASE_URL: 'https://hustings.example' } });
    try {
      const answer = await secure.visitor().get('/login?lang=en', { 'X-Forwarded-Proto': 'https' });
      assert.equal(cookies(answer).length, 2);
      for (const cookie of cookies(answer)) assert.match(cookie, /; Secure/);
      assert.match(answer.headers['strict-transport-security'] ?? '', /max-age=31536000/);
      assert.match(answer.headers['content-security-policy'] ?? '', /upgrade-insecure-requests/);
      const home = readPage((await secure.visitor().get('/', { Host: 'evil.example' })).text);
      assert.equal(home.canonical, 'https://hustings.example/', 'links come from the settings, never from Host');
    } finally {
      await secure.close();
    }
  });
});

describe('kept pages', () => {
  test('a page of one reader is never another reader’s', async () => {
    for (const path of ['/', '/threads/1', '/members/1', '/feeds/1']) {
      const member = await site.visitorAs('moderator', { name: `Тайная ${path}` });
      const own = await member.get(path);
      assert.match(own.text, /Тайная/, path);
      assert.match(own.headers['cache-control'] ?? '', /private/, path);
      const stranger = await site.visitor().get(path);
      assert.doesNotMatch(stranger.text, /Тайная|_csrf|\/logout/, path);
      const again = await site.visitor().get(path);
      assert.equal(again.text, stranger.text, path);
      assert.equal(again.headers.etag, stranger.headers.etag, path);
      const back = await member.get(path);
      assert.match(back.text, /Тайная/, path);
      assert.notEqual(back.headers.etag, stranger.headers.etag, path);
    }
  });

  test('languages do not mix, and a language in the address is not kept for others', async () => {
    const ask = async (path: string, language: string) =>
      readPage((await site.visitor().get(path, { 'Accept-Language': language })).text).language;
    assert.deepEqual(
      [await ask('/feeds', 'ru'), await ask('/feeds', 'en'), await ask('/feeds', 'ru')],
      ['ru', 'en', 'ru'],
    );
    assert.deepEqual([await ask('/feeds?lang=en', 'ru'), await ask('/feeds?lang=en', 'en')], ['en', 'en']);
    const answer = await site.visitor().get('/feeds?lang=en');
    assert.equal(cookies(answer).length, 1, 'the choice is a cookie of the one who chose');
    assert.equal(await ask('/feeds', 'ru'), 'ru');
  });

  test('a kept page tells caches what it depends on and is not sent twice', async () => {
    await site.visitor().get('/feeds');
    const kept = await site.visitor().get('/feeds');
    assert.match(kept.headers.vary ?? '', /Accept-Language/i);
    assert.match(kept.headers.vary ?? '', /Cookie/i);
    assert.equal(kept.headers['content-language'], 'ru');
    assert.equal((await site.visitor().get('/feeds', { 'If-None-Match': String(kept.headers.etag) })).status, 304);
  });

  test('a reply is seen at once by everybody, and so is a source that was changed', async () => {
    const member = await site.visitorAs('member');
    const reader = site.visitor();
    for (const path of ['/threads/1', '/', '/?order=active']) await reader.get(path);
    await member.post('/threads/1/posts', { markdown: 'Свежее слово' });
    assert.match((await reader.get('/threads/1')).text, /Свежее слово/);
    assert.match(readPage((await reader.get('/?order=active', { 'Accept-Language': 'en' })).text).text, /2 replies/);
    await site.services.writePost(await site.addUser('member'), {
      threadId: 1,
      markdown: 'Слово помимо страниц',
      replyToId: null,
    });
    assert.match((await reader.get('/threads/1')).text, /Слово помимо страниц/);
  });

  test('private pages are kept by nobody', async () => {
    const moderator = await site.visitorAs('moderator');
    for (const path of ['/login', '/register', '/account', '/moderation/feeds', '/moderation/feeds/1']) {
      assert.match((await moderator.get(path)).headers['cache-control'] ?? '', /no-store/, path);
    }
  });
});

function policyOf(header: string): Record<string, string> {
  return Object.fromEntries(
    header.split(';').map((part) => [part.trim().split(' ')[0], part.trim().split(' ').slice(1).join(' ')]),
  );
}

function cookies(answer: { headers: Record<string, unknown> }): string[] {
  const header = answer.headers['set-cookie'];
  return Array.isArray(header) ? header.map(String) : [];
}
