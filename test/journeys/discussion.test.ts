/** Two members talk under a story: quote, mention, edit, history, vote, delete; with the scripts and without any. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { textsFor } from '../../src/i18n/texts.js';
import { launchBrowser } from '../support/browser.js';
import { edit, press, publish, quote, replyArea, seeHistory, voteUp } from '../support/member-steps.js';
import { startTestSite, type TestSite, until } from '../support/test-site.js';
import { openPage, type WatchedPage } from '../support/watched-page.js';

const t = textsFor('ru');
let site: TestSite;
let browser: Browser;
let threadId: number;

before(async () => {
  site = await startTestSite({ content: 'demo' });
  browser = await launchBrowser();
  threadId = (await site.services.threads.list({ order: 'newest', limit: 1 })).threads[0]?.id ?? 0;
});
after(async () => {
  await browser.close();
  await site.close();
});

async function memberPage(script: boolean, name: string) {
  const member = await site.visitorAs('member', { name });
  const page = await openPage(browser, site, { script, visitor: member });
  return { user: member.user, page };
}

async function done(page: WatchedPage): Promise<void> {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

for (const script of [true, false]) {
  describe(script ? 'with the scripts' : 'without any script', () => {
    const suffix = script ? 'с Волги' : 'с Камы';

    test('one writes, the other quotes and mentions, the first changes the words, all is seen', async () => {
      const { page: first } = await memberPage(script, `Анна ${suffix}`);
      const { page: second } = await memberPage(script, `Борис ${suffix}`);
      await first.goto(`/threads/${threadId}`);
      await replyArea(first).fill('На участке **пять** наблюдателей.');
      if (script) {
        await first.getByText(t.emoji.summary, { exact: true }).click();
        await first.getByRole('button', { name: ':eyes:' }).click();
        assert.equal(await replyArea(first).inputValue(), 'На участке **пять** наблюдателей.:eyes: ');
        await replyArea(first).fill('На участке **пять** наблюдателей.');
      }
      const original = await publish(first);

      await second.goto(`/threads/${threadId}`);
      await quote(second, `Анна ${suffix}`, original);
      assert.equal(await replyArea(second).inputValue(), '> На участке **пять** наблюдателей.\n\n');
      assert.equal(
        await second.locator('textarea:focus').getAttribute('id'),
        await replyArea(second).getAttribute('id'),
        'the next key types',
      );
      if (script) {
        await second.keyboard.type('дальше');
        assert.equal(await replyArea(second).inputValue(), '> На участке **пять** наблюдателей.\n\nдальше');
        const button = second.getByRole('button', { name: t.thread.post, exact: true });
        const place = async () => (await button.boundingBox())?.y;
        const before = await place();
        await replyArea(second).fill('@Анна');
        await second.locator('.suggestions li').first().waitFor();
        assert.equal(await place(), before, 'the list moves no button from under the mouse');
      }
      await replyArea(second).fill(`> На участке **пять** наблюдателей.\n\n@"Анна ${suffix}", откуда это известно?`);
      const answer = await publish(second);
      const shown = second.locator(`#post-${answer}`);
      await shown.locator('blockquote strong', { hasText: 'пять' }).waitFor();
      assert.equal(await shown.locator('a.mention').textContent(), `@Анна ${suffix}`);

      await shown.locator('a.in-reply-to').click();
      await second.waitForURL(new RegExp(`#post-${original}$`));
      await second.locator(`#post-${original} a.back-to`).click();
      await second.waitForURL(new RegExp(`#post-${answer}$`));

      await edit(first, original, 'На участке **шесть** наблюдателей.', 'пересчитали');
      await seeHistory(first, original, ['пять', 'шесть', 'пересчитали']);
      await done(first);
      await done(second);
    });

    test('a vote counts, is taken back, and is not for own posts', async () => {
      const { user } = await memberPage(script, `Вера ${suffix}`);
      const { postId } = await site.services.writePost(user, {
        threadId,
        markdown: `Полезное ${suffix}`,
        replyToId: null,
      });
      const { page } = await memberPage(script, `Глеб ${suffix}`);
      const post = page.locator(`#post-${postId}`);
      const up = post.locator('.votes button').first();
      await voteUp(page, postId);
      assert.equal((await post.locator('.vote-count').first().textContent())?.trim(), '1');
      await up.click();
      await until('the vote is gone', async () => (await site.services.posts.find(postId))?.upCount === 0);
      await done(page);
    });

    test('a deleted post leaves a tombstone and comes back', async () => {
      const { page } = await memberPage(script, `Дина ${suffix}`);
      await page.goto(`/threads/${threadId}`);
      await replyArea(page).fill(`Погорячилась ${suffix}`);
      const id = await publish(page);
      await page.getByRole('link', { name: t.discussion.editPost(id) }).click();
      await press(page, t.discussion.delete);
      await page.locator(`#post-${id}.tombstone`).waitFor();
      assert.equal(await page.getByText(`Погорячилась ${suffix}`).count(), 0);
      await press(page, t.discussion.restore);
      await page.locator(`#post-${id} .prose`, { hasText: `Погорячилась ${suffix}` }).waitFor();
      await done(page);
    });
  });
}

describe('the scripts', () => {
  test('what is typed is kept on the server, and other browsers show it', async () => {
    const member = await site.visitorAs('member', { name: 'Елена Т.' });
    const page = await openPage(browser, site, { visitor: member });
    await page.goto(`/threads/${threadId}`);
    await replyArea(page).pressSequentially('Начало мысли');
    await page.getByText(t.discussion.draftSaved).waitFor();
    assert.match((await page.locator('.draft-status').textContent()) ?? '', /12 из 20/);
    const elsewhere = await openPage(browser, site, { visitor: member, script: false });
    await elsewhere.goto(`/threads/${threadId}`);
    assert.equal(await replyArea(elsewhere).inputValue(), 'Начало мысли');
    await elsewhere.getByText(t.discussion.draftRestored).waitFor();
    await press(elsewhere, t.discussion.draftDiscard);
    await elsewhere.getByRole('status').filter({ hasText: t.notices['draft-discarded'] }).waitFor();
    assert.equal(await replyArea(elsewhere).inputValue(), '');
    await done(page);
    await done(elsewhere);
  });

  test('new replies are announced and put in without touching what is typed', async () => {
    const member = await site.visitorAs('member', { name: 'Жанна К.' });
    const page = await openPage(browser, site, { visitor: member });
    await page.goto(`/threads/${threadId}`);
    await replyArea(page).fill('Ещё пишу');
    const author = await site.addUser('member');
    const write = (markdown: string) => site.services.writePost(author, { threadId, markdown, replyToId: null });
    const { postId } = await write('Свежий ответ номер один');
    await page.locator('.live.has-new').waitFor();
    const second = await write('Свежий ответ номер два');
    await page.getByRole('link', { name: t.discussion.newReplies(2) }).click();
    await page.locator(`#post-${second.postId}`).waitFor();
    assert.equal(await page.locator(`#post-${postId}`).count(), 1);
    assert.equal(await replyArea(page).inputValue(), 'Ещё пишу');
    await done(page);
  });

  test('names are completed by keyboard', async () => {
    await site.addUser('member', { name: 'Зинаида Ф.' });
    const { page } = await memberPage(true, 'Игнат П.');
    await page.goto(`/threads/${threadId}`);
    await replyArea(page).pressSequentially('Спросим @зина');
    const option = page.getByRole('option', { name: 'Зинаида Ф.' });
    await option.waitFor();
    await replyArea(page).press('Enter');
    assert.equal(await replyArea(page).inputValue(), 'Спросим @"Зинаида Ф." ');
    assert.equal(await option.count(), 0);
    await done(page);
  });
});
