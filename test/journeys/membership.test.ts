/** A member's whole life in Chromium, with and without scripts: registered, confirmed by a real letter, writing, leaving. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { goodPassword } from '../support/accounts.js';
import { launchBrowser } from '../support/browser.js';
import { linkIn, type MailServer, startMailServer } from '../support/mail-server.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

let mail: MailServer;
let site: TestSite;
let browser: Browser;

before(async () => {
  mail = await startMailServer();
  site = await startTestSite({ content: 'demo', env: { SMTP_URL: mail.url } });
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
  await site.close();
  await mail.close();
});

const submit = (page: Page, action: string) => page.click(`form[action^="${action}"] button[type=submit]`);

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test('from registration to leaving and back', async () => {
      const name = javaScriptEnabled ? 'Проворная' : 'Спокойная';
      const email = javaScriptEnabled ? 'swift@example.org' : 'calm@example.org';
      const context = await browser.newContext({ javaScriptEnabled, locale: 'ru-RU' });
      const page = await context.newPage();

      await page.goto(`${site.url}/register`);
      await page.fill('[name=name]', name);
      await page.fill('[name=email]', email);
      await page.fill('[name=password]', goodPassword);
      await submit(page, '/register');
      await page.waitForSelector('.standing');
      const [thread] = (await site.services.threads.list({ order: 'newest', limit: 1 })).threads;
      await page.goto(`${site.url}/threads/${thread?.id}`);
      assert.equal(await page.locator('textarea[name=markdown]').count(), 0, 'not yet');

      await page.goto(linkIn(await mail.mailTo(email), '/verify/'));
      await submit(page, '/verify/');
      await page.waitForSelector('.notice');
      await page.goto(`${site.url}/threads/${thread?.id}`);
      await page.fill('textarea[name=markdown]', `Первое слово: ${name}`);
      await page.click('button[value=post]');
      await page.waitForURL(/#post-\d+$/);
      assert.match((await page.textContent('main')) ?? '', new RegExp(`Первое слово: ${name}`));

      await page.goto(`${site.url}/account/data`);
      await page.fill('#field-export-currentPassword', goodPassword);
      const [download] = await Promise.all([page.waitForEvent('download'), submit(page, '/account/export')]);
      const files = unzipSync(new Uint8Array(await readFile(await download.path())));
      assert.match(Buffer.from(files['json/posts.json'] ?? []).toString(), new RegExp(name));

      await page.selectOption('[name=posts]', 'remove');
      await page.fill('#field-leave-currentPassword', goodPassword);
      await submit(page, '/account/delete');
      await page.waitForSelector('.standing');
      await page.goto(linkIn(await mail.mailTo(email, 2), '/keep-account/'));
      await submit(page, '/keep-account/');
      await page.waitForSelector('.notice');
      assert.equal(await page.locator('.standing').count(), 0, 'stays after all');
      await context.close();
    });
  });
}
