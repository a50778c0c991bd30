/** The beginning and the end of a membership, in a browser: registered, confirmed, everything taken along, asked to be forgotten. */
import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { goodPassword } from './accounts.js';
import { linkIn, type ReceivedMail } from './mail-server.js';
import type { TestSite } from './test-site.js';

export type Archive = { text: (file: string) => string };

const submit = (page: Page, action: string) => page.click(`form[action^="${action}"] button[type=submit]`);

export async function register(page: Page, site: TestSite, name: string, email: string): Promise<void> {
  await page.goto(`${site.url}/register`);
  await page.fill('[name=name]', name);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', goodPassword);
  await submit(page, '/register');
  await page.waitForSelector('.standing');
}

export async function confirmAddress(page: Page, letter: ReceivedMail): Promise<void> {
  await page.goto(linkIn(letter, '/verify/'));
  await submit(page, '/verify/');
  await page.waitForSelector('.notice');
}

export async function takeArchive(page: Page, site: TestSite): Promise<Archive> {
  await page.goto(`${site.url}/account/data`);
  await page.fill('#field-export-currentPassword', goodPassword);
  const [download] = await Promise.all([page.waitForEvent('download'), submit(page, '/account/export')]);
  const files = unzipSync(new Uint8Array(await readFile(await download.path())));
  return { text: (file) => Buffer.from(files[file] ?? []).toString() };
}

export async function askToLeave(page: Page, site: TestSite, posts: 'keep' | 'remove'): Promise<void> {
  await page.goto(`${site.url}/account/data`);
  await page.selectOption('[name=posts]', posts);
  await page.fill('#field-leave-currentPassword', goodPassword);
  await submit(page, '/account/delete');
  await page.waitForSelector('.standing');
}

export async function changeOnesMind(page: Page, letter: ReceivedMail): Promise<void> {
  await page.goto(linkIn(letter, '/keep-account/'));
  await submit(page, '/keep-account/');
  await page.waitForSelector('.notice');
}
