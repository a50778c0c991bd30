import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUserStore } from '../../src/accounts/user-store.js';
import type { Db } from '../../src/db/db.js';
import type { Letter, MailOptions } from '../../src/lib/mail.js';
import { BUNDLE_TIME, createDeliverMail } from '../../src/notifications/deliver-mail.js';
import { createLetterTokens } from '../../src/notifications/letter-token.js';
import type { NewNotification } from '../../src/notifications/notification.js';
import { createNotificationStore } from '../../src/notifications/notification-store.js';
import { addUser } from '../support/forum-builders.js';
import { addFeed, addPost, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

type Sent = { to: string; letter: Letter; key: string | undefined };

function setUp(db: Db) {
  const sent: Sent[] = [];
  const state = { now: NOW, fails: false };
  const notifications = createNotificationStore(db);
  const deliver = createDeliverMail({
    db,
    notifications,
    users: createUserStore(db),
    loadNames:
      async () =>
      ({ target }) => ({ name: `имя ${target}` }),
    sendLetter: async (to, letter, options?: MailOptions) => {
      if (state.fails) throw new Error('killed here');
      sent.push({ to: to.address, letter, key: options?.key });
    },
    letterTokens: createLetterTokens(() => 'a secret'),
    baseUrl: () => 'https://site.example',
    defaultLanguage: 'ru',
    clock: () => state.now,
  });
  const tell = async (rows: (Partial<NewNotification> & { userId: number })[]) => {
    const base = {
      kind: 'reply' as const,
      threadId: null,
      postId: null,
      actorId: null,
      because: null,
      detail: '',
      createdAt: NOW,
      mail: 'now' as const,
      isPushDue: false,
    };
    await db.transact((trx) =>
      notifications.insert(
        trx,
        rows.map((row) => ({ ...base, event: `test:${Math.random()}`, ...row })),
      ),
    );
  };
  return { sent, state, deliver, tell, notifications };
}

const withAddress = (db: Db, email: string, language: string | null = null) =>
  addUser(db, { email, emailKey: email, language });

describeOnEachDatabase('notifications by mail', (db) => {
  test('one at once, with the words, a reason, and a way to stop that asks nobody to log in', async () => {
    const it = setUp(db());
    const reader = await withAddress(db(), 'reader@example.org');
    const author = await addUser(db(), { name: 'Пишущий' });
    const threadId = await addThread(db(), await addFeed(db()), 'Тема письма');
    const postId = await addPost(db(), { threadId, userId: author, markdown: 'Слова ответа' });
    await it.tell([{ userId: reader, threadId, postId, actorId: author }]);
    assert.equal(await it.deliver(), 1);
    assert.equal(await it.deliver(), 0);
    const [mail] = it.sent;
    assert.equal(it.sent.length, 1);
    assert.equal(mail?.to, 'reader@example.org');
    assert.equal(mail?.letter.subject, 'Пишущий отвечает вам: «Тема письма»');
    assert.ok(mail?.letter.blocks.some((block) => block.kind === 'quote' && block.text === 'Слова ответа'));
    assert.ok(
      mail?.letter.blocks.some(
        (block) => block.kind === 'button' && block.url === `https://site.example/posts/${postId}`,
      ),
    );
    assert.match(
      mail?.letter.headers?.['List-Unsubscribe'] ?? '',
      /^<https:\/\/site\.example\/unsubscribe\/[\w-]+\.[\w-]+>$/,
    );
    assert.equal(mail?.letter.headers?.['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click');
    assert.match(mail?.key ?? '', /^notify:/);
  });

  test('a bundle waits until its oldest part has, then holds all', async () => {
    const it = setUp(db());
    const reader = await withAddress(db(), 'bundle@example.org', 'en');
    const because = { kind: 'tag' as const, target: 'суд' };
    await it.tell([
      { userId: reader, mail: 'bundle' },
      { userId: reader, mail: 'bundle', kind: 'story', because, createdAt: NOW + BUNDLE_TIME - 1 },
    ]);
    it.state.now = NOW + BUNDLE_TIME - 1;
    assert.equal(await it.deliver(), 0);
    it.state.now = NOW + BUNDLE_TIME;
    assert.equal(await it.deliver(), 1);
    assert.equal(it.sent[0]?.letter.subject, '2\u00a0notifications for you');
    assert.match(JSON.stringify(it.sent[0]?.letter.footer), /tag “имя суд”.*\/unsubscribe\//);
  });

  test('nothing to those without an address, nor of what was read on the site meanwhile', async () => {
    const it = setUp(db());
    const silent = await addUser(db());
    const quick = await withAddress(db(), 'quick@example.org');
    await it.tell([{ userId: silent }, { userId: quick, mail: 'bundle' }]);
    await it.notifications.markRead(quick, 2 ** 31 - 1, NOW);
    it.state.now = NOW + BUNDLE_TIME;
    await it.deliver();
    assert.deepEqual(it.sent, []);
  });

  test('nothing of what was hidden meanwhile, but what a moderator decided about the own post, without a title', async () => {
    const it = setUp(db());
    const sent = () => it.sent;
    const reader = await withAddress(db(), 'hidden@example.org');
    const threadId = await addThread(db(), await addFeed(db()), 'Тайное имя');
    await it.tell([{ userId: reader, threadId }]);
    await db().write('threads').where('id', threadId).update({ hidden_at: NOW });
    await it.deliver();
    assert.equal(sent().length, 0);
    const detail = JSON.stringify({ action: 'post-delete', reason: 'грубо' });
    await it.tell([
      { userId: reader, threadId },
      { userId: reader, threadId, kind: 'moderation', detail },
    ]);
    await it.deliver();
    assert.equal(sent().length, 1);
    assert.match(sent()[0]?.letter.subject ?? '', /скрытая тема/);
    assert.doesNotMatch(JSON.stringify(sent()), /Тайное имя/);
    await db().write('threads').where('id', threadId).update({ hidden_at: null });
    assert.equal(await it.deliver(), 0, 'what was not sent is not sent later');
  });

  test('a letter that could not be queued is tried again, whole', async () => {
    const it = setUp(db());
    const reader = await withAddress(db(), 'again@example.org');
    await it.tell([{ userId: reader }]);
    it.state.fails = true;
    await assert.rejects(it.deliver());
    it.state.fails = false;
    assert.equal(await it.deliver(), 1);
    assert.equal(it.sent.length, 1);
  });
});
