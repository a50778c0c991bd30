import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Db } from '../../src/db/db.js';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import { createRuleStore } from '../../src/feeds/rule-store.js';
import { createSetAsideStore } from '../../src/feeds/set-aside-store.js';
import { createDecideHeld, heldUndoers } from '../../src/moderation/decide-held.js';
import { createLogStore } from '../../src/moderation/log-store.js';
import { createUndoAction } from '../../src/moderation/undo.js';
import { createArticleStore } from '../../src/news/article-store.js';
import { createImportRig } from '../support/import-rig.js';
import { orphans } from '../support/inspect-db.js';
import { addFeed, documentOf, entryOf, NOW } from '../support/news-builders.js';
import { addModerator, addRule } from '../support/rule-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

function desk(db: Db) {
  const announced: number[] = [];
  const setAside = createSetAsideStore(db);
  const parts = {
    db,
    feeds: createFeedStore(db),
    articles: createArticleStore(db),
    rules: createRuleStore(db),
    setAside,
    moderationLog: createLogStore(db),
    clock: () => NOW,
    announce: () => announced.push(1),
  };
  const undoAction = createUndoAction({ ...parts, undoers: heldUndoers(parts) });
  return { ...parts, announced, decideHeld: createDecideHeld(parts), undoAction };
}

/** A source whose items about rumours are held, and what it brought. */
async function withHeld(db: Db, ...titles: string[]) {
  const feed = await addFeed(db);
  await addRule(db, { feedId: feed.id, action: 'hold', terms: 'слухи', name: 'Слухи' });
  await addRule(db, { feedId: feed.id, action: 'tag', tag: 'проверено', terms: 'слухи', name: 'Метка' });
  const document = documentOf(titles.map((title) => entryOf(title)));
  const rig = createImportRig(db);
  await rig.store(feed, document);
  const held = (await createSetAsideStore(db).list('held', { before: null, limit: 99 })).filter(
    (item) => item.feedId === feed.id,
  );
  return { feed, document, rig, held };
}

describeOnEachDatabase('held items', (db) => {
  const threadsOf = (feedId: number) => db().read('threads').where({ feed_id: feedId }).orderBy('id');
  const logged = () => db().read('moderation_log').orderBy('id').pluck('action');

  test('let in, one becomes a story with what rules did, and is known from then on', async () => {
    const { feed, document, rig, held } = await withHeld(db(), 'Слухи о явке', 'Обычное');
    const moderator = await addModerator(db());
    const { decideHeld, announced, rules } = desk(db());
    const [item] = held;
    assert.ok(item);
    assert.equal(await decideHeld(moderator, [item.id], { decision: 'release', reason: '' }), 1);
    assert.equal(announced.length, 1);
    const threads = await threadsOf(feed.id);
    assert.deepEqual(threads.map((thread) => thread.title).sort(), ['Обычное', 'Слухи о явке']);
    const article = await db().read('articles').where({ title: 'Слухи о явке' }).first();
    assert.deepEqual(JSON.parse(article.tags), ['проверено']);
    assert.deepEqual(
      (await rules.listEffects([article.id])).map((effect) => [effect.action, effect.name]),
      [
        ['hold', 'Слухи'],
        ['tag', 'Метка'],
      ],
    );
    const { details } = await db().read('moderation_log').where('action', 'item-release').orderBy('id', 'desc').first();
    assert.equal(JSON.parse(details).articleId, article.id, 'the log knows what it let in');
    assert.equal((await db().read('feeds').where('id', feed.id).first()).article_count, 2);
    assert.equal((await db().read('similar_queue').where('thread_id', article.thread_id)).length, 1);
    assert.deepEqual((await rig.store(feed, document)).counts, { new: 0, updated: 0, same: 2, rejected: 0, held: 0 });
    assert.equal(await decideHeld(moderator, [item.id], { decision: 'release', reason: '' }), 0, 'once only');
    assert.deepEqual(await orphans(db()), []);
  });

  test('turned down, one stays away; undone, it waits again', async () => {
    const { feed, document, rig, held } = await withHeld(db(), 'Слухи о пересчёте');
    const moderator = await addModerator(db());
    const { decideHeld, setAside, undoAction } = desk(db());
    const ids = held.map((item) => item.id);
    assert.equal(await decideHeld(moderator, ids, { decision: 'reject', reason: 'Выдумка' }), 1);
    const again = await rig.store(feed, document);
    assert.deepEqual([again.counts.rejected, again.reasons], [1, { 'turned-down': 1 }]);
    const elsewhere = await addFeed(db());
    const copy = await rig.store(elsewhere, documentOf([entryOf('Слухи о пересчёте', { guid: 'other' })]));
    assert.deepEqual(copy.reasons, { 'turned-down': 1 }, 'the same address from another source');
    const row = await db().read('moderation_log').orderBy('id', 'desc').first();
    assert.deepEqual([row.action, row.reason, row.subject], ['item-reject', 'Выдумка', 'item']);
    await undoAction(moderator, row.id);
    const waiting = await setAside.list('held', { before: null, limit: 99 });
    assert.ok(waiting.some((item) => item.id === ids[0]));
    assert.equal((await rig.store(feed, document)).counts.same, 1);
  });

  test('what came from elsewhere meanwhile is not stored twice', async () => {
    const { held } = await withHeld(db(), 'Слухи о вбросе');
    const other = await addFeed(db());
    await createImportRig(db()).store(other, documentOf([entryOf('Слухи о вбросе', { guid: 'b' })]));
    const ids = held.map((item) => item.id);
    await desk(db()).decideHeld(await addModerator(db()), ids, { decision: 'release', reason: '' });
    assert.equal((await db().read('articles').where({ title: 'Слухи о вбросе' })).length, 1);
    assert.equal((await db().read('set_aside').whereIn('id', ids)).length, 0);
  });

  test('members may not decide', async () => {
    const member = { ...(await addModerator(db())), role: 'member' as const };
    const before = await logged();
    await assert.rejects(desk(db()).decideHeld(member, [1], { decision: 'release', reason: '' }), { status: 403 });
    assert.deepEqual(await logged(), before);
  });
});
