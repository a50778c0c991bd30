/**
 * A moderator's way with a source, in real Chromium: from a site's address to its feed, through the preview to articles,
 * to the day it breaks and the desk says so; then all sources to a fresh site by OPML.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { textsFor } from '../../src/i18n/texts.js';
import { launchBrowser } from '../support/browser.js';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { startTestSite, type TestSite, until } from '../support/test-site.js';
import { openPage, type WatchedPage } from '../support/watched-page.js';

const t = textsFor('ru');
const item = (id: string, title: string) => ({ id, title, html: `<p>${title}: подробности с участков.</p>` });

let site: TestSite;
let fresh: TestSite;
let server: FeedServer;
let browser: Browser;

before(async () => {
  server = await startFeedServer({
    '/site': `<title>Вестник</title><link rel="alternate" type="application/rss+xml" href="/rss.xml">
      <link rel="alternate" type="application/rss+xml" href="/politics.xml">`,
    '/rss.xml': rssOf('Вестник: всё', [item('1', 'Погода на завтра')]),
    '/politics.xml': rssOf('Вестник: политика', [item('2', 'Явка выросла к полудню')]),
  });
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  fresh = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await Promise.all([site?.close(), fresh?.close(), server?.close()]);
});

const press = (page: WatchedPage, name: string) => page.getByRole('button', { name, exact: true }).click();
const heading = (page: WatchedPage, name: string) => page.getByRole('heading', { name }).first().waitFor();

for (const script of [true, false]) {
  describe(script ? 'with the script' : 'without any script', () => {
    test('from a site to its feed, to articles, to trouble, and to another site', async () => {
      await emptied();
      const moderator = await site.visitorAs('moderator', { language: 'ru' });
      const page = await openPage(browser, site, { script, visitor: moderator });
      const feedId = await chooseFeed(page);
      await until('the source was read', async () => (await site.services.feeds.get(feedId)).articleCount === 1);
      await page.goto('/');
      await page.getByRole('link', { name: 'Явка выросла к полудню' }).first().waitFor();
      await breakSource(page, feedId);
      await seeTrouble(page, feedId);
      await carryOver(page);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  });
}

async function emptied(): Promise<void> {
  for (const { services } of [site, fresh]) await services.db.write('feeds').delete();
  server.mend('/politics.xml');
}

async function chooseFeed(page: WatchedPage): Promise<number> {
  await page.goto('/moderation/feeds');
  await page.getByLabel(t.moderation.url, { exact: true }).fill(server.address('/site'));
  await press(page, t.moderation.preview);
  await heading(page, t.feedSearch.title);
  const candidates = page.locator('.candidate');
  assert.equal(await candidates.count(), 2);
  await candidates.filter({ hasText: 'Явка выросла' }).getByRole('button', { name: t.feedSearch.choose }).click();
  await heading(page, t.moderation.previewTitle);
  assert.equal(await page.locator('.decision-new').count(), 1);
  await page.getByLabel(t.moderation.group, { exact: true }).fill('Край');
  await press(page, t.moderation.addSubmit);
  await page.waitForURL(/\/moderation\/feeds\/\d+$/);
  return Number(new URL(page.url()).pathname.split('/').at(-1));
}

async function breakSource(page: WatchedPage, feedId: number): Promise<void> {
  server.fail('/politics.xml', 404);
  await page.goto(`/moderation/feeds/${feedId}`);
  for (let time = 1; time <= 3; time++) {
    await press(page, t.moderation.fetchNow);
    await page.getByRole('status').filter({ hasText: t.notices['feed-fetch-failed'] }).waitFor();
    await until('the attempt counts', async () => (await site.services.feeds.get(feedId)).failureCount === time);
  }
}

async function seeTrouble(page: WatchedPage, feedId: number): Promise<void> {
  await site.services.checkHealth();
  await page.goto('/moderation/feeds?state=trouble');
  await page.locator(`a[href="/moderation/feeds/${feedId}"]`).click();
  await page.getByText(t.feedHealth.alerts.failing).waitFor();
  await page.getByText(t.fetchReasons.backoff).first().waitFor();
  assert.ok((await page.locator('svg .day-mixed').count()) === 1, 'today went well once and badly three times');
  await page.getByText(t.feedHealth.asTable).click();
  await page.getByRole('cell', { name: '3' }).first().waitFor();
  await press(page, t.feedSearch.findReplacement);
  await page.locator('.candidate').filter({ hasText: 'Погода на завтра' }).waitFor();
}

async function carryOver(page: WatchedPage): Promise<void> {
  const opml = await (await page.request.get('/feeds.opml')).text();
  assert.deepEqual(await fresh.services.importOpml(opml), { added: 1, known: 0 });
  const [carried] = await fresh.services.feeds.list();
  assert.deepEqual([carried?.url, carried?.groupName], [server.address('/politics.xml'), 'Край']);
  server.mend('/politics.xml');
  await fresh.services.poller.fetchDue(() => {});
  assert.equal((await fresh.services.feeds.get(carried?.id ?? 0)).articleCount, 1, 'it arrives there too');
}
