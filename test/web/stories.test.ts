import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Element } from 'domhandler';
import { findAll } from 'domutils';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

/** Addresses of the demo's wire story: the first report, another source's copy, a telling in other words, the repeat. */
const WIRE = 'https://grazhdaninfo.example/news/reviziya-dostupa-itogi';
const COPY = 'https://severobor.example/2026/11/21/klyuchi-registra.html';
const TOLD = 'https://vestnik.example/2026/11/22/reviziya-registra';
const REPEAT = 'https://grazhdaninfo.example/lenta/72119';

let site: TestSite;

before(async () => {
  site = await startTestSite({ content: 'demo' });
});
after(() => site.close());

type ArticleRow = { id: number; thread_id: number; own_thread_id: number };

const articleAt = async (url: string): Promise<ArticleRow> =>
  site.services.db
    .read('articles')
    .join('story_decisions', 'story_decisions.article_id', 'articles.id')
    .where('articles.url', url)
    .first('articles.id', 'articles.thread_id', 'own_thread_id');

describe('a story on its page', () => {
  test('a wire story from three sources is one thread, and its edited repeat is no further source', async () => {
    const [wire, copy, told, repeat] = await Promise.all([WIRE, COPY, TOLD, REPEAT].map(articleAt));
    assert.ok(wire && copy && told && repeat);
    assert.deepEqual(
      [copy, told, repeat].map((row) => row.thread_id),
      Array(3).fill(wire.thread_id),
    );
    const { text } = await site.visitor().get(`/threads/${wire.thread_id}`, { 'Accept-Language': 'ru' });
    assert.match(text, /Об этом пишут 3\u00a0источника/);
    assert.match(text, /class="badge">новая редакция/);
    assert.match(text, /Присоединено машиной: \d+ из 100/);
    assert.match(text, /обходной лист был бумажным/, 'what the telling adds');
    assert.match(text, /<ins>.*уточнено/s, 'what the repeat changed');
  });

  test('the front page counts the sources', async () => {
    const { text } = await site.visitor().get('/', { 'Accept-Language': 'ru' });
    assert.match(text, /class="covered">пишут 3\u00a0источника/);
  });

  test('an address of a thread that joined leads to the story, with its feed; links to articles keep working', async () => {
    const { id, thread_id: story, own_thread_id: former } = await articleAt(COPY);
    const reader = site.visitor();
    const page = await reader.get(`/threads/${former}?page=1`);
    assert.deepEqual([page.status, page.headers.location], [301, `/threads/${story}?page=1`]);
    const feed = await reader.get(`/threads/${former}/feed.rss`);
    assert.deepEqual([feed.status, feed.headers.location], [301, `/threads/${story}/feed.rss`]);
    for (const spelling of [`/Threads/${former}/`, `/threads/%3${String(former)[0]}${String(former).slice(1)}`])
      assert.equal((await reader.get(spelling)).headers.location?.replace(/\/$/, ''), `/threads/${story}`, spelling);
    const article = await reader.get(`/articles/${id}`);
    assert.equal(article.headers.location, `/threads/${story}#article-${id}`);
    const moderator = await site.visitorAs('moderator');
    assert.equal((await moderator.get(`/threads/${former}`)).status, 301, 'for moderators too');
  });

  test('a reply sent to the old address is asked for again at the new one, as it was typed', async () => {
    const { thread_id: story, own_thread_id: former } = await articleAt(COPY);
    const member = await site.visitorAs('member');
    const answer = await member.post(`/threads/${former}/posts`, { markdown: 'Кто хранит ключи?' });
    assert.deepEqual([answer.status, answer.headers.location], [308, `/threads/${story}/posts`]);
  });
});

describe('moderators on a story', () => {
  test('split an article off and take it back; members have no such form', async () => {
    const { id, thread_id: story, own_thread_id: former } = await articleAt(COPY);
    const moderator = await site.visitorAs('moderator');
    const path = `/moderation/threads/${story}/split`;
    const refused = await moderator.post(path, { article: String(id), splitReason: '' });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /id="story-desk" open="open"/);
    const split = await moderator.post(path, { article: String(id), splitReason: 'Проверка' });
    assert.deepEqual([split.status, split.headers.location], [303, `/threads/${former}`]);
    assert.equal((await site.visitor().get(`/threads/${former}`)).status, 200);
    const log = await site.services.db.read('moderation_log').orderBy('id', 'desc').first();
    assert.equal(log.action, 'article-split');
    await moderator.post(`/moderation/log/${log.id}/undo`);
    assert.equal((await articleAt(COPY)).thread_id, story);
    const member = await site.visitorAs('member');
    assert.doesNotMatch((await member.get(`/threads/${story}`)).text, /story-desk/);
    assert.equal((await member.post(path, { article: String(id), splitReason: 'x' })).status, 403);
  });

  test('bring another story here by its address; wrong ones are named at the field', async () => {
    const { thread_id: story } = await articleAt(WIRE);
    const other = await site.services.db
      .read('threads')
      .whereNull('hidden_at')
      .where('article_count', 1)
      .whereNot('id', story)
      .first('id', 'title');
    const moderator = await site.visitorAs('moderator');
    const path = `/moderation/threads/${story}/merge`;
    for (const wrong of ['', 'нигде', '999999', String(story)]) {
      const refused = await moderator.post(path, { other: wrong, mergeReason: 'Об одном' });
      assert.equal(refused.status, 422, wrong);
      assert.match(refused.text, /field-other-error/, wrong);
      const summary = refused.text.indexOf('<a href="#field-other">');
      assert.ok(summary > 0 && summary < refused.text.indexOf('<h1'), 'told where the page opens');
      assert.match(refused.text, /id="story-desk" open/);
    }
    const merged = await moderator.post(path, { other: `${site.url}/threads/${other.id}`, mergeReason: 'Об одном' });
    assert.equal(merged.headers.location, `/threads/${story}`);
    assert.equal((await site.visitor().get(`/threads/${other.id}`)).headers.location, `/threads/${story}`);
    assert.match((await site.visitor().get('/log')).text, /Об одном/);
  });
});

describe('a story with many reports', () => {
  test('shows five of them and folds the others, without a script; the discussion is one jump away', async () => {
    const { db } = site.services;
    const rows = await db.read('threads').whereNull('hidden_at').where('article_count', 1).limit(8).select('id');
    const [story, ...others] = rows.map((row) => row.id);
    await db.write('articles').whereIn('thread_id', others).update({ thread_id: story });
    const page = readPage((await site.visitor().get(`/threads/${story}`, { 'Accept-Language': 'ru' })).text);
    const reports = page.all('section').filter(({ attribs }) => attribs.class === 'report');
    const folds = page.all('details', { class: 'folded' });
    const isFolded = (report: Element) => folds.some((fold) => findAll((node) => node === report, [fold]).length > 0);
    assert.deepEqual(reports.map(isFolded), [...Array(5).fill(false), ...Array(2).fill(true)]);
    assert.match(page.text, /Ещё 2 публикации.*Ещё 2 публикации/s, 'in the list of sources too');
    assert.ok(page.links.includes('#replies') && page.links.includes('#others-title'));
  });
});
