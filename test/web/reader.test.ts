import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import express, { type Request } from 'express';
import type { User } from '../../src/accounts/user.js';
import { cookieValue, createReaderLanguage, LANGUAGE_COOKIE } from '../../src/web/reader.js';
import { serveForTests } from '../support/local-server.js';

const reader = createReaderLanguage({ defaultLanguage: 'ru', timeZone: 'Europe/Moscow', isSecure: true });
const app = express();
app.set('query parser', 'simple');
app.use(reader.ofBrowser);
app.use((req, _res, next) => {
  const language = req.get('x-member');
  if (language !== undefined) req.user = { language } as User;
  next();
});
app.use(reader.ofMember, (_req, res) => void res.send(res.locals.language));
const address = serveForTests(app);

async function ask(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(address() + path, { headers });
  return {
    language: await response.text(),
    cookie: response.headers.get('set-cookie'),
    vary: response.headers.get('vary'),
  };
}
const languageOf = async (path: string, headers: Record<string, string> = {}) => (await ask(path, headers)).language;

describe('the language of a reader', () => {
  test('address, then cookie, then member, then browser, then the site', async () => {
    const all = { cookie: `${LANGUAGE_COOKIE}=ru`, 'x-member': 'ru', 'accept-language': 'ru' };
    assert.equal(await languageOf('/?lang=en', all), 'en');
    assert.equal(await languageOf('/', { ...all, cookie: `a=1; ${LANGUAGE_COOKIE}=en` }), 'en');
    assert.equal(await languageOf('/', { 'x-member': 'en', 'accept-language': 'ru' }), 'en');
    assert.equal(await languageOf('/', { 'accept-language': 'de, en-GB;q=0.8, ru;q=0.5' }), 'en');
    assert.equal(await languageOf('/', { 'accept-language': 'de' }), 'ru');
    assert.equal(await languageOf('/', { 'accept-language': '' }), 'ru');
  });

  test('a choice by address is kept in a guarded cookie, and only a real one', async () => {
    const { cookie, vary } = await ask('/?lang=en');
    assert.match(cookie ?? '', new RegExp(`^${LANGUAGE_COOKIE}=en;.*HttpOnly; Secure; SameSite=Lax`));
    assert.match(vary ?? '', /Accept-Language, Cookie/);
    for (const path of ['/', '/?lang=xx', '/?lang=__proto__', '/?lang=en&lang=ru', '/?lang[]=en'])
      assert.equal((await ask(path)).cookie, null, path);
  });

  test('what is no language is passed over', async () => {
    assert.equal(
      await languageOf('/?lang=xx', {
        cookie: `${LANGUAGE_COOKIE}=constructor`,
        'x-member': 'zz',
        'accept-language': 'en',
      }),
      'en',
    );
    assert.equal(await languageOf('/', { 'accept-language': ',;q=,*;q=x,de;q=9'.repeat(100) }), 'ru');
  });
});

describe('cookieValue', () => {
  const read = (cookie: string | undefined) => cookieValue({ headers: { cookie } } as Request, 'name');
  test('finds the cookie of exactly this name, the first of several', () => {
    assert.equal(read(' other=1; name=a=b ; name=c'), 'a=b');
    for (const none of [undefined, '', 'name', '=name', 'xname=1', 'name2=1', ';;;'])
      assert.equal(read(none), undefined, none);
  });
});
