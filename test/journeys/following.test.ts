/** A member follows, is told on the site and by real mail, keeps, mutes, reads, and stops it all: with the script and without. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import type { User } from '../../src/accounts/user.js';
import { textsFor } from '../../src/i18n/texts.js';
import { goodPassword } from '../support/accounts.js';
import { launchBrowser } from '../support/browser.js';
import { startMailServer } from '../support/mail-server.js';
import { bookmark, chooseMail, muteSource, press, untilSaid } from '../support/member-steps.js';
import { commonDigest, sendDigests } from '../support/monthly-digest.js';
import { startTestSite, type TestSite, until } from '../support/test-site.js';
import { openPage, type WatchedPage } from '../support/watched-page.js';

const t = textsFor('ru');

let site: TestSite;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let browser: Browser;
let author: User;

before(async () => {
  mail = await startMailServer();
  site = await startTestSite({ content: 'demo', env: { SMTP_URL: mail.url } });
  author = await site.addUser('moderator', { name: 'Отвечающий' });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await mail?.close();
});

for (const script of [true, false]) {
  describe(script ? 'with the script' : 'without any script', () => {
    const suffix = script ? 'А' : 'Б';
    const address = script ? 'reader-a@example.org' : 'reader-b@example.org';

    test('follow, notification and mail, unread, bookmark, mute, and an end to the letters', async () => {
      const page = await openPage(browser, site, { script });
      const reader = await logIn(page, `Читающая ${suffix}`, address);
      await chooseMail(page, 'reply', 'off');
      const threadId = await followFirstStory(page);
      const postId = await beAnswered(reader, threadId);
      await seeNotification(page, postId, script);
      await stopByLetter(page, address, postId);
      await bookmark(page, postId, `Заметка ${suffix}`);
      await muteSource(page);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  });
}

test('the monthly digest comes to everybody with an address and ends with one click of a mail program', async () => {
  const address = 'digest@example.org';
  const reader = await memberWithAddress('Получающая', address);
  await sendDigests(site);
  const { mail: letter, raw } = await mail.mailTo(address);
  assert.match(letter.subject ?? '', /^Hustings: главное, 1 /);
  const { top } = await commonDigest(site);
  for (const part of [letter.text ?? '', String(letter.html)])
    assert.ok(
      part.replace(/\s+/g, ' ').includes(top[0]?.title.slice(0, 20) ?? '?'),
      'the main story stands in text and HTML',
    );
  assert.match(raw, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
  assert.equal(
    (await site.visitor().postRaw(unsubscribePath(letter), { 'List-Unsubscribe': 'One-Click' })).status,
    200,
  );
  assert.equal((await site.services.settings.load(reader.id)).digest, 'off');
  await sendDigests(site);
  assert.equal(mail.sentTo(address).length, 1);
});

async function memberWithAddress(name: string, email: string): Promise<User> {
  const user = await site.addUser('member', { name });
  const change = { email, email_key: email, created_at: Date.UTC(2020, 0, 1) };
  await site.services.db.write('users').where('id', user.id).update(change);
  return user;
}

async function logIn(page: WatchedPage, name: string, address: string): Promise<User> {
  const user = await memberWithAddress(name, address);
  await page.goto('/login');
  await page.getByLabel(t.accounts.login, { exact: true }).fill(name);
  await page.getByLabel(t.accounts.password, { exact: true }).fill(goodPassword);
  await press(page, t.accounts.loginSubmit);
  await untilSaid(page, t.notices['logged-in']({ name }));
  return user;
}

async function followFirstStory(page: WatchedPage): Promise<number> {
  await page.goto('/?order=discussed');
  await page.locator('.headline a').first().click();
  await page.waitForURL('**/threads/*');
  await press(page, t.following.follow.thread);
  await page.getByRole('button', { name: t.following.unfollow, exact: true }).waitFor();
  return Number(new URL(page.url()).pathname.split('/').at(-1));
}

async function beAnswered(reader: User, threadId: number): Promise<number> {
  const own = await site.services.writePost(reader, {
    threadId,
    markdown: `Спрашивает ${reader.name}`,
    replyToId: null,
  });
  const answer = { threadId, markdown: `Отвечаю: ${reader.name}, страница 4.`, replyToId: own.postId };
  const { postId } = await site.services.writePost(author, answer);
  await until('it is told', async () => (await site.services.notifications.countUnread(reader.id)) > 0);
  // The job comes twice a minute; what is read on the site before is not mailed any more.
  await site.services.deliverMail();
  return postId;
}

async function seeNotification(page: WatchedPage, postId: number, script: boolean): Promise<void> {
  await until('the header counts', async () => {
    await page.goto('/notifications');
    return (await page.locator('.bell-count').count()) === 1;
  });
  assert.ok((await page.locator('main').textContent())?.includes(t.notifications.whys.reply));
  await page.locator(`a[href="/posts/${postId}"]`).first().click();
  await page.waitForURL(`**#post-${postId}`);
  if (script) await page.locator('form[data-read]').scrollIntoViewIfNeeded();
  else await press(page, t.reading.markRead);
  await until('nothing is unread', async () => {
    await page.goto('/notifications');
    return (await page.locator('.bell-count').count()) === 0;
  });
}

async function stopByLetter(page: WatchedPage, address: string, postId: number): Promise<void> {
  const { mail: letter } = await mail.mailTo(address);
  assert.match(letter.subject ?? '', /^Отвечающий отвечает вам: «/);
  for (const part of [letter.text ?? '', String(letter.html)]) {
    assert.match(part, /страница 4/);
    assert.ok(part.includes(`${site.url}/posts/${postId}`));
  }
  await page.goto(unsubscribePath(letter));
  await press(page, t.notifications.stopButton);
  await untilSaid(page, t.notifications.stoppedText);
}

/** The path of the address that mail programs post to. */
function unsubscribePath(letter: { headers: Map<string, unknown> }): string {
  const list = letter.headers.get('list') as { unsubscribe?: { url?: string } } | undefined;
  return new URL(list?.unsubscribe?.url ?? '').pathname;
}
