/** The author of a thread changes its opening text and takes the thread back, as forms without a script. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

let site: TestSite;
let author: Awaited<ReturnType<TestSite['visitorAs']>>;
let number = 0;

before(async () => {
  site = await startTestSite({ content: 'demo' });
});
after(() => site.close());

/** A thread of a new member: its number and that of its text. */
async function start(markdown = 'Пять **процентов** участков.', link = '') {
  number += 1;
  author = await site.visitorAs('member');
  const { services } = site;
  const title = `Жюри ${number}: кто следит за флюгером?`;
  const opening = await services.draftThread(author.user, { title, markdown, link });
  const [category] = await services.categories.list();
  const threadId = await services.startThread(author.user, { ...opening, categoryId: category?.id ?? 0 });
  const articleId = (await services.articles.listByThread(threadId))[0]?.id ?? 0;
  return { threadId, articleId, title, form: `/openings/${articleId}` };
}

const page = async (path: string, visitor: Visitor = site.visitor()) => visitor.get(path);

describe('editing an opening text', () => {
  test('the author finds the form with what was typed; others are not shown it, and may not', async () => {
    const { threadId, form } = await start();
    assert.ok(readPage((await page(`/threads/${threadId}`, author)).text).links.includes(`${form}/edit`));
    assert.match((await page(`${form}/edit`, author)).text, />\s*Пять \*\*процентов\*\* участков\.<\/textarea>/);
    for (const role of ['member', 'moderator', 'admin'] as const) {
      const other = await site.visitorAs(role);
      assert.ok(!readPage((await page(`/threads/${threadId}`, other)).text).links.includes(`${form}/edit`));
      assert.equal((await page(`${form}/edit`, other)).status, 403);
      assert.equal((await other.post(`${form}/edit`, { title: 'Чужой заголовок', markdown: 'Чужое' })).status, 403);
    }
    assert.equal((await page('/openings/1/edit', author)).status, 404, 'what a source published opens no thread');
  });

  test('a change is seen at once, is marked, stays readable as a difference, and is found', async () => {
    const { threadId, articleId, form } = await start('Дозорные считают камни.');
    await page(`/threads/${threadId}`);
    const sent = await author.post(`${form}/edit`, {
      title: 'Новый заголовок о флюгере',
      markdown: 'Дозорные считают **ракушки**.',
    });
    assert.deepEqual([sent.status, sent.headers.location], [303, `/threads/${threadId}#article-${articleId}`]);
    const shown = await page(`/threads/${threadId}`);
    assert.match(shown.text, /<strong>ракушки<\/strong>/);
    assert.equal(readPage(shown.text).heading, 'Новый заголовок о флюгере');
    assert.match(readPage(shown.text).text, /изменено автором/);
    assert.ok(readPage(shown.text).links.includes(`/articles/${articleId}/revisions`));
    const history = (await page(`/articles/${articleId}/revisions`)).text;
    assert.match(history, /<del.*камни.*<\/del>/s);
    assert.match(history, /<ins.*ракушки.*<\/ins>/s);
    assert.match(
      (await page(`${form}/edit`, author)).text,
      /\*\*ракушки\*\*/,
      'the next edit begins from what was typed',
    );
    await site.untilIndexed();
    const found = await page(`/search?q=${encodeURIComponent('ракушки флюгере')}`);
    assert.ok(readPage(found.text).links.includes(`/threads/${threadId}`));
    const row = await site.services.db
      .read('moderation_log')
      .where({ subject: 'thread', subject_id: threadId })
      .first();
    assert.equal(row, undefined, 'no act of a moderator');
  });

  test('a preview stores nothing; what is wrong is said by its field and what was typed stays', async () => {
    const { articleId, title, form } = await start();
    const stored = async () => (await site.services.articles.find(articleId))?.title;
    const preview = await author.post(`${form}/edit`, {
      title: 'Другой заголовок',
      markdown: 'Это *проба*',
      intent: 'preview',
    });
    assert.match(preview.text, /<em>проба<\/em>/);
    assert.equal(await stored(), title);
    const short = await author.post(`${form}/edit`, { title: 'Коротк', markdown: 'Слова остаются' });
    assert.equal(short.status, 422);
    assert.match(short.text, /id="field-title-error"/);
    assert.match(short.text, />\s*Слова остаются<\/textarea>/);
    const empty = await author.post(`${form}/edit`, { title, markdown: ' ' });
    assert.match(empty.text, /id="field-markdown-error"/);
    assert.equal(await stored(), title);
  });

  test('keeps the link, and a draft comes back until it is saved', async () => {
    const { articleId, title, form } = await start('', 'https://news.example/about');
    assert.equal(
      (await author.post('/drafts', { place: `opening:${articleId}`, markdown: 'Недописанное' })).status,
      204,
    );
    assert.match((await page(`${form}/edit`, author)).text, />\s*Недописанное<\/textarea>/);
    await author.post(`${form}/edit`, { title, markdown: 'Дописанное' });
    assert.equal((await site.services.articles.find(articleId))?.url, 'https://news.example/about');
    assert.equal(await site.services.drafts.find(author.user.id, `opening:${articleId}`), undefined);
    const same = await author.post(`${form}/edit`, { title, markdown: 'Дописанное' });
    assert.equal(same.status, 303);
    assert.match((await page('/', author)).text, /текст тот же/);
  });

  test('counts in the same pace as replies, and stops in a locked thread', async () => {
    const locked = await start();
    const moderator = await site.visitorAs('moderator');
    await site.services.lockThread(moderator.user, { threadId: locked.threadId, isLocked: true, reason: 'довольно' });
    const closed = await author.post(`${locked.form}/edit`, { title: locked.title, markdown: 'Ещё слово' });
    assert.equal(closed.status, 422);
    const { form, title } = await start();
    let last = 303;
    for (let at = 0; at < 40 && last === 303; at++)
      last = (await author.post(`${form}/edit`, { title, markdown: `Правка ${at}` })).status;
    assert.equal(last, 429);
  });
});

describe('withdrawing a thread', () => {
  test('takes it from every list; its address says so, and author and moderators still see it', async () => {
    const { threadId, title, form } = await start('Флюгер показывает **юг**.');
    await site.untilIndexed();
    const query = `/search?q=${encodeURIComponent(title)}`;
    const places = ['/', query, '/feed.rss', '/categories/elections'];
    const lists = async () =>
      Promise.all(places.map(async (path) => (await page(path)).text.includes(`/threads/${threadId}`)));
    assert.ok((await lists()).slice(0, 3).every(Boolean));
    const sent = await author.post(`${form}/withdraw`);
    assert.deepEqual([sent.status, sent.headers.location], [303, `/threads/${threadId}`]);
    await site.untilIndexed();
    assert.deepEqual(await lists(), [false, false, false, false]);
    const gone = await page(`/threads/${threadId}`);
    assert.equal(gone.status, 410);
    assert.match(readPage(gone.text).text, /Эта тема отозвана.*Автор отозвал/s);
    assert.doesNotMatch(gone.text, new RegExp(title.slice(0, 8)));
    assert.equal((await page(`/threads/${threadId}/feed.rss`)).status, 410);
    const other = await site.visitorAs('member');
    assert.equal((await page(`/threads/${threadId}`, other)).status, 410);
    assert.equal((await other.post(`/threads/${threadId}/posts`, { markdown: 'Поздно' })).status, 410);
    assert.equal((await other.post(`${form}/restore`)).status, 403);
    const moderator = await site.visitorAs('moderator');
    const seen = await page(`/threads/${threadId}`, moderator);
    assert.match(seen.text, /Отозвана автором/);
    assert.ok(!seen.text.includes(`${form}/restore`));
    const own = (await page(`/threads/${threadId}`, author)).text;
    assert.ok(own.includes(`action="${form}/restore"`));
    assert.ok(!own.includes(`${form}/edit`) && !own.includes('data-live='), 'first it is brought back');

    assert.equal((await author.post(`${form}/restore`)).headers.location, `/threads/${threadId}`);
    await site.untilIndexed();
    assert.ok((await lists()).slice(0, 3).every(Boolean), 'it is back as it was');
    assert.equal((await page(`/threads/${threadId}`)).status, 200);
    assert.equal((await site.services.db.read('moderation_log').where('subject_id', threadId)).length, 0);
  });

  test('is not offered after somebody replied, and says why; own replies do not count', async () => {
    const { threadId, form } = await start();
    await site.services.writePost(author.user, { threadId, markdown: 'Добавлю сам', replyToId: null });
    assert.match((await page(`${form}/edit`, author)).text, new RegExp(`action="${form}/withdraw"`));
    const other = await site.addUser('member');
    await site.services.writePost(other, { threadId, markdown: 'Отвечаю', replyToId: null });
    const shown = (await page(`${form}/edit`, author)).text;
    assert.doesNotMatch(shown, new RegExp(`action="${form}/withdraw"`));
    assert.match(shown, /Вам уже ответили/);
    const refused = await author.post(`${form}/withdraw`);
    assert.equal(refused.status, 409);
    assert.match(refused.text, /отозвать тему больше нельзя/);
    assert.match(refused.text, />\s*Пять \*\*процентов\*\* участков\.<\/textarea>/);
    assert.equal((await page(`/threads/${threadId}`)).status, 200);
  });

  test('what moderators hid is not the author’s to bring back', async () => {
    const { threadId, form } = await start();
    const moderator = await site.visitorAs('moderator');
    await site.services.hideThread(moderator.user, { threadId, reason: 'реклама' });
    await author.post(`${form}/restore`);
    assert.equal((await page(`/threads/${threadId}`)).status, 410);
    assert.equal((await page(`/threads/${threadId}`, author)).status, 410);
    assert.equal((await page(`${form}/edit`, author)).status, 410);
  });
});
