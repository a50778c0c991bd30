/** A member starts a thread, mends its text, takes the thread back and brings it again; with the scripts and without any. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { textsFor } from '../../src/i18n/texts.js';
import { launchBrowser } from '../support/browser.js';
import { press, untilSaid } from '../support/member-steps.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import { openPage, type WatchedPage } from '../support/watched-page.js';

const t = textsFor('ru');
let site: TestSite;
let browser: Browser;

before(async () => {
  site = await startTestSite({ content: 'demo' });
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
  await site.close();
});

const text = (page: WatchedPage) => page.getByLabel(t.starting.text, { exact: true });

/** Narrow and dark: nothing sticks out, and axe, which needs the scripts, finds nothing. */
async function assertFits(page: WatchedPage, script: boolean): Promise<void> {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  if (!script) return;
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 360);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  assert.deepEqual(
    violations.map(({ id }) => id),
    [],
  );
}

for (const script of [true, false]) {
  describe(script ? 'with the scripts' : 'without any script', () => {
    test('a thread is started, mended, withdrawn and brought back', async () => {
      const visitor = await site.visitorAs('member', { name: script ? 'Вера с Дона' : 'Вера с Оби' });
      const page = await openPage(browser, site, { script, visitor });
      await page.goto('/threads/new');
      await page.getByLabel(t.starting.headline, { exact: true }).fill('Ктo точит ключи от сейфов в Каменке?');
      await page.getByLabel(t.starting.category).selectOption('elections');
      await text(page).fill('Замочник живёт напротив.');
      if (script) {
        await page.getByText(t.emoji.summary, { exact: true }).click();
        await text(page).evaluate((area) =>
          (area as unknown as { setSelectionRange: (a: number, b: number) => void }).setSelectionRange(8, 8),
        );
        await page.getByRole('button', { name: ':eyes:' }).click();
        assert.equal(await text(page).inputValue(), 'Замочник :eyes:  живёт напротив.');
      }
      await press(page, t.starting.start);
      // What is like it is shown first, if there is anything.
      if (page.url().endsWith('/threads')) await press(page, t.starting.startAnyway);
      await untilSaid(page, t.notices['thread-started']);
      const address = page.url();

      await page.getByRole('link', { name: t.openings.edit }).click();
      await text(page).fill('Замочник живёт **за рекой**.');
      await press(page, t.thread.preview);
      await page.locator('.preview strong', { hasText: 'за рекой' }).waitFor();
      await assertFits(page, script);
      await press(page, t.discussion.save);
      await untilSaid(page, t.notices['opening-edited']);
      await page.getByRole('link', { name: t.revisions.link }).click();
      await page.locator('del', { hasText: 'напротив' }).waitFor();
      await page.locator('ins', { hasText: 'за рекой' }).waitFor();

      await page.goto(address);
      await page.getByRole('link', { name: t.openings.edit }).click();
      await press(page, t.openings.withdraw);
      await untilSaid(page, t.notices['thread-withdrawn']);
      await assertFits(page, script);
      const reader = await openPage(browser, site, { script });
      const gone = await reader.goto(address);
      assert.equal(gone?.status(), 410);
      await reader.getByRole('heading', { name: t.openings.withdrawnTitle }).waitFor();
      await assertFits(reader, script);
      await reader.context().close();
      await press(page, t.openings.restore);
      await untilSaid(page, t.notices['thread-restored']);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  });
}
