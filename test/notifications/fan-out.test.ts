import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chunksOf } from '../../src/db/chunks.js';
import { MOVED_FOR, MOVED_TIMES } from '../../src/feeds/address-proof.js';
import { TROUBLE_SCORE } from '../../src/feeds/failure-score.js';
import { ALERT_KINDS, type AlertKind, createHealthStore } from '../../src/feeds/health-store.js';
import { createReplacementStore } from '../../src/feeds/replacement-store.js';
import type { Follow } from '../../src/forum/follow.js';
import { searchTarget } from '../../src/forum/saved-search.js';
import { DAY } from '../../src/lib/clock.js';
import { createLogStore } from '../../src/moderation/log-store.js';
import { addUser } from '../support/forum-builders.js';
import { addFeed, addPost, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';
import { setUp } from './fan-out-rig.js';

const newcomer = { url: 'https://new.example/rss', title: 'Новая лента', itemCount: 3, newest: [] };

describeOnEachDatabase('telling what happened', (db) => {
  test('nothing of a hidden thread; what was told of it before has no title any more, unless its story shows it', async () => {
    const it = setUp(db());
    const [author, reader] = [await addUser(db()), await addUser(db())];
    const threadId = await addThread(db(), await addFeed(db()), 'Тайное имя');
    await it.follow(reader, 'thread', String(threadId));
    await it.write(threadId, author);
    await it.fanOut.run();
    const told = async () => {
      const rows = await it.notifications.list(reader, { isUnreadOnly: false, before: null, limit: 9 });
      return rows.map(({ threadTitle, isThreadHidden, postHtml }) => [threadTitle, isThreadHidden, postHtml !== null]);
    };
    assert.deepEqual(await told(), [['Тайное имя', false, true]]);
    const mark = (id: number, more: object) =>
      db()
        .write('threads')
        .where({ id })
        .update({ hidden_at: NOW, ...more });
    await mark(threadId, {});
    await it.write(threadId, author);
    await it.fanOut.run();
    assert.deepEqual(await told(), [[null, true, false]]);
    const heir = await addThread(db(), await addFeed(db()), 'Куда влилась');
    await mark(threadId, { merged_into: heir });
    assert.deepEqual(await told(), [['Тайное имя', false, true]], 'a merge is no secret');
    await mark(heir, {});
    assert.deepEqual(await told(), [[null, true, false]]);
  });

  test('of a post: one for each who has a reason, once, however often the job runs', async () => {
    const it = setUp(db());
    const [author, answered, mentioned, follower] = [
      await addUser(db()),
      await addUser(db()),
      await addUser(db()),
      await addUser(db()),
    ];
    const threadId = await addThread(db(), await addFeed(db()), 'О чём говорят');
    await it.follow(follower, 'thread', String(threadId));
    const first = await it.write(threadId, answered);
    const postId = await it.write(threadId, author, first, [mentioned, answered]);
    assert.ok((await it.fanOut.run()) >= 2);
    await it.fanOut.run();
    assert.deepEqual(await it.kindsOf(answered), ['reply']);
    assert.deepEqual(await it.kindsOf(mentioned), ['mention']);
    assert.deepEqual(await it.kindsOf(follower), ['thread', 'thread']);
    assert.deepEqual(await it.kindsOf(author), [], 'who wrote later hears nothing of what stood there before');
    const [told] = await it.notifications.list(answered, { isUnreadOnly: true, before: null, limit: 5 });
    assert.equal(told?.postId, postId);
    assert.equal(told?.threadTitle, 'О чём говорят');
    assert.equal(await it.notifications.countUnread(follower), 2);
    assert.deepEqual(await it.events.list(10), [], 'nothing waits');
  });

  test('whoever replies follows, unless they chose otherwise or have stopped before', async () => {
    const it = setUp(db());
    const [author, unwilling, other] = [await addUser(db()), await addUser(db()), await addUser(db())];
    await it.settings.update(unwilling, { followsReplies: false });
    const threadId = await addThread(db(), await addFeed(db()), 'Кто следит');
    const target = { kind: 'thread' as const, target: String(threadId) };
    for (const userId of [author, unwilling]) await it.write(threadId, userId);
    assert.equal((await it.follows.find(author, target))?.isAutomatic, true);
    assert.equal(await it.follows.find(unwilling, target), undefined);
    await it.follows.delete((await it.follows.find(author, target))?.id ?? 0);
    await it.follows.decline(author, threadId);
    await it.write(threadId, author);
    assert.equal(await it.follows.find(author, target), undefined);
    await it.write(threadId, other);
    await it.fanOut.run();
    assert.deepEqual(await it.kindsOf(author), []);
  });

  test('of new stories: by section, source, tag and search; history and edits are no news', async () => {
    const found = { title: 'явка', ids: [] as number[] };
    const it = setUp(db(), found);
    await it.fanOut.run();
    const feed = await addFeed(db());
    const [reader, searcher] = [await addUser(db()), await addUser(db())];
    await it.follow(reader, 'source', String(feed.id));
    await it.follow(reader, 'tag', 'суд');
    await it.follow(searcher, 'search', searchTarget({ words: 'явка', category: '' }));
    const published = new Date(NOW).toISOString();
    const fresh = await addThread(db(), feed, 'Явка выросла', { categories: ['Суд'], published });
    await addThread(db(), feed, 'Давняя история', { published: '2019-05-01T00:00:00.000Z' });
    found.ids = [fresh];
    it.index.upTo = 0;
    await it.fanOut.run();
    assert.deepEqual(await it.kindsOf(reader), [], 'the index does not know it yet');
    it.index.upTo = Number.MAX_SAFE_INTEGER;
    await it.fanOut.run();
    const list = await it.notifications.list(reader, { isUnreadOnly: false, before: null, limit: 5 });
    assert.deepEqual(
      list.map(({ threadId, because }) => [threadId, because?.kind]),
      [[fresh, 'tag']],
    );
    assert.deepEqual(await it.kindsOf(searcher), ['story']);
    await db().transact(async (trx) => {
      const seq = await trx('counters').where({ name: 'changes' }).increment('value', 1).returning('value');
      await trx('threads').where('id', fresh).update({ change_seq: seq[0].value });
    });
    await it.fanOut.run();
    assert.equal((await it.kindsOf(reader)).length, 1, 'an edit tells nothing twice');
  });

  test('of moderation: to the author of the post, with the reason', async () => {
    const it = setUp(db());
    await it.fanOut.run();
    const [author, moderator] = [await addUser(db()), await addUser(db())];
    const threadId = await addThread(db(), await addFeed(db()), 'Где удалили');
    const postId = await addPost(db(), { threadId, userId: author });
    const entry = {
      actorId: moderator,
      action: 'post-delete',
      subject: 'post' as const,
      subjectId: postId,
      title: 'x',
      reason: 'Брань',
      details: { threadId, authorId: author },
      at: NOW,
    };
    await db().transact((trx) => createLogStore(db()).insert(trx, entry));
    await it.fanOut.run();
    await it.fanOut.run();
    assert.deepEqual(await it.kindsOf(author), ['moderation']);
    assert.deepEqual(await it.kindsOf(moderator), []);
    const [told] = await it.notifications.list(author, { isUnreadOnly: false, before: null, limit: 5 });
    assert.deepEqual(JSON.parse(told?.detail ?? ''), { action: 'post-delete', reason: 'Брань' });
    assert.equal(told?.mail, 'now');
  });

  test('of moderation: of all acts, however many there are at one time', async () => {
    const it = setUp(db());
    it.clock.now = NOW + 60_000;
    await it.fanOut.run();
    const [author, moderator] = [await addUser(db()), await addUser(db())];
    const act = (subjectId: number, at: number) => ({
      actorId: moderator,
      action: 'member-warn',
      subject: 'user' as const,
      subjectId,
      title: 'x',
      reason: 'Брань',
      details: {},
      at,
    });
    await db().transact(async (trx) => {
      for (let n = 0; n < 150; n++) await createLogStore(db()).insert(trx, act(author, it.clock.now));
    });
    const told = async () =>
      (await it.notifications.list(author, { isUnreadOnly: false, before: null, limit: 999 })).length;
    await it.fanOut.run();
    assert.equal(await told(), 150);
    it.clock.now += 11 * 60_000;
    await db().transact((trx) => createLogStore(db()).insert(trx, act(author, it.clock.now)));
    await it.fanOut.run();
    assert.equal(await told(), 151, 'what comes later is told too');
  });

  test('of a source in trouble: to moderators, once', async () => {
    const it = setUp(db());
    const [member, moderator, silent] = [
      await addUser(db()),
      await addUser(db(), { role: 'moderator' }),
      await addUser(db(), { role: 'admin' }),
    ];
    const { kinds } = await it.settings.load(silent);
    await it.settings.update(silent, { kinds: { ...kinds, source: { way: 'off', isPushed: false } } });
    const feed = await addFeed(db());
    await db().write('feed_alerts').insert({ feed_id: feed.id, kind: 'silent', opened_at: NOW });
    await it.fanOut.run();
    await it.fanOut.run();
    assert.deepEqual(await it.kindsOf(moderator), ['source']);
    assert.deepEqual(await it.kindsOf(member), []);
    assert.deepEqual(await it.kindsOf(silent), []);
  });

  test('of every kind of trouble: once while it lasts, and again when it comes back', async () => {
    const it = setUp(db());
    const health = createHealthStore(db());
    const moderator = await addUser(db(), { role: 'moderator' });
    const other = await addFeed(db());
    const well = { failure_score: 0, silent_since: null, last_outcome: 'fresh', is_paused: false, moved_to: null };
    const moved = { moved_to: other.url, moved_count: MOVED_TIMES, moved_since: NOW - MOVED_FOR };
    const troubles: [AlertKind, object][] = [
      ['failing', { failure_score: TROUBLE_SCORE }],
      ['gone', { last_outcome: 'gone', is_paused: true }],
      ['silent', { silent_since: NOW - DAY }],
      ['twin', moved],
      ['replacement', { failure_score: TROUBLE_SCORE }],
    ];
    assert.deepEqual(
      troubles.map(([kind]) => kind),
      [...ALERT_KINDS],
    );
    for (const [kind, trouble] of troubles) {
      const feed = await addFeed(db());
      const become = (state: object) => db().write('feeds').where('id', feed.id).update(state);
      const heard = async () => {
        for (let time = 0; time < 2; time++) {
          await health.syncAlerts(it.clock.now);
          await it.fanOut.run();
        }
        const all = await it.notifications.list(moderator, { isUnreadOnly: false, before: null, limit: 99 });
        return all.filter((each) => each.because?.target === String(feed.id) && each.detail === kind).length;
      };
      await become(trouble);
      if (kind === 'replacement') {
        assert.equal(await heard(), 0, 'nothing was found yet');
        await createReplacementStore(db()).put(feed.id, [newcomer], it.clock.now);
      }
      assert.equal(await heard(), 1, kind);
      it.clock.now += 1;
      await become(well);
      assert.equal(await heard(), 1, `${kind} is over`);
      assert.deepEqual(await health.listAlerts(feed.id), []);
      it.clock.now += 1;
      await become(trouble);
      if (kind === 'replacement') await createReplacementStore(db()).put(feed.id, [newcomer], it.clock.now);
      assert.equal(await heard(), 2, `${kind} came back`);
      await become(well);
    }
  });

  test('of a story that a followed member starts', async () => {
    const it = setUp(db());
    await it.fanOut.run();
    const [starter, follower] = [await addUser(db()), await addUser(db())];
    await it.follow(follower, 'member', String(starter));
    await it.follow(starter, 'member', String(starter));
    const published = new Date(NOW).toISOString();
    const id = await addThread(db(), await addFeed(db()), 'Начатая тема', { published });
    await db().write('threads').where({ id }).update({ user_id: starter });
    await it.fanOut.run();
    assert.deepEqual(await it.kindsOf(follower), ['member']);
    assert.deepEqual(await it.kindsOf(starter), []);
  });

  test('of what very many follow: everybody, once, for the strongest of their reasons', async () => {
    const it = setUp(db());
    await it.fanOut.run();
    const author = await addUser(db());
    const feed = await addFeed(db());
    const threadId = await addThread(db(), feed, 'Где все', { published: new Date(NOW).toISOString() });
    const crowd: number[] = [];
    for (let n = 0; n < 1100; n++) crowd.push(await addUser(db()));
    const last = crowd.at(-1) ?? 0;
    const follow = (kind: Follow['kind'], target: number) =>
      db().transact(async (trx) => {
        const row = { kind, target: String(target), is_automatic: false, created_at: 0 };
        const rows = crowd.map((userId) => ({ ...row, user_id: userId }));
        for (const chunk of chunksOf(rows)) await trx('follows').insert(chunk);
      });
    await follow('thread', threadId);
    await follow('member', author);
    await follow('source', feed.id);
    await it.write(threadId, author, null, [last]);
    await it.fanOut.run();
    const told = await db().read('notifications').whereIn('thread_id', [threadId]).select('user_id', 'kind');
    const count = (kind: string) => told.filter((row) => row.kind === kind).length;
    assert.deepEqual([count('thread'), count('mention'), count('story'), count('member')], [1099, 1, 1100, 0]);
    assert.deepEqual((await it.kindsOf(last)).sort(), ['mention', 'story']);
  });

  test('of followed searches: every one is asked, however many there are', async () => {
    const found = { title: 'яяя', ids: [] as number[] };
    const it = setUp(db(), found);
    await it.fanOut.run();
    const [many, searcher] = [await addUser(db()), await addUser(db())];
    await db().transact(async (trx) => {
      const row = { user_id: many, kind: 'search', is_automatic: false, created_at: 0 };
      const rows = Array.from({ length: 2100 }, (_, n) => ({
        ...row,
        target: searchTarget({ words: `слово ${n}`, category: '' }),
      }));
      for (const chunk of chunksOf(rows)) await trx('follows').insert(chunk);
    });
    await it.follow(searcher, 'search', searchTarget({ words: 'яяя', category: '' }));
    found.ids = [await addThread(db(), await addFeed(db()), 'Яяя', { published: new Date(NOW).toISOString() })];
    await it.fanOut.run();
    assert.deepEqual(await it.kindsOf(searcher), ['story']);
    assert.deepEqual(await it.kindsOf(many), []);
  });

  test('a post that was deleted meanwhile is not told of', async () => {
    const it = setUp(db());
    const [author, follower] = [await addUser(db()), await addUser(db())];
    const threadId = await addThread(db(), await addFeed(db()), 'Пропавший ответ');
    await it.follow(follower, 'thread', String(threadId));
    const postId = await it.write(threadId, author);
    await db().write('posts').where('id', postId).update({ deleted_at: NOW });
    await it.fanOut.run();
    assert.deepEqual(await it.kindsOf(follower), []);
    assert.deepEqual(await it.events.list(10), []);
  });
});
