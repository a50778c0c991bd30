/** A tab in real Chromium that writes down everything a browser complains about. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { TestSite } from './test-site.js';
import { newNetwork, type Visitor } from './visitor.js';

export type Look = {
  language?: 'ru' | 'en';
  /** In CSS pixels. */
  width?: number;
  dark?: boolean;
  script?: boolean;
  /** Without the policy, what gets past the cleaner would really run. */
  bypassCSP?: boolean;
  /** Who is logged in already. */
  visitor?: Pick<Visitor, 'cookie'>;
};

export type WatchedPage = Page & { complaints: string[] };

export async function openPage(browser: Browser, site: Pick<TestSite, 'url'>, look: Look = {}): Promise<WatchedPage> {
  const context = await browser.newContext(optionsOf(site, look));
  context.setDefaultTimeout(15_000);
  const [name = '', value = ''] = (look.visitor?.cookie() ?? '').split('=', 2);
  if (value !== '') await context.addCookies([{ name, value, url: site.url }]);
  const page = await context.newPage();
  return Object.assign(page, { complaints: await watch(page) });
}

function optionsOf(
  site: Pick<TestSite, 'url'>,
  { language = 'ru', width = 1280, dark, script, bypassCSP }: Look,
): BrowserContextOptions {
  return {
    baseURL: site.url,
    locale: language === 'ru' ? 'ru-RU' : 'en-GB',
    viewport: { width, height: 800 },
    colorScheme: dark ? 'dark' : 'light',
    // Nothing moves, so everything is where it will be.
    reducedMotion: 'reduce',
    javaScriptEnabled: script ?? true,
    bypassCSP: bypassCSP ?? false,
    extraHTTPHeaders: { 'X-Forwarded-For': newNetwork() },
  };
}

async function watch(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') complaints.push(`asked elsewhere: ${request.url()}`);
  });
  // The event says more than the console line, and is there when the console is filtered.
  await page.exposeFunction('reportViolation', (what: string) => void complaints.push(`policy: ${what}`));
  await page.addInitScript(listenForViolations);
  return complaints;
}

/** Runs inside the page, where the compiler's `globalThis` is a browser's. */
function listenForViolations(): void {
  type Violation = { violatedDirective: string; blockedURI: string };
  const window = globalThis as unknown as {
    addEventListener: (name: string, listen: (violation: Violation) => void) => void;
    reportViolation: (what: string) => void;
  };
  window.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    window.reportViolation(`${violatedDirective} ${blockedURI}`),
  );
}
