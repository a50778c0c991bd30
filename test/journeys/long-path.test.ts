/**
 * The whole way of a member in one piece, with scripts and without: registered, confirmed by a real letter, a reply that
 * quotes and names another, who is told on the site and by mail, an edit with its history, a vote, a bookmark, a follow, a
 * mute, the digest, everything taken along, and gone. The single steps have journeys of their own; here they meet.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { nameKey } from '../../src/accounts/name.js';
import type { User } from '../../src/accounts/user.js';
import { textsFor } from '../../src/i18n/texts.js';
import { DAY } from '../../src/lib/clock.js';
import { launchBrowser } from '../support/browser.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import * as steps from '../support/member-steps.js';
import * as membership from '../support/membership-steps.js';
import { commonDigest, sendDigests } from '../support/monthly-digest.js';
import { startTestSite, type TestSite, until } from '../support/test-site.js';
import { openPage, type WatchedPage } from '../support/watched-page.js';

const t = textsFor('ru');

let mail: MailServer;
let site: TestSite;
let browser: Browser;

before(async () => {
  mail = await startMailServer();
  site = await startTestSite({ content: 'demo', env: { SMTP_URL: mail.url } });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await mail?.close();
});

type Member = { name: string; email: string; user: User; page: WatchedPage };

for (const script of [true, false]) {
  test(`from registration to deletion ${script ? 'with scripts' : 'without scripts'}`, async () => {
    const suffix = script ? 'первая' : 'вторая';
    const other = await establishedMember(`Ольга ${suffix}`, script);
    const { threads } = await site.services.threads.list({ order: 'newest', limit: 2 });
    const [threadId = 0, elsewhereId = 0] = threads.map(({ id }) => id);
    const original = await say(other, threadId, 'На участке **пять** наблюдателей.');

    const member = await register(`Мария ${suffix}`, script);
    const reply = await quoteAndMention(member, other, { threadId, original });
    await beTold(other, member, reply);

    await steps.edit(member.page, reply, 'Теперь **понятно**.', 'прояснилось');
    await steps.seeHistory(member.page, reply, ['откуда', 'понятно', 'прояснилось']);
    await steps.voteUp(member.page, original);
    assert.equal((await site.services.posts.find(original))?.upCount, 1);
    await steps.bookmark(member.page, original, `Заметка ${suffix}`);
    await followAndHear(member, other, elsewhereId);
    const muted = await muteLeadingSource(member);
    await readDigest(member, muted);
    await takeAlong(member, suffix);
    await leave(member);
    await seeWhatIsLeft(other, member, reply);
    for (const { page } of [member, other]) {
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    }
  });
}

/** Somebody who is here already, with an address, and is told of replies by mail at once. */
async function establishedMember(name: string, script: boolean): Promise<Member> {
  const visitor = await site.visitorAs('member', { name });
  const { user } = visitor;
  const email = `other-${user.id}@example.org`;
  await site.services.db.transact((trx) => site.services.users.confirmEmail(user.id, { email, emailKey: email }, trx));
  const page = await openPage(browser, site, { script, visitor });
  await steps.chooseMail(page, 'reply', 'off');
  return { name, email, user, page };
}

async function register(name: string, script: boolean): Promise<Member> {
  const email = script ? 'maria-1@example.org' : 'maria-2@example.org';
  const page = await openPage(browser, site, { script });
  await membership.register(page, site, name, email);
  await membership.confirmAddress(page, await mail.mailTo(email));
  assert.equal(await page.locator('.standing').count(), 0, 'may write now');
  const user = (await site.services.users.findByNameKey(nameKey(name))) ?? assert.fail();
  return { name, email, user, page };
}

async function say({ user }: Member, threadId: number, markdown: string): Promise<number> {
  return (await site.services.writePost(user, { threadId, markdown, replyToId: null })).postId;
}

type Place = { threadId: number; original: number };

async function quoteAndMention({ page }: Member, other: Member, { threadId, original }: Place): Promise<number> {
  await page.goto(`/threads/${threadId}`);
  await steps.quote(page, other.name, original);
  const quoted = await steps.replyArea(page).inputValue();
  assert.equal(quoted, '> На участке **пять** наблюдателей.\n\n');
  await steps.replyArea(page).fill(`${quoted}@"${other.name}", откуда это известно?`);
  const reply = await steps.publish(page);
  const shown = page.locator(`#post-${reply}`);
  await shown.locator('blockquote strong', { hasText: 'пять' }).waitFor();
  assert.equal(await shown.locator('a.mention').textContent(), `@${other.name}`);
  return reply;
}

/** Quoted, answered and named by one post: told once on the site, and once by mail. */
async function beTold(other: Member, { name }: Member, reply: number): Promise<void> {
  const { page, user, email } = other;
  await untilTold(user);
  await site.services.deliverMail();
  const { mail: letter } = await mail.mailTo(email);
  assert.ok(letter.subject?.startsWith(`${name} отвечает вам: «`), letter.subject);
  for (const part of [letter.text ?? '', String(letter.html)]) {
    assert.match(part, /откуда это известно/);
    assert.ok(part.includes(`${site.url}/posts/${reply}`));
  }
  await page.goto('/notifications');
  assert.equal((await page.locator('.bell-count').textContent())?.trim(), '1');
  await page.locator(`a[href="/posts/${reply}"]`).first().click();
  await page.waitForURL(`**#post-${reply}`);
  assert.equal(mail.sentTo(email).length, 1);
}

async function untilTold({ id, name }: User): Promise<void> {
  // Its job comes every few seconds; doing it twice changes nothing.
  await site.services.fanOut.run();
  await until(`${name} is told`, async () => (await site.services.notifications.countUnread(id)) > 0);
}

async function followAndHear({ page, user }: Member, other: Member, elsewhereId: number): Promise<void> {
  await page.goto(`/members/${other.user.id}`);
  await steps.press(page, t.following.follow.member);
  await page.getByRole('button', { name: t.following.unfollow, exact: true }).waitFor();
  const postId = await say(other, elsewhereId, 'А здесь пишу впервые.');
  await untilTold(user);
  await page.goto('/notifications');
  await page.locator(`a[href="/posts/${postId}"]`).first().waitFor();
  const why = t.notifications.whys.follow(t.following.named(t.following.kind.member, other.name));
  assert.ok((await page.locator('main').textContent())?.includes(why));
}

/** The source that leads everybody's digest; returns the paths of its stories there. */
async function muteLeadingSource({ page }: Member): Promise<string[]> {
  const { top } = await commonDigest(site);
  const [leading = assert.fail()] = top;
  await page.goto(`/feeds/${leading.feedId}`);
  await steps.pressMute(page, leading.feedTitle);
  return top.filter(({ feedId }) => feedId === leading.feedId).map(({ id }) => `/threads/${id}`);
}

/** Of the month's stories those that are not muted, the same in text and HTML. */
async function readDigest({ email }: Member, muted: readonly string[]): Promise<void> {
  await sendDigests(site);
  const { mail: letter } = await mail.mailTo(email, 2);
  assert.match(letter.subject ?? '', /^Hustings: главное, 1 /);
  const paths = (letter.text ?? '').match(/\/threads\/\d+/g) ?? [];
  assert.ok(paths.length >= 5, letter.text);
  assert.deepEqual(
    paths.filter((path) => muted.includes(path)),
    [],
  );
  assert.ok(paths.every((path) => String(letter.html).includes(path)));
}

async function takeAlong({ page, name }: Member, suffix: string): Promise<void> {
  const archive = await membership.takeArchive(page, site);
  const rows = (file: string) => JSON.parse(archive.text(`json/${file}.json`)) as Record<string, unknown>[];
  assert.equal(rows('profile')[0]?.name, name);
  assert.equal(rows('posts')[0]?.text, 'Теперь **понятно**.');
  assert.equal(rows('bookmarks')[0]?.note, `Заметка ${suffix}`);
  assert.equal(rows('votes').length, 1);
  assert.ok(rows('follows').some(({ kind }) => kind === 'member'));
  assert.deepEqual(
    rows('mutes').map(({ kind }) => kind),
    ['source'],
  );
}

/** The account goes after a week in which the member may come back. */
async function leave({ page, user, name }: Member): Promise<void> {
  await membership.askToLeave(page, site, 'remove');
  await site.services.db
    .write('users')
    .where('id', user.id)
    .decrement('delete_due_at', 7 * DAY);
  assert.equal(await site.services.deleteDue(), 1);
  assert.equal(new URL((await page.goto('/account'))?.url() ?? '').pathname, '/login', 'the session is over');
  assert.equal(await site.services.users.findByNameKey(nameKey(name)), undefined);
}

async function seeWhatIsLeft({ page }: Member, member: Member, reply: number): Promise<void> {
  await page.goto(`/posts/${reply}`);
  await page.locator(`#post-${reply}.tombstone`).waitFor();
  const main = (await page.locator('main').textContent()) ?? '';
  assert.ok(!main.includes('понятно') && !main.includes(member.name));
  assert.ok(main.includes(t.ownData.formerMember(member.user.id)));
}
