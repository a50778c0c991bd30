/**
 * A moderator's way with a source, in real Chromium: from a site's address to its feed, through the preview to articles,
 * through a rule and its trace, to the day it breaks and the desk says so; then all sources to a fresh site by OPML.
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
      await writeRule(page, feedId);
      await seeTrace(page, feedId);
      await breakSource(page, feedId);
      await seeTrouble(page, feedId);
      await carryOver(page, script);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  });
}

async function emptied(): Promise<void> {
  for (const { services } of [site, fresh]) await services.db.write('feeds').delete();
  server.mend('/politics.xml');
  server.publish('/politics.xml', rssOf('Вестник: политика', [item('2', 'Явка выросла к полудню')]));
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

/** Tried first: what it would do to the article that is here already; then kept. */
async function writeRule(page: WatchedPage, feedId: number): Promise<void> {
  await page.goto(`/moderation/rules?source=${feedId}`);
  await page.getByLabel(t.rules.action, { exact: true }).selectOption('tag');
  await page.getByText(t.rules.place, { exact: true }).click();
  await page.getByLabel(t.rules.tag, { exact: true }).fill('участие');
  await page.getByLabel(t.rules.terms, { exact: true }).fill('явка');
  await press(page, t.rules.tryIt);
  const trial = page.locator('.trial');
  await trial.getByText(t.rules.trialSum(1, 1)).waitFor();
  await trial.getByRole('link', { name: 'Явка выросла к полудню' }).waitFor();
  assert.equal(await page.locator('.rules li').count(), 0, 'trying stores nothing');
  assert.ok(await page.getByLabel(t.rules.tag, { exact: true }).isVisible(), 'what was filled in is not folded away');
  await press(page, t.rules.save);
  await page.locator('.rules').getByText('участие').waitFor();
}

/** What arrives from now on carries the rule's name and the words that made it act. */
async function seeTrace(page: WatchedPage, feedId: number): Promise<void> {
  const items = [item('2', 'Явка выросла к полудню'), item('3', 'К вечеру явку посчитали')];
  server.publish('/politics.xml', rssOf('Вестник: политика', items));
  await page.goto(`/moderation/feeds/${feedId}`);
  await press(page, t.moderation.fetchNow);
  await until('the new article is here', async () => (await site.services.feeds.get(feedId)).articleCount === 2);
  await page.goto('/');
  await page.getByRole('link', { name: 'К вечеру явку посчитали' }).first().click();
  await page.getByRole('link', { name: t.articleDesk.link }).first().click();
  const effect = page.locator('.rule-effects li');
  await effect.getByText(t.fates.because('явку')).waitFor();
  assert.equal(await effect.getByRole('link').textContent(), 'явка');
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

/** All sources leave as a file, and enter a fresh site through its own page: looked at first, then added. */
async function carryOver(page: WatchedPage, script: boolean): Promise<void> {
  await page.goto('/moderation/lists');
  const address = await page.getByRole('link', { name: t.lists.download }).getAttribute('href');
  const buffer = await (await page.request.get(address ?? '')).body();
  const moderator = await fresh.visitorAs('moderator', { language: 'ru' });
  const there = await openPage(browser, fresh, { script, visitor: moderator });
  await there.goto('/moderation/lists');
  await there.getByLabel(t.lists.file).setInputFiles({ name: 'sources.opml', mimeType: 'text/x-opml', buffer });
  await press(there, t.lists.check);
  await there.locator('.decision-new').getByText(server.address('/politics.xml')).waitFor();
  assert.equal(await fresh.services.feeds.count(), 0, 'nothing is added before it was seen');
  await press(there, t.lists.addNew(1));
  await there
    .getByRole('status')
    .getByText(t.notices['opml-added']({ added: 1, known: 0 }))
    .waitFor();
  const [carried] = await fresh.services.feeds.list();
  assert.deepEqual([carried?.url, carried?.groupName], [server.address('/politics.xml'), 'Край']);
  server.mend('/politics.xml');
  await fresh.services.poller.fetchDue(() => {});
  assert.equal((await fresh.services.feeds.get(carried?.id ?? 0)).articleCount, 2, 'they arrive there too');
  assert.deepEqual(there.complaints, []);
  await there.context().close();
}
