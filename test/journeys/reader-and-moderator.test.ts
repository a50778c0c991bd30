/** The way through the whole site, in real Chromium: with the script and without it the same. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { textsFor } from '../../src/i18n/texts.js';
import { goodPassword } from '../support/accounts.js';
import { launchBrowser } from '../support/browser.js';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { startTestSite, type TestSite, until } from '../support/test-site.js';
import { openPage, type WatchedPage } from '../support/watched-page.js';

const t = textsFor('ru');

let site: TestSite;
let server: FeedServer;
let browser: Browser;

before(async () => {
  server = await startFeedServer({});
  site = await startTestSite({ content: 'demo', env: { FETCH_ALLOW_HOSTS: server.host } });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await server?.close();
});

for (const script of [true, false]) {
  describe(script ? 'with the script' : 'without any script', () => {
    const suffix = script ? 'А' : 'Б';

    test('a reader registers, reads, replies after a preview, keeps the permanent link and logs out', async () => {
      const page = await openPage(browser, site, { script });
      await register(page, `Читательница ${suffix}`);
      await page.locator('.headline a').first().click();
      await page.waitForURL('**/threads/*');
      const anchor = await reply(page, `Мой **ответ** ${suffix}\n\n> цитата`);
      await followPermanentLink(page, anchor);
      await page.getByRole('button', { name: t.nav.logout }).click();
      await accountNav(page).getByRole('link', { name: t.nav.login }).waitFor();
      assert.equal((await page.goto('/account'))?.url(), `${site.url}/login?next=%2Faccount`);
      await done(page);
    });

    test('a moderator adds a source after a preview, pauses it, and sees what happened when it breaks', async () => {
      const path = `/${script ? 'with' : 'without'}.xml`;
      const story = await demoStory(script ? 0 : 1);
      const title = `${story.title} (${suffix})`;
      server.publish(path, rssOf(`Источник ${suffix}`, [{ id: suffix, title, html: `<p>${story.text}</p>` }]));
      const moderator = await site.addUser('moderator', { name: `Куратор ${suffix}` });
      const page = await openPage(browser, site, { script });
      await logIn(page, moderator.name);
      const feedId = await addSource(page, path, `Источник ${suffix}`);
      await page.getByRole('link', { name: t.moderation.publicPage }).click();
      await page.getByRole('link', { name: title }).click();
      await seeSimilar(page, story.title);
      await page.goto(`/moderation/feeds/${feedId}`);
      await pauseAndFetch(page, path);
      await breakAndFetch(page, path);
      await done(page);
    });
  });
}

test('without Chromium the journeys fail; nothing is passed over', async () => {
  const kept = process.env.CHROMIUM_PATH;
  process.env.CHROMIUM_PATH = '/nowhere/chromium';
  try {
    await assert.rejects(launchBrowser());
  } finally {
    if (kept === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = kept;
  }
});

async function done(page: WatchedPage): Promise<void> {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

/** Another one for each run: copies of one story would be told as one. */
async function demoStory(place: number) {
  const { threads } = await site.services.threads.list({ order: 'newest', limit: 10 });
  const thread = threads.filter(({ feedTitle }) => !feedTitle.startsWith('Источник'))[place];
  const [text] = thread ? await site.services.articles.listTexts([thread.id]) : [];
  if (!thread || !text) return assert.fail('the demo has stories');
  return { title: thread.title, text: text.text };
}

/** Measured from outside, so that it works where pages may run no script. */
async function isInView(page: WatchedPage, selector: string): Promise<boolean> {
  const box = await page.locator(selector).boundingBox();
  const height = page.viewportSize()?.height ?? 0;
  return box !== null && box.y >= -1 && box.y < height;
}

const accountNav = (page: WatchedPage) => page.getByRole('navigation', { name: t.nav.account });
const fill = (page: WatchedPage, label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);
const press = (page: WatchedPage, name: string) => page.getByRole('button', { name }).click();
const untilSaid = (page: WatchedPage, words: string) => page.getByRole('status').filter({ hasText: words }).waitFor();

async function register(page: WatchedPage, name: string): Promise<void> {
  await page.goto('/');
  await accountNav(page).getByRole('link', { name: t.nav.register }).click();
  await fill(page, t.accounts.name, name);
  await fill(page, t.accounts.password, goodPassword);
  await press(page, t.accounts.registerSubmit);
  await untilSaid(page, t.notices.registered({ name }));
}

async function logIn(page: WatchedPage, name: string): Promise<void> {
  await page.goto('/login');
  await fill(page, t.accounts.login, name);
  await fill(page, t.accounts.password, goodPassword);
  await press(page, t.accounts.loginSubmit);
  await untilSaid(page, t.notices['logged-in']({ name }));
}

/** Leaves the post's anchor. */
async function reply(page: WatchedPage, words: string): Promise<string> {
  const area = page.getByRole('textbox', { name: t.thread.yourReply });
  await area.fill(words);
  await press(page, t.thread.preview);
  assert.equal(await page.locator('.preview strong').textContent(), 'ответ');
  assert.equal(await area.inputValue(), words);
  await press(page, t.thread.post);
  await page.waitForURL(/\/threads\/\d+(\?page=\d+)?#post-\d+$/);
  const anchor = new URL(page.url()).hash;
  assert.equal(await page.locator(`${anchor} .prose strong`).textContent(), 'ответ');
  assert.equal(await area.inputValue(), '', 'nothing is left to send twice');
  return anchor;
}

async function followPermanentLink(page: WatchedPage, anchor: string): Promise<void> {
  const permanent = await page.locator(`${anchor} .post-number`).getAttribute('href');
  assert.equal(permanent, `/posts/${anchor.slice('#post-'.length)}`);
  await page.goto(permanent ?? '');
  assert.equal(new URL(page.url()).hash, anchor);
  assert.ok(await isInView(page, anchor), 'the post is on the screen');
}

/** Leaves the number of the source, once its article is there and indexed. */
async function addSource(page: WatchedPage, path: string, title: string): Promise<number> {
  // It leads to what waits, here the demo's held entries; the sources are beside it.
  await accountNav(page).getByRole('link', { name: t.nav.moderation }).click();
  await page
    .getByRole('navigation', { name: t.nav.moderation })
    .getByRole('link', { name: t.moderation.title })
    .click();
  await fill(page, t.moderation.url, server.address(path));
  await press(page, t.moderation.preview);
  assert.equal(await page.locator('.decision-new').count(), 1);
  assert.equal(await page.getByLabel(t.moderation.feedTitle, { exact: true }).inputValue(), title);
  await page.getByLabel(t.moderation.category, { exact: true }).selectOption('law');
  await press(page, t.moderation.addSubmit);
  await page.waitForURL(/\/moderation\/feeds\/\d+$/);
  const feedId = Number(new URL(page.url()).pathname.split('/').at(-1));
  await until('the source was read', async () => (await site.services.feeds.get(feedId)).articleCount === 1);
  await site.untilIndexed();
  return feedId;
}

async function seeSimilar(page: WatchedPage, title: string): Promise<void> {
  const row = page.locator('#similar tbody tr').filter({ has: page.getByRole('link', { name: title, exact: true }) });
  assert.equal(await row.count(), 1, 'the same story of the demo is among the similar ones');
  assert.ok((await row.locator('.chips li').count()) > 0, 'with the words that both share');
}

async function pauseAndFetch(page: WatchedPage, path: string): Promise<void> {
  await press(page, t.moderation.pause);
  await untilSaid(page, t.notices['feed-paused']);
  await page.getByRole('button', { name: t.moderation.resume }).waitFor();
  await press(page, t.moderation.fetchNow);
  await untilSaid(page, t.notices['feed-fetched']({ added: 0, updated: 0 }));
  assert.equal(server.unchanged(path), 1);
}

async function breakAndFetch(page: WatchedPage, path: string): Promise<void> {
  server.fail(path, 503);
  await press(page, t.moderation.fetchNow);
  await untilSaid(page, t.notices['feed-fetch-failed']);
  const history = page.locator('table[aria-labelledby="history-title"]');
  await history.locator('.state-failing').first().waitFor();
  assert.match((await history.locator('tbody tr').first().textContent()) ?? '', /503/);
  assert.equal(await history.locator('tbody tr').count(), 3);
}
