/** A member's whole life in Chromium, with and without scripts: registered, confirmed by a real letter, writing, leaving. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { askToLeave, changeOnesMind, confirmAddress, register, takeArchive } from '../support/membership-steps.js';
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

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test('from registration to leaving and back', async () => {
      const name = javaScriptEnabled ? 'Проворная' : 'Спокойная';
      const email = javaScriptEnabled ? 'swift@example.org' : 'calm@example.org';
      const context = await browser.newContext({ javaScriptEnabled, locale: 'ru-RU' });
      const page = await context.newPage();

      await register(page, site, name, email);
      const [thread] = (await site.services.threads.list({ order: 'newest', limit: 1 })).threads;
      await page.goto(`${site.url}/threads/${thread?.id}`);
      assert.equal(await page.locator('textarea[name=markdown]').count(), 0, 'not yet');

      await confirmAddress(page, await mail.mailTo(email));
      await page.goto(`${site.url}/threads/${thread?.id}`);
      await page.fill('textarea[name=markdown]', `Первое слово: ${name}`);
      await page.click('button[value=post]');
      await page.waitForURL(/#post-\d+$/);
      assert.match((await page.textContent('main')) ?? '', new RegExp(`Первое слово: ${name}`));

      assert.match((await takeArchive(page, site)).text('json/posts.json'), new RegExp(name));
      await askToLeave(page, site, 'remove');
      await changeOnesMind(page, await mail.mailTo(email, 2));
      assert.equal(await page.locator('.standing').count(), 0, 'stays after all');
      await context.close();
    });
  });
}
