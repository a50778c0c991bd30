import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AppError } from '../../src/lib/errors.js';
import type { LogEntry } from '../../src/moderation/log-store.js';
import type { Undoers } from '../../src/moderation/undo.js';
import { addFeed, addThread, NOW } from '../support/news-builders.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

let site: TestSite;
let undone: number[] = [];

before(async () => {
  site = await startTestSite({ content: 'empty' });
  // A kind of action of this test's own, and one whose way back is blocked.
  const undoers = site.services.undoers as Record<string, Undoers[string]>;
  undoers['test-open'] = async (_trx, action) => void undone.push(action.subjectId);
  undoers['test-blocked'] = async () => {
    throw new AppError('undo-impossible', { status: 409 });
  };
});
after(() => site.close());

async function write(action: string, subjectId: number, reason = 'Повтор известия'): Promise<number> {
  const moderator = await site.addUser('moderator');
  return site.services.db.transact((trx) =>
    site.services.moderationLog.insert(trx, {
      actorId: moderator.id,
      action,
      subject: 'thread',
      subjectId,
      title: '<b>Тема</b>',
      reason,
      details: {},
      at: Date.now(),
    }),
  );
}

describe('moderation log', () => {
  test('is there before anything happened, and says what it is for', async () => {
    const answer = await site.visitor().get('/log');
    assert.equal(answer.status, 200);
    assert.equal(readPage(answer.text).all('div', { class: 'empty' }).length, 1);
  });

  test('shows readers who did what and why, and no button', async () => {
    await write('test-open', 1, 'Причина <script>');
    site.services.announce();
    const { text } = await site.visitor().get('/log');
    assert.match(readPage(text).text, /Причина <script>/);
    assert.doesNotMatch(text, /<b>Тема/);
    assert.doesNotMatch(text, /undo"/);
  });

  test('a moderator takes an action back once; a second try changes nothing', async () => {
    const id = await write('test-open', 7);
    const moderator = await site.visitorAs('moderator');
    assert.match((await moderator.get('/log')).text, new RegExp(`/moderation/log/${id}/undo`));
    undone = [];
    const answer = await moderator.post(`/moderation/log/${id}/undo`);
    assert.equal(answer.headers.location, `/log#action-${id}`);
    await moderator.post(`/moderation/log/${id}/undo`);
    assert.deepEqual(undone, [7]);
    const page = await moderator.get('/log');
    assert.doesNotMatch(page.text, new RegExp(`/moderation/log/${id}/undo`));
    assert.match(readPage(page.text).text, new RegExp(moderator.user.name));
  });

  test('where the way back is blocked, the action stands and the moderator is told', async () => {
    const id = await write('test-blocked', 8);
    const moderator = await site.visitorAs('moderator');
    await moderator.post(`/moderation/log/${id}/undo`);
    const page = readPage((await moderator.get('/log')).text);
    assert.equal(page.all('p', { class: 'notice' }).length, 1);
    assert.equal((await site.services.moderationLog.list(null, 50)).find((row) => row.id === id)?.undoneAt, null);
  });

  test('long logs are paged', async () => {
    for (let number = 0; number < 60; number++) await write('test-open', 100 + number);
    site.services.announce();
    const first = (await site.visitor().get('/log')).text;
    const older = /href="(\/log\?before=\d+)"/.exec(first)?.[1];
    assert.ok(older);
    assert.equal(first.match(/id="action-/g)?.length, 50);
    const second = (await site.visitor().get(older)).text;
    assert.ok((second.match(/id="action-/g) ?? []).length >= 10);
  });

  test('a hidden thread has its number there instead of its title, but for moderators', async () => {
    const { db } = site.services;
    const threadId = await addThread(db, await addFeed(db), 'Тема');
    await db.write('threads').where('id', threadId).update({ hidden_at: NOW });
    const id = await write('thread-hide', threadId);
    const lineOf = (text: string) => new RegExp(`id="action-${id}"[^]*?</p>`).exec(text)?.[0] ?? assert.fail('no line');
    const anonymous = lineOf((await site.visitor().get('/log?before=99999')).text);
    assert.ok(anonymous.includes(`№ ${threadId}`) && !anonymous.includes('Тема'));
    assert.match(lineOf((await (await site.visitorAs('moderator')).get('/log')).text), /Тема/);
  });

  test('no line names what readers cannot see: not the other side of a pair, nor a separated, deleted or refused article', async () => {
    const { services } = site;
    const { db } = services;
    const moderator = await site.addUser('moderator');
    const feed = await addFeed(db);
    const threads: number[] = [];
    for (const name of ['Открытая', 'Тайная', 'Отдельная', 'Удалённая', 'Впущенная', 'Влитая'])
      threads.push(await addThread(db, feed, `${name} тема`));
    const [open = 0, secret = 0, separate = 0, gone = 0, letIn = 0, merged = 0] = threads;
    const articleOf = async (threadId: number) =>
      Number((await db.read('articles').where({ thread_id: threadId }).first('id'))?.id);
    const log = async (entry: Pick<LogEntry, 'action' | 'subject' | 'subjectId' | 'title' | 'details'>) =>
      db.transact((trx) =>
        services.moderationLog.insert(trx, { actorId: moderator.id, reason: '', at: NOW, ...entry }),
      );
    const pin = { threadId: open, similarId: secret, ruling: 'pin', reason: 'об одном' } as const;
    await services.ruleSimilar(moderator, pin);
    const one = { subject: 'article', subjectId: await articleOf(separate), title: 'Отдельная тема' } as const;
    await log({ ...one, action: 'article-split', details: { from: open, threadId: separate } });
    await services.deleteArticle(moderator, await articleOf(gone), 'ошибка');
    await log({
      action: 'item-reject',
      subject: 'item',
      subjectId: 900_001,
      title: 'Отвергнутая тема',
      details: { url: null },
    });
    const released = { action: 'item-release', subject: 'item', subjectId: 900_002, title: 'Впущенная тема' } as const;
    await log({ ...released, details: { url: null, articleId: await articleOf(letIn) } });
    await services.mergeStories(moderator, { threadId: open, otherId: merged, reason: 'об одном' });

    const seenBy = async (who: { get: ReturnType<TestSite['visitor']>['get'] }) =>
      readPage((await who.get('/log?before=99998')).text).text;
    const before = await seenBy(site.visitor());
    assert.match(before, /Открытая тема — Тайная тема/);
    assert.match(before, /Отдельная тема/);
    assert.match(before, /Впущенная тема/);
    assert.match(before, /Влитая тема → Открытая тема/, 'what was merged is no secret');
    assert.doesNotMatch(before, /Удалённая|Отвергнутая/);

    for (const threadId of [secret, separate, letIn])
      await services.hideThread(moderator, { threadId, reason: 'личное' });
    const after = await seenBy(site.visitor());
    assert.doesNotMatch(after, /Тайная|Отдельная|Удалённая|Отвергнутая|Впущенная/);
    assert.ok(after.includes(`№ ${open} — № ${secret}`));
    const whole = await seenBy(await site.visitorAs('moderator'));
    for (const name of ['Тайная', 'Отдельная', 'Удалённая', 'Отвергнутая', 'Впущенная'])
      assert.ok(whole.includes(name), name);

    await services.hideThread(moderator, { threadId: open, reason: 'личное' });
    assert.ok((await seenBy(site.visitor())).includes(`№ ${merged} → № ${open}`));
  });
});
