/** Every kind of page in real Chromium: no console line, no violated policy, nothing asked of another host, nothing too wide. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { textsFor } from '../../src/i18n/texts.js';
import { goodPassword } from '../support/accounts.js';
import { launchBrowser } from '../support/browser.js';
import { furnish, type PageKind, type Places, pageKinds } from '../support/page-kinds.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import { type Look, openPage, type WatchedPage } from '../support/watched-page.js';

const NARROW = 360;
// WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, or space around; links within sentences are exempt.
const SMALLEST_TARGET = 24;
const t = textsFor('ru');

let site: TestSite;
let places: Places;
let browser: Browser;

before(async () => {
  site = await startTestSite({ content: 'demo' });
  places = await furnish(site);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function onEveryPage(look: Look, look2: (page: WatchedPage, kind: PageKind) => Promise<void>): Promise<void> {
  for (const role of [null, 'member', 'moderator', 'admin'] as const) {
    const page = await openPage(browser, site, role === null ? look : { ...look, visitor: await site.visitorAs(role) });
    for (const kind of pageKinds(places).filter((each) => each.role === role)) {
      assert.equal((await page.goto(kind.path))?.status(), kind.status, kind.name);
      await look2(page, kind);
      // Chromium reports the status of the page itself as an error of loading.
      const heard = page.complaints
        .splice(0)
        .filter((line) => kind.status === 200 || !/status of (403|404|410)/.test(line));
      assert.deepEqual(heard, [], kind.name);
    }
    await page.context().close();
  }
}

describe('every page', () => {
  for (const language of ['ru', 'en'] as const) {
    test(`is quiet on a wide screen, ${language}`, () => onEveryPage({ language }, async () => {}));
  }

  test('fits 360 pixels in the dark, in Russian, with targets that a finger can hit', () =>
    onEveryPage({ width: NARROW, dark: true }, async (page, kind) => {
      const { width, small } = await page.evaluate(measure, SMALLEST_TARGET);
      assert.ok(width <= NARROW, `${kind.name} is ${width} wide`);
      assert.deepEqual(small, [], kind.name);
    }));

  test('fits in English too, and at 320 pixels', () =>
    onEveryPage({ language: 'en', width: 320 }, async (page, kind) => {
      const { width } = await page.evaluate(measure, SMALLEST_TARGET);
      assert.ok(width <= 320, `${kind.name} is ${width} wide`);
    }));
});

describe('keyboard', () => {
  test('a member logs in with Tab and Enter alone and sees where the focus is', async () => {
    const user = await site.addUser('member', { name: 'Без мыши' });
    const page = await openPage(browser, site, { width: NARROW });
    await page.goto('/');
    await page.keyboard.press('Tab');
    assert.equal((await focused(page)).text, t.a11y.skip, 'the first stop leads past the head');
    await tabTo(page, t.nav.login);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/login');
    await tabTo(page, 'login');
    await page.keyboard.type(user.name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(goodPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: user.name }).waitFor();
    await page.context().close();
  });

  /** Goes on until the element is reached; every stop on the way must show itself. */
  async function tabTo(page: WatchedPage, wanted: string): Promise<void> {
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab');
      const now = await focused(page);
      assert.ok(now.isVisible, `the focus can be seen on ${now.text || now.name}`);
      if (now.text === wanted || now.name === wanted) return;
    }
    assert.fail(`${wanted} cannot be reached`);
  }
});

const focused = (page: WatchedPage) => page.evaluate(describeFocus);

/** The two below run inside the page. */
function describeFocus() {
  type Element = {
    textContent: string | null;
    name?: string;
    getBoundingClientRect: () => { width: number; height: number };
  };
  type Style = { outlineStyle: string; outlineWidth: string; boxShadow: string };
  const { document, getComputedStyle } = globalThis as unknown as {
    document: { activeElement: Element };
    getComputedStyle: (element: Element) => Style;
  };
  const element = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const { width, height } = element.getBoundingClientRect();
  const isMarked = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
  return {
    text: (element.textContent ?? '').trim(),
    name: element.name ?? '',
    isVisible: isMarked && width > 1 && height > 1,
  };
}

function measure(smallest: number) {
  type Box = { width: number; height: number; left: number; right: number; top: number; bottom: number };
  type Element = {
    textContent: string | null;
    outerHTML: string;
    closest: (selector: string) => Element | null;
    getBoundingClientRect: () => Box;
    checkVisibility: () => boolean;
    parentElement: Element | null;
  };
  const { document } = globalThis as unknown as {
    document: { documentElement: { scrollWidth: number }; querySelectorAll: (selector: string) => Iterable<Element> };
  };
  const boxes: { box: Box; html: string; isInline: boolean }[] = [];
  for (const element of document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary',
  )) {
    const box = element.getBoundingClientRect();
    // What is folded away still has a box, over what comes after it.
    if (!element.checkVisibility()) continue;
    if (box.width <= 1 || box.height <= 1) continue;
    const own = (element.textContent ?? '').trim().length;
    const around = (element.closest('p, li, dd, td, h1, h2, h3')?.textContent ?? '').trim().length;
    boxes.push({ box, html: element.outerHTML.slice(0, 120), isInline: around > own });
  }
  // Spacing counts: a circle of that diameter on the target's middle touches no other target.
  const isCrowded = (at: number) => {
    const one = boxes[at]?.box;
    if (!one) return false;
    const x = (one.left + one.right) / 2;
    const y = (one.top + one.bottom) / 2;
    return boxes.some(({ box }, other) => {
      if (other === at) return false;
      const dx = Math.max(box.left - x, 0, x - box.right);
      const dy = Math.max(box.top - y, 0, y - box.bottom);
      return dx * dx + dy * dy < (smallest / 2) ** 2;
    });
  };
  const small = boxes.filter(
    ({ box, isInline }, at) => !isInline && Math.min(box.width, box.height) < smallest - 0.5 && isCrowded(at),
  );
  return {
    width: document.documentElement.scrollWidth,
    small: small.map(({ html, box }) => `${Math.round(box.width)}×${Math.round(box.height)} ${html}`),
  };
}
