/** Accessibility of every kind of page, as far as a machine can tell: axe-core finds nothing, wide and narrow, light and dark. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { furnish, type Places, pageKinds } from '../support/page-kinds.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import { openPage, type WatchedPage } from '../support/watched-page.js';

type Look = { width: number; dark: boolean };

/** Each language in two looks, so that every pair of width and colours is seen in one of them. */
const looks: Record<'ru' | 'en', [Look, Look]> = {
  ru: [
    { width: 1280, dark: false },
    { width: 360, dark: true },
  ],
  en: [
    { width: 1280, dark: true },
    { width: 360, dark: false },
  ],
};

let site: TestSite;
let server: FeedServer;
let places: Places;
let browser: Browser;

before(async () => {
  server = await startFeedServer({
    '/new.xml': rssOf('Новый источник', [{ id: 'n1', title: 'Новость', html: '<p>Текст</p>' }]),
  });
  site = await startTestSite({ content: 'demo', env: { FETCH_ALLOW_HOSTS: server.host } });
  places = await furnish(site);
  const [category] = await site.services.categories.list();
  const broken = {
    url: server.address('/gone.xml'),
    title: 'Сломанный источник',
    siteUrl: null,
    language: 'ru',
    groupName: '',
  };
  const { id } = await site.services.feeds.insert({ ...broken, categoryId: category?.id ?? 0 }, Date.now());
  await site.services.poller.fetchNow(id);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await server?.close();
});

async function assertClean(page: WatchedPage, name: string, [first, second] = looks.ru): Promise<void> {
  await take(page, first);
  // Legacy mode looks at this window alone, which is enough without frames, and passed rules need no report: both cost more than the look.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  assert.deepEqual(violations.flatMap(wordsOf), [], `${name}, ${JSON.stringify(first)}`);
  await take(page, second);
  // The builder left axe in the page: asking it again saves loading it again.
  const again = await page.evaluate<{ violations: typeof violations }>(
    "axe.run(document, { resultTypes: ['violations'] })",
  );
  assert.deepEqual(again.violations.flatMap(wordsOf), [], `${name}, ${JSON.stringify(second)}`);
}

async function take(page: WatchedPage, { width, dark }: Look): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
}

function wordsOf({ id, help, nodes }: { id: string; help: string; nodes: { html: string }[] }): string[] {
  return nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)}`);
}

describe('axe finds nothing, wide and narrow, light and dark', { concurrency: 2 }, () => {
  for (const language of ['ru', 'en'] as const) {
    test(`in ${language}`, async () => {
      // The other orders and the full first page of posts are made of the same parts.
      const distinct = pageKinds(places).filter(
        ({ name }) => !['home, active', 'home, discussed', 'thread'].includes(name),
      );
      for (const role of [null, 'member', 'moderator', 'admin'] as const) {
        const page = await openPage(browser, site, { language, ...(role && { visitor: await site.visitorAs(role) }) });
        const check = (name: string) => assertClean(page, name, looks[language]);
        for (const kind of distinct.filter((each) => each.role === role)) {
          await page.goto(kind.path);
          await check(kind.name);
        }
        if (role === null) await checkWrongForms(page, check);
        if (role === 'member') await checkPreview(page, check);
        if (role === 'moderator') await checkDesk(page, check);
        await page.context().close();
      }
    });
  }
});

type Check = (name: string) => Promise<void>;

test('axe is really asked: a page made worse does not pass', async () => {
  const page = await openPage(browser, site);
  await page.goto('/login');
  await page.evaluate(
    'document.querySelector("main label").remove(); document.documentElement.removeAttribute("lang")',
  );
  await assert.rejects(assertClean(page, 'login, made worse'), /html-has-lang[\s\S]*label|label[\s\S]*html-has-lang/);
  await page.context().close();
});

async function checkWrongForms(page: WatchedPage, check: Check): Promise<void> {
  await page.goto('/register');
  await page.locator('#field-name').fill('x');
  await page.locator('#field-password').fill('short');
  await page.locator('main button[type=submit]').click();
  await page.locator('.form-errors').waitFor();
  await check('register, wrong');
}

async function checkPreview(page: WatchedPage, check: Check): Promise<void> {
  await page.goto(`/threads/${places.thread.id}?reply=${places.postIds[0]}`);
  await page
    .locator('textarea')
    .fill('# Заголовок\n\n> цитата\n\n- список\n\n[ссылка](https://example.org) `код`\n\n|a|b|\n|-|-|\n|1|2|');
  await page.locator('button[value=preview]').click();
  await page.locator('.preview').waitFor();
  await check('thread, preview');
}

async function checkDesk(page: WatchedPage, check: Check): Promise<void> {
  const broken = await site.services.feeds.findByUrl(server.address('/gone.xml'));
  await page.goto(`/moderation/feeds/${broken?.id}`);
  await check('moderated feed, broken');
  await page.goto('/moderation/feeds');
  await page.locator('#field-url').fill(server.address('/new.xml'));
  await page.locator('main button[type=submit]').first().click();
  await page.locator('.decision').first().waitFor();
  await check('moderated feeds, preview');
}
