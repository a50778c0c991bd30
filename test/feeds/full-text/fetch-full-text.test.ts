import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Feed } from '../../../src/feeds/feed.js';
import { extractArticle } from '../../../src/feeds/full-text/extract-article.js';
import { createFetchFullText } from '../../../src/feeds/full-text/fetch-full-text.js';
import { createFullTextJob } from '../../../src/feeds/full-text/full-text-job.js';
import { createFullTextStore } from '../../../src/feeds/full-text/full-text-store.js';
import { createHostQueue } from '../../../src/feeds/host-queue.js';
import { DAY, HOUR, MINUTE } from '../../../src/lib/clock.js';
import { createLog } from '../../../src/lib/log.js';
import { createArticleStore } from '../../../src/news/article-store.js';
import { createImageStore } from '../../../src/news/image-store.js';
import { type Answer, createImportRig, createPublisher, rss } from '../../support/import-rig.js';
import { addFeed, NOW } from '../../support/news-builders.js';
import { describeOnEachDatabase } from '../../support/test-db.js';
import { page, said } from './pages.js';

describeOnEachDatabase('full texts', (db) => {
  /** A source with one article that asks for full texts, and a publisher of its page. */
  async function setUp(answer: Answer, isAsked = true) {
    const feed = await addFeed(db());
    const rig = createImportRig(db());
    const link = `https://paper${feed.id}.example/1`;
    const importText = async (text: string) => {
      rig.publisher.answer = { body: rss({ title: said.title, guid: 'one', link, text }) };
      await rig.fetch(feed.id);
    };
    await importText(said.text);
    const fullTexts = createFullTextStore(db());
    if (isAsked) await fullTexts.updateSince(feed.id, NOW - DAY);
    const publisher = createPublisher(answer);
    const time = { now: NOW };
    const announced: number[] = [];
    const parts = {
      db: db(),
      clock: () => time.now,
      log: createLog('silent'),
      httpGet: publisher.httpGet,
      pages: { article: async (input: Parameters<typeof extractArticle>[0]) => extractArticle(input) },
      fullTexts,
      images: createImageStore(db()),
      hosts: createHostQueue({ spacingMs: 0 }),
      announce: () => announced.push(1),
    };
    const run = createFullTextJob({ ...parts, fetchFullText: createFetchFullText(parts) });
    return { feed, time, publisher, announced, fullTexts, importText, run: () => run(() => false) };
  }

  const articleOf = async (feed: Feed) =>
    (await db().read('articles').where('feed_id', feed.id).first()) as {
      text: string;
      html: string;
      thread_id: number;
      content_hash: string;
    };
  const html = { body: page(), headers: { 'content-type': 'text/html; charset=utf-8' } };

  test('the page takes the place of the summary once, and the index is told', async () => {
    const site = await setUp(html);
    const before = await articleOf(site.feed);
    const { change_seq: seq } = await db().read('threads').where('id', before.thread_id).first();
    assert.equal(await site.run(), 1);
    const after = await articleOf(site.feed);
    assert.match(after.text, /Суд назначил заседание/);
    assert.equal(after.content_hash, before.content_hash, 'it is no edit');
    const thread = await db().read('threads').where('id', before.thread_id).first();
    assert.ok(thread.change_seq > seq);
    assert.deepEqual(await db().read('similar_queue').where('thread_id', thread.id).pluck('change_seq'), [
      thread.change_seq,
    ]);
    assert.deepEqual(site.announced, [1]);
    assert.equal(await site.run(), 0);
    assert.equal(site.publisher.asked.length, 1);
    const [stored] = await createArticleStore(db()).listByThread(before.thread_id);
    assert.doesNotMatch(stored?.html ?? '', /script/);
  });

  test('importing the feed again changes nothing; an edit there brings the page again', async () => {
    const site = await setUp(html);
    await site.run();
    await site.importText(said.text);
    assert.match((await articleOf(site.feed)).text, /Суд назначил/);
    await site.importText(`${said.text} Дополнено.`);
    assert.match((await articleOf(site.feed)).text, /Дополнено/);
    assert.deepEqual(
      await db().read('article_revisions').pluck('text'),
      [said.text],
      'the earlier words of the source',
    );
    assert.equal(await site.run(), 1);
    assert.match((await articleOf(site.feed)).text, /Суд назначил/);
  });

  test('a source that does not ask is left alone', async () => {
    const site = await setUp(html, false);
    assert.equal(await site.run(), 0);
    assert.equal(site.publisher.asked.length, 0);
  });

  test('failures are tried again with growing pauses, then given up, and named', async () => {
    const site = await setUp({ fails: 'timeout' });
    const tries = async () => {
      await site.run();
      return site.publisher.asked.length;
    };
    assert.equal(await tries(), 1);
    assert.equal(await tries(), 1, 'not before its time');
    let asked = 1;
    for (const pause of [10 * MINUTE, HOUR, 6 * HOUR, DAY]) {
      site.time.now += pause - 1;
      assert.equal(await tries(), asked, 'a moment too early');
      site.time.now += 1;
      asked++;
      assert.equal(await tries(), asked);
    }
    site.time.now += 5 * DAY;
    assert.equal(await tries(), asked, 'given up');
    const { counts, failures, waiting } = await site.fullTexts.summarise(site.feed.id, 10);
    assert.deepEqual([counts, waiting], [{ timeout: 1 }, 0]);
    assert.deepEqual(
      failures.map(({ outcome, title, dueAt }) => ({ outcome, title, dueAt })),
      [{ outcome: 'timeout', title: said.title, dueAt: null }],
    );
  });

  const ends: [string, Answer, string][] = [
    ['a page that is gone', { status: 404 }, 'gone'],
    ['a file', { body: '%PDF', headers: { 'content-type': 'application/pdf' } }, 'not-a-page'],
    ['a private address', { fails: 'blocked-address' }, 'blocked-address'],
    [
      'another article',
      { ...html, body: page({ title: 'Погода', body: '<p>Дожди и грозы. </p>'.repeat(80) }) },
      'other-article',
    ],
  ];
  for (const [name, answer, outcome] of ends) {
    test(`${name} is not asked for again: ${outcome}`, async () => {
      const site = await setUp(answer);
      await site.run();
      site.time.now += 3 * DAY;
      await site.run();
      assert.equal(site.publisher.asked.length, 1);
      assert.deepEqual((await site.fullTexts.summarise(site.feed.id, 5)).counts, { [outcome]: 1 });
    });
  }

  test('what is tried again by hand is the failure of the article as it stands', async () => {
    const site = await setUp({ status: 404 });
    await site.run();
    assert.equal(await site.fullTexts.retry(site.feed.id, null, site.time.now), 1);
    await site.importText(`${said.text} Дополнено.`);
    assert.equal(await site.fullTexts.retry(site.feed.id, null, site.time.now), 0, 'it waits for its first try');
    await site.run();
    assert.equal(await site.fullTexts.retry(site.feed.id, null, site.time.now), 1);
    await site.run();
  });

  test('only what is true now is listed as a failure', async () => {
    const site = await setUp({ status: 404 });
    const listed = async () => {
      const { counts, failures, waiting } = await site.fullTexts.summarise(site.feed.id, 5);
      const attempt = await site.fullTexts.findAttempt(failures[0]?.articleId ?? 0);
      return [counts, failures.length, waiting, attempt?.outcome];
    };
    await site.run();
    assert.deepEqual(await listed(), [{ gone: 1 }, 1, 0, 'gone']);
    await site.importText(`${said.text} Дополнено.`);
    assert.deepEqual(await listed(), [{}, 0, 1, undefined], 'the source edited it: that text was never tried');
    site.publisher.answer = html;
    await site.run();
    assert.deepEqual(await listed(), [{ stored: 1 }, 0, 0, undefined], 'a later try went well');
    site.publisher.answer = { status: 404 };
    await site.importText(`${said.text} Дополнено дважды.`);
    await site.run();
    assert.deepEqual((await listed())[1], 1);
    await site.fullTexts.updateSince(site.feed.id, null);
    assert.deepEqual(await listed(), [{}, 0, 0, undefined], 'switched off');
    assert.equal(await site.fullTexts.retry(site.feed.id, null, site.time.now), 0);
    await site.fullTexts.updateSince(site.feed.id, NOW + DAY);
    assert.deepEqual((await listed())[1], 0, 'switched on again for what comes from then on');
    await site.fullTexts.updateSince(site.feed.id, NOW - DAY);
    assert.deepEqual((await listed())[1], 1);
    await db().write('articles').where('feed_id', site.feed.id).delete();
    assert.deepEqual(await listed(), [{}, 0, 0, undefined], 'the article was deleted');
  });

  test('a server that asks to wait is waited for', async () => {
    const site = await setUp({ status: 503, headers: { 'retry-after': '7200' } });
    await site.run();
    site.time.now += 2 * HOUR - 1;
    await site.run();
    assert.equal(site.publisher.asked.length, 1);
    site.time.now += 1;
    site.publisher.answer = html;
    assert.equal(await site.run(), 1);
  });
});
