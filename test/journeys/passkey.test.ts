/** Passkeys in Chromium with a virtual authenticator: added, used to log in, removed; and the page without scripts. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { goodPassword } from '../support/accounts.js';
import { launchBrowser } from '../support/browser.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

let site: TestSite;
let browser: Browser;
let url = '';

before(async () => {
  site = await startTestSite({ content: 'empty' });
  // Passkeys belong to a host name; browsers treat this one as secure.
  url = site.url.replace('127.0.0.1', 'localhost');
  site.app.setAddress(url);
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
  await site.close();
});

async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('WebAuthn.enable');
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return page;
}

async function logIn(page: Page, name: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.fill('[name=login]', name);
  await page.fill('[name=password]', goodPassword);
  await page.click('form[action="/login"] button');
  await page.waitForURL(`${url}/`);
}

describe('a passkey', () => {
  test('is added with the password, logs in without it, and lets nobody in once removed', async () => {
    const user = await site.addUser('member', { name: 'Ключница', language: 'en' });
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await openPage(context);
    await logIn(page, user.name);
    await page.goto(`${url}/account/passkeys`);
    await page.fill('#field-add-name', 'Work laptop');
    await page.fill('#field-add-currentPassword', 'not my password');
    await page.click('form[data-passkey=add] button');
    await page.waitForSelector('.form-errors');
    await page.fill('#field-add-currentPassword', goodPassword);
    await page.click('form[data-passkey=add] button');
    await page.waitForSelector('.key-list li');
    assert.match((await page.textContent('.key-list')) ?? '', /Work laptop.*never used/);

    await page.click('form[action="/logout"] button');
    await page.goto(`${url}/login?next=/feeds`);
    await page.click('form[data-passkey=log-in] button');
    await page.waitForURL(`${url}/feeds`);
    assert.match((await page.textContent('.account-nav')) ?? '', /Ключница/);

    await page.goto(`${url}/account/passkeys`);
    assert.match((await page.textContent('.key-list')) ?? '', /last used/);
    await page.fill('#field-remove-currentPassword', goodPassword);
    await page.click('form[action="/account/passkeys/remove"] button');
    await page.waitForSelector('.notice');
    assert.equal(await page.$('.key-list'), null);
    await page.click('form[action="/logout"] button');
    await page.goto(`${url}/login`);
    await page.click('form[data-passkey=log-in] button');
    await page.waitForSelector('.notice');
    await page.goto(`${url}/account`);
    assert.match(page.url(), /\/login/);
    await context.close();
  });

  test('an answer that was sent once is worth nothing the second time, nor for another challenge', async () => {
    const user = await site.addUser('member', { name: 'Повторюшка' });
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await openPage(context);
    await logIn(page, user.name);
    await page.goto(`${url}/account/passkeys`);
    await page.fill('#field-add-name', 'Phone');
    await page.fill('#field-add-currentPassword', goodPassword);
    await page.click('form[data-passkey=add] button');
    await page.waitForSelector('.key-list li');
    await page.click('form[action="/logout"] button');
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.url().endsWith('/login/passkey') && request.method() === 'POST'),
      page.goto(`${url}/login`).then(() => page.click('form[data-passkey=log-in] button')),
    ]);
    const response = new URLSearchParams(sent.postData() ?? '').get('response') ?? '';
    assert.match(response, /signature/);
    const thief = site.visitor();
    for (const prepare of [async () => {}, () => thief.post('/login/passkey/options')]) {
      await prepare();
      assert.equal((await thief.post('/login/passkey', { response })).headers.location, '/login');
      assert.equal((await thief.get('/account')).status, 303);
    }
    await context.close();
  });

  test('without scripts the page says what it needs and names the other way', async () => {
    const user = await site.addUser('member', { name: 'Без скриптов', language: 'ru' });
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'ru-RU' });
    const page = await context.newPage();
    await logIn(page, user.name);
    await page.goto(`${url}/account/passkeys`);
    assert.ok(await page.isVisible('[data-passkey-needs]'));
    assert.ok(!(await page.isVisible('form[data-passkey=add]')));
    await page.click('[data-passkey-needs] a');
    assert.match(page.url(), /second-step$/);
    await context.close();
  });
});
