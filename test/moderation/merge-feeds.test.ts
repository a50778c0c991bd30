import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Db } from '../../src/db/db.js';
import { MOVED_FOR, MOVED_TIMES } from '../../src/feeds/address-proof.js';
import type { Feed } from '../../src/feeds/feed.js';
import { createFeedListStore } from '../../src/feeds/feed-list-store.js';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import { createMergeStore } from '../../src/feeds/merge-store.js';
import { createRuleStore } from '../../src/feeds/rule-store.js';
import { createSetAsideStore } from '../../src/feeds/set-aside-store.js';
import { createFollowStore } from '../../src/forum/follow-store.js';
import { createMuteStore } from '../../src/forum/mute-store.js';
import { createSourceMembersStore } from '../../src/forum/source-members-store.js';
import { createDeleteArticle } from '../../src/moderation/delete-article.js';
import { createLogStore } from '../../src/moderation/log-store.js';
import { createMergeFeeds } from '../../src/moderation/merge-feeds.js';
import { createUndoAction } from '../../src/moderation/undo.js';
import { createArticleStore } from '../../src/news/article-store.js';
import { addUser } from '../support/forum-builders.js';
import { createImportRig } from '../support/import-rig.js';
import { contentOf, orphans } from '../support/inspect-db.js';
import { addFeed, documentOf, entryOf, NOW } from '../support/news-builders.js';
import { addModerator, addRule } from '../support/rule-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

function desk(db: Db) {
  const parts = {
    db,
    feeds: createFeedStore(db),
    rules: createRuleStore(db),
    articles: createArticleStore(db),
    setAside: createSetAsideStore(db),
    merges: createMergeStore(db),
    sourceMembers: createSourceMembersStore(db),
    moderationLog: createLogStore(db),
    index: { remove: async () => {} },
    clock: () => NOW,
    announce: () => {},
  };
  const merging = createMergeFeeds(parts);
  const deleting = createDeleteArticle(parts);
  const undoers = { ...merging.undoers, ...deleting.undoers };
  const undoLast = async (user: Awaited<ReturnType<typeof addModerator>>, action: string) => {
    const row = await db.read('moderation_log').where({ action }).orderBy('id', 'desc').first();
    await createUndoAction({ ...parts, undoers })(user, row.id);
  };
  return { ...parts, ...merging.services, deleteArticle: deleting.deleteArticle, undoLast };
}

describeOnEachDatabase('merging a source into the one that it has moved to', (db) => {
  const feed = ({ id }: { id: number }) => createFeedStore(db()).get(id);
  const titlesOf = async ({ id }: Feed): Promise<string[]> =>
    db().read('articles').where('feed_id', id).orderBy('id').pluck('title');

  /** `moved` is led for good to the address of `heir`. */
  async function addTwins(): Promise<{ moved: Feed; heir: Feed }> {
    const heir = await addFeed(db());
    const { id } = await addFeed(db());
    const proof = { moved_to: heir.url, moved_count: MOVED_TIMES, moved_since: NOW - MOVED_FOR };
    await db().write('feeds').where('id', id).update(proof);
    return { moved: await feed({ id }), heir };
  }

  const choice = (heir: Feed, more: object = {}) => ({ heirId: heir.id, ruleIds: [], reason: 'Переезд', ...more });

  test('articles stand under the heir, and neither source brings them again', async () => {
    const { moved, heir } = await addTwins();
    const rig = createImportRig(db());
    // One under an id that the heir has too, one that only the old source had, one without an address.
    const old = documentOf([
      entryOf('Оба А', { url: null }),
      entryOf('Старое А'),
      entryOf('Без адреса А', { url: null }),
    ]);
    const fresh = documentOf([entryOf('Оба А', { url: null }), entryOf('Новое А')]);
    await rig.store(moved, old);
    await rig.store(heir, fresh);
    const { planMerge, mergeFeeds } = desk(db());
    const plan = await planMerge(moved);
    assert.deepEqual([plan?.heir.id, plan?.articles, plan?.doubles], [heir.id, 3, 1]);
    const before = Number((await db().read('threads').max({ seq: 'change_seq' }))[0]?.seq);
    await mergeFeeds(await addModerator(db()), moved, choice(heir));
    assert.deepEqual(await titlesOf(moved), []);
    assert.equal((await titlesOf(heir)).length, 5);
    assert.deepEqual([(await feed(moved)).articleCount, (await feed(heir)).articleCount], [0, 5]);
    assert.deepEqual([(await feed(moved)).mergedInto, (await feed(moved)).isPaused], [heir.id, true]);
    const threads = await db().read('threads').where('feed_id', heir.id).select('change_seq');
    const changes = threads.map((row) => Number(row.change_seq)).filter((seq) => seq > before);
    assert.equal(new Set(changes).size, 3, 'each thread that changed tells the index of it');
    assert.equal(await db().read('threads').where('feed_id', moved.id).first(), undefined);
    for (const source of [heir, moved, await feed(moved)]) {
      for (const document of [old, fresh]) assert.equal((await rig.store(source, document)).counts.new, 0);
    }
    const arriving = await rig.store(moved, documentOf([entryOf('Пришло в пути А')]));
    assert.equal(arriving.counts.new, 1, 'an import that was under way');
    assert.ok((await titlesOf(heir)).includes('Пришло в пути А'), 'finds the heir');
    assert.deepEqual(await orphans(db()), []);
  });

  test('what a moderator deleted or turned down stays away, and comes back under the heir', async () => {
    const { moved, heir } = await addTwins();
    const rig = createImportRig(db());
    const document = documentOf([entryOf('Удалено Б')]);
    await rig.store(moved, document);
    const moderator = await addModerator(db());
    const { mergeFeeds, deleteArticle, undoLast, planMerge } = desk(db());
    const { id } = await db().read('articles').where('title', 'Удалено Б').first();
    await deleteArticle(moderator, id, 'Реклама');
    assert.deepEqual((await planMerge(moved))?.asides, { deleted: 1 });
    await mergeFeeds(moderator, moved, choice(heir));
    assert.deepEqual((await rig.store(heir, document)).reasons, { deleted: 1 });
    await undoLast(moderator, 'article-delete');
    assert.deepEqual(await titlesOf(heir), ['Удалено Б']);
    assert.equal((await feed(heir)).articleCount, 1);
    assert.equal((await rig.store(heir, document)).counts.same, 1);
  });

  test('the chosen rules that the heir lacks go over, behind its own', async () => {
    const { moved, heir } = await addTwins();
    const same = { name: 'Та же', terms: 'реклама' };
    const [own] = [
      await addRule(db(), { ...same, feedId: heir.id }),
      await addRule(db(), { ...same, feedId: moved.id }),
    ];
    const wanted = await addRule(db(), { name: 'Нужная', terms: 'спорт', feedId: moved.id });
    const unwanted = await addRule(db(), { name: 'Лишняя', terms: 'погода', feedId: moved.id });
    const { planMerge, mergeFeeds, rules, undoLast } = desk(db());
    assert.deepEqual(
      (await planMerge(moved))?.rules.map(({ id }) => id),
      [wanted, unwanted],
    );
    const moderator = await addModerator(db());
    await mergeFeeds(moderator, moved, choice(heir, { ruleIds: [wanted, 999_999] }));
    assert.deepEqual(
      (await rules.list(heir.id)).map(({ id }) => id),
      [own, wanted],
    );
    await undoLast(moderator, 'feed-merge');
    assert.deepEqual(
      (await rules.list(heir.id)).map(({ id }) => id),
      [own],
    );
    assert.equal((await rules.list(moved.id)).length, 3);
  });

  test('who follows the source follows the heir; a mute goes over unless its owner reads the heir', async () => {
    const { moved, heir } = await addTwins();
    const [follows, mutes] = [createFollowStore(db()), createMuteStore(db())];
    const users: number[] = [];
    for (let at = 0; at < 4; at++) users.push(await addUser(db()));
    const [one = 0, both = 0, muter = 0, reader = 0] = users;
    const follow = (userId: number, { id }: Feed) =>
      follows.insert({ userId, kind: 'source', target: String(id), isAutomatic: false, createdAt: NOW });
    const mute = (userId: number) => mutes.insert({ userId, kind: 'source', target: String(moved.id), createdAt: NOW });
    await Promise.all([follow(one, moved), follow(both, moved), follow(both, heir), follow(reader, heir)]);
    await Promise.all([mute(muter), mute(reader)]);
    const { mergeFeeds, planMerge, undoLast } = desk(db());
    const plan = await planMerge(moved);
    assert.deepEqual([plan?.followers, plan?.muters], [2, 2]);
    const moderator = await addModerator(db());
    await mergeFeeds(moderator, moved, choice(heir));
    const targets = async (table: string) =>
      (await db().read(table).whereIn('user_id', users).orderBy(['user_id', 'target']).select('user_id', 'target')).map(
        (row) => `${users.indexOf(row.user_id)} ${Number(row.target) === heir.id ? 'heir' : 'moved'}`,
      );
    assert.deepEqual(await targets('follows'), ['0 heir', '1 heir', '3 heir']);
    assert.deepEqual(await targets('mutes'), ['2 heir', '3 moved']);
    await undoLast(moderator, 'feed-merge');
    assert.deepEqual((await targets('follows')).sort(), ['0 moved', '1 heir', '1 moved', '3 heir']);
    assert.deepEqual(await targets('mutes'), ['2 moved', '3 moved']);
  });

  test('taken back, everything stands where it stood, and what came since stays with the heir', async () => {
    const { moved, heir } = await addTwins();
    const rig = createImportRig(db());
    await rig.store(moved, documentOf([entryOf('Оба Г', { url: null }), entryOf('Старое Г')]));
    await rig.store(heir, documentOf([entryOf('Оба Г', { url: null })]));
    const before = await contentOf(db());
    const { mergeFeeds, undoLast } = desk(db());
    const moderator = await addModerator(db());
    await mergeFeeds(moderator, moved, choice(heir));
    await undoLast(moderator, 'feed-merge');
    assert.deepEqual(await contentOf(db()), before);
    const back = await feed(moved);
    assert.deepEqual([back.mergedInto, back.isPaused, back.nextFetchAt, back.articleCount], [null, false, NOW, 2]);
    await mergeFeeds(moderator, back, choice(heir));
    await rig.store(heir, documentOf([entryOf('Позже Г')]));
    await undoLast(moderator, 'feed-merge');
    assert.deepEqual(
      [await titlesOf(moved), await titlesOf(heir)],
      [
        ['Оба Г', 'Старое Г'],
        ['Оба Г', 'Позже Г'],
      ],
    );
    assert.equal((await db().read('merged_rows').where('feed_id', moved.id)).length, 0);
  });

  test('a source that took another over takes it along, and gives it back with itself first', async () => {
    const { moved: first, heir: second } = await addTwins();
    const { moderationLog: _log, ...parts } = desk(db());
    const moderator = await addModerator(db());
    await parts.mergeFeeds(moderator, first, choice(second));
    const third = await addFeed(db());
    const proof = { moved_to: third.url, moved_count: MOVED_TIMES, moved_since: NOW - MOVED_FOR };
    await db().write('feeds').where('id', second.id).update(proof);
    await parts.mergeFeeds(moderator, await feed(second), choice(third));
    assert.equal((await feed(first)).mergedInto, third.id, 'no address leads to one that only leads on');
    const [earlier] = await db().read('moderation_log').where({ action: 'feed-merge', subject_id: second.id });
    const undo = createUndoAction({ ...desk(db()), undoers: createMergeFeeds(desk(db())).undoers });
    await assert.rejects(undo(moderator, earlier.id), { code: 'undo-impossible' });
    await parts.undoLast(moderator, 'feed-merge');
    assert.equal((await feed(first)).mergedInto, second.id);
    await undo(moderator, earlier.id);
    assert.equal((await feed(first)).mergedInto, null);
  });

  test('only what is proven, to the one that was shown, by who may, with a reason', async () => {
    const { moved, heir } = await addTwins();
    const { mergeFeeds, findHeir, planMerge } = desk(db());
    const moderator = await addModerator(db());
    await assert.rejects(mergeFeeds(moderator, moved, choice(heir, { reason: ' ' })), { code: 'reason-required' });
    await assert.rejects(mergeFeeds(moderator, moved, choice(moved)), { code: 'no-heir' });
    await assert.rejects(mergeFeeds({ ...moderator, role: 'member' }, moved, choice(heir)), { code: 'forbidden' });
    await assert.rejects(mergeFeeds(moderator, { ...moved, movedCount: MOVED_TIMES - 1 }, choice(heir)), {
      code: 'no-heir',
    });
    assert.equal(await planMerge(heir), null);
    await db().write('feeds').where('id', heir.id).update({ is_paused: true });
    assert.equal(await findHeir(moved), null, 'a paused heir reads nothing');
    assert.equal((await feed(moved)).mergedInto, null);
  });

  test('a merged source is in no list, and its address is known as the heir', async () => {
    const { moved, heir } = await addTwins();
    const store = createFeedStore(db());
    await desk(db()).mergeFeeds(await addModerator(db()), moved, choice(heir));
    assert.ok(!(await store.list()).some(({ id }) => id === moved.id));
    const { ids } = await createFeedListStore(db()).listPage({}, NOW, { page: 1, limit: 100 });
    assert.ok(ids.includes(heir.id) && !ids.includes(moved.id));
    assert.equal((await store.listAddresses()).get(moved.url), heir.id);
    assert.equal(await store.findHeir(moved.id), heir.id);
    assert.ok(!(await store.listDue(NOW + MOVED_FOR, 100)).some(({ id }) => id === moved.id));
  });
});
