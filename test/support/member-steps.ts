/** What members do on the pages of a Russian site, for the journeys: each step ends when the page has answered. */
import assert from 'node:assert/strict';
import { textsFor } from '../../src/i18n/texts.js';
import type { NotificationKind } from '../../src/notifications/settings.js';
import type { WatchedPage } from './watched-page.js';

const t = textsFor('ru');

export const press = (page: WatchedPage, name: string) => page.getByRole('button', { name, exact: true }).click();

export const untilSaid = (page: WatchedPage, words: string) =>
  page.getByRole('status').filter({ hasText: words }).waitFor();

export const replyArea = (page: WatchedPage) => page.getByRole('textbox', { name: t.thread.yourReply });

/** Sends the reply that is typed; returns the number of the post. */
export async function publish(page: WatchedPage): Promise<number> {
  await press(page, t.thread.post);
  await page.waitForURL(/#post-\d+$/);
  return Number(new URL(page.url()).hash.replace('#post-', ''));
}

/** Opens the reply form with a post quoted. */
export async function quote(page: WatchedPage, author: string, postId: number): Promise<void> {
  const link = page.locator(`#post-${postId}`).getByRole('link', { name: t.discussion.quotePost(author, postId) });
  await link.click();
}

export async function edit(page: WatchedPage, postId: number, text: string, reason: string): Promise<void> {
  await page.goto(`/posts/${postId}`);
  await page.getByRole('link', { name: t.discussion.editPost(postId) }).click();
  await page.getByLabel(t.discussion.text, { exact: true }).fill(text);
  await page.getByLabel(t.discussion.reason, { exact: true }).first().fill(reason);
  await press(page, t.discussion.save);
}

/** The history of the post that is on the page: what the last edit took away and put in, and why. */
export async function seeHistory(
  page: WatchedPage,
  postId: number,
  [taken, put, reason]: [string, string, string],
): Promise<void> {
  await page.locator(`#post-${postId} a.edited`).click();
  await page.locator('.post-changes del', { hasText: taken }).waitFor();
  await page.locator('.post-changes ins', { hasText: put }).waitFor();
  await page.getByText(reason).waitFor();
}

/** The vote is given when the button stays pressed. */
export async function voteUp(page: WatchedPage, postId: number): Promise<void> {
  await page.goto(`/posts/${postId}`);
  await page.locator(`#post-${postId} .votes button`).first().click();
  await page.locator(`#post-${postId} .votes button[aria-pressed="true"]`).waitFor();
}

export async function chooseMail(page: WatchedPage, kind: NotificationKind, digest: string): Promise<void> {
  await page.goto('/account/notifications');
  await page.getByLabel(t.notifications.wayOf(t.notifications.kinds[kind])).selectOption('mail');
  await page.getByLabel(t.notifications.digest).selectOption(digest);
  await press(page, t.notifications.save);
  await untilSaid(page, t.notices['notification-settings-saved']);
}

export async function bookmark(page: WatchedPage, postId: number, note: string): Promise<void> {
  await page.goto(`/posts/${postId}`);
  await page
    .locator(`#post-${postId}`)
    .getByRole('link', { name: t.bookmarks.addPost(postId) })
    .click();
  await page.getByLabel(t.bookmarks.note, { exact: true }).fill(note);
  await press(page, t.bookmarks.save);
  await page.waitForURL(`**#post-${postId}`);
  await page.goto(`/account/bookmarks?q=${encodeURIComponent(note)}`);
  assert.equal(await page.locator('.bookmark .note').textContent(), note);
}

/** On the page of a source. */
export async function pressMute(page: WatchedPage, name: string): Promise<void> {
  await press(page, t.mutes.mute.source);
  await untilSaid(page, t.notices.muted({ name }));
}

/** The source of the first story on the front page. */
export async function muteSource(page: WatchedPage): Promise<void> {
  await page.goto('/');
  const source = page.locator('.story .source').first();
  const name = (await source.textContent()) ?? '';
  await source.click();
  await pressMute(page, name);
  await page.goto('/');
  assert.equal(await page.locator('.story .source').getByText(name, { exact: true }).count(), 0);
  assert.equal(await page.locator('.story').count(), 30, 'the page is full all the same');
}
