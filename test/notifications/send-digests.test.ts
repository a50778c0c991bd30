import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUserStore } from '../../src/accounts/user-store.js';
import type { Db } from '../../src/db/db.js';
import { createFollowStore } from '../../src/forum/follow-store.js';
import { createMuteStore } from '../../src/forum/mute-store.js';
import { createFormat } from '../../src/i18n/format.js';
import type { Letter, LetterBlock } from '../../src/lib/mail.js';
import { lastPeriod } from '../../src/notifications/digest-period.js';
import { createDigestStore } from '../../src/notifications/digest-store.js';
import { createLetterTokens } from '../../src/notifications/letter-token.js';
import { createListCommon, createLoadDigest } from '../../src/notifications/load-digest.js';
import { createSendDigests } from '../../src/notifications/send-digests.js';
import { createSettingsStore } from '../../src/notifications/settings-store.js';
import { addUser } from '../support/forum-builders.js';
import { addFeed, addPost, addThread } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

// Tuesday noon in Moscow: the last week ended on Monday, the last month on the first.
const TUESDAY = Date.UTC(2026, 10, 3, 9);
const JOINED = Date.UTC(2026, 8, 1);

type Sent = { to: string; letter: Letter };

function setUp(db: Db) {
  const sent: Sent[] = [];
  const state = { now: TUESDAY, failAfter: Number.POSITIVE_INFINITY };
  const stores = { digests: createDigestStore(db), follows: createFollowStore(db), mutes: createMuteStore(db) };
  const send = createSendDigests({
    ...stores,
    db,
    users: createUserStore(db),
    loadDigest: createLoadDigest(stores),
    listCommon: createListCommon(stores),
    sendLetter: async (to, letter) => {
      if (sent.length >= state.failAfter) throw new Error('killed here');
      sent.push({ to: to.address, letter });
    },
    letterTokens: createLetterTokens(() => 'a secret'),
    formatFor: (language) => createFormat(language, 'Europe/Moscow'),
    siteName: 'Площадь',
    baseUrl: () => 'https://site.example',
    timeZone: 'Europe/Moscow',
    defaultLanguage: 'ru',
    clock: () => state.now,
  });
  return { ...stores, sent, state, send, settings: createSettingsStore(db) };
}

let made = 0;
const withAddress = (db: Db, language: string | null = null) => {
  const email = `digest${++made}@example.org`;
  return addUser(db, { email, emailKey: email, language, createdAt: JOINED });
};
const itemsOf = ({ blocks }: Letter) =>
  blocks.flatMap((block: LetterBlock) => (block.kind === 'items' ? block.items : []));
const inOctober = (day: number) => new Date(Date.UTC(2026, 9, day, 12)).toISOString();

describeOnEachDatabase('digests', (db) => {
  test('monthly to everybody with an address, once, one line a story, and what touches their follows', async () => {
    const it = setUp(db());
    const [reader, english] = [await withAddress(db()), await withAddress(db(), 'en')];
    await addUser(db(), { createdAt: JOINED });
    const off = await withAddress(db());
    await it.settings.update(off, { digest: 'off' });
    const feed = await addFeed(db());
    const main = await addThread(db(), feed, 'Главная тема', { published: inOctober(12) });
    for (const words of ['Лучший ответ', 'Другой'])
      await addPost(db(), { threadId: main, userId: reader, markdown: words });
    const followed = await addThread(db(), feed, 'За чем следят', { published: '2026-09-10T00:00:00.000Z' });
    const similar = await addThread(db(), await addFeed(db()), 'Похожая тема', { published: inOctober(13) });
    for (let number = 0; number < 12; number++) {
      const id = await addThread(db(), feed, `Прочее ${number}`, { published: inOctober(14) });
      await db().write('threads').where({ id }).update({ reply_count: 1 });
    }
    await it.follows.insert({
      userId: reader,
      kind: 'thread',
      target: String(followed),
      isAutomatic: false,
      createdAt: 0,
    });
    await db()
      .write('similar_threads')
      .insert({ thread_id: followed, similar_id: similar, score: 0.5, terms: '[]', found_by: followed });
    await it.send();
    assert.equal(await it.send(), 0, 'nobody twice');
    assert.deepEqual(
      it.sent.map(({ letter }) => letter.language),
      ['ru', 'en'],
    );
    const letter = it.sent[0]?.letter;
    assert.ok(letter);
    const items = itemsOf(letter);
    assert.equal(items.length, 11);
    assert.equal(items[0]?.title, 'Похожая тема');
    assert.match(items[0]?.meta ?? '', /похоже на «За чем следят»/);
    const top = items.find((item) => item.title === 'Главная тема');
    assert.match(top?.meta ?? '', /2\u00a0ответа/);
    assert.match(top?.text ?? '', /«Лучший ответ»/);
    assert.equal(letter.headers?.['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click');
    assert.match(letter.subject, /1 октября 2026 — 31 октября 2026/);
    assert.ok(!itemsOf(it.sent[1]?.letter ?? letter).some((item) => item.title === 'Похожая тема'));
    void english;
  });

  test('a followed story that moderators have hidden is named in no letter', async () => {
    const it = setUp(db());
    const reader = await withAddress(db());
    const feed = await addFeed(db());
    const followed = await addThread(db(), feed, 'Скрытое название', { published: '2026-09-10T00:00:00.000Z' });
    const similar = await addThread(db(), feed, 'Похожая на скрытую', { published: inOctober(13) });
    const follow = {
      userId: reader,
      kind: 'thread',
      target: String(followed),
      isAutomatic: false,
      createdAt: 0,
    } as const;
    await it.follows.insert(follow);
    const row = { thread_id: followed, similar_id: similar, score: 0.5, terms: '[]', found_by: followed };
    await db().write('similar_threads').insert(row);
    const october = { from: Date.parse('2026-10-01'), to: Date.parse('2026-11-01') };
    const listed = () => createDigestStore(db()).listSimilar(october, {}, { threadIds: [followed], limit: 5 });
    assert.deepEqual(
      (await listed()).map(({ similarTitle }) => similarTitle),
      ['Скрытое название'],
    );
    await db().write('threads').where('id', followed).update({ hidden_at: 1 });
    assert.deepEqual(await listed(), []);
    await it.send();
    assert.doesNotMatch(JSON.stringify(it.sent.map(({ letter }) => letter)), /Скрытое название/);
  });

  test('a run that was killed is finished by the next one', async () => {
    const it = setUp(db());
    const readers = [await withAddress(db()), await withAddress(db()), await withAddress(db())];
    for (const userId of readers) await it.settings.update(userId, { digest: 'weekly' });
    await addThread(db(), await addFeed(db()), 'Тема недели', { published: inOctober(28) });
    it.state.failAfter = 1;
    await assert.rejects(it.send());
    it.state.failAfter = Number.POSITIVE_INFINITY;
    assert.equal(await it.send(), 2);
    assert.equal(new Set(it.sent.map(({ to }) => to)).size, 3);
    it.state.now = TUESDAY + 3 * 86_400_000;
    assert.equal(await it.send(), 0, 'and next week brings the next');
  });

  test('mutes hold there too', async () => {
    const it = setUp(db());
    const reader = await addUser(db());
    const feed = await addFeed(db());
    const published = inOctober(20);
    await addThread(db(), feed, 'О погоде и выборах', { published });
    const load = createLoadDigest(it);
    const listCommon = createListCommon(it);
    const period = lastPeriod('monthly', TUESDAY, 'UTC');
    const sees = async () =>
      (await load(period, reader, await listCommon(period))).top.some((story) => story.title === 'О погоде и выборах');
    await db().write('threads').where('title', 'О погоде и выборах').update({ reply_count: 99 });
    assert.equal(await sees(), true);
    await it.mutes.insert({ userId: reader, kind: 'word', target: 'погода', createdAt: 0 });
    assert.equal(await sees(), false);
  });
});
