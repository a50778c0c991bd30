import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import type { User } from '../../src/accounts/user.js';
import { createUserStore } from '../../src/accounts/user-store.js';
import type { Feed } from '../../src/feeds/feed.js';
import { createThreadStore } from '../../src/news/thread-store.js';
import { createFeedbackStore, type Judgement, pairOf } from '../../src/search/feedback-store.js';
import { createRefreshSimilar } from '../../src/search/refresh.js';
import { createRefreshStore } from '../../src/search/refresh-store.js';
import { createSimilarStore } from '../../src/search/similar-store.js';
import { newUser } from '../support/accounts.js';
import { addFeed, draftOf, storeArticles } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

const match = (id: number, score: number) => ({ id, score, terms: ['суд'] });

describeOnEachDatabase('feedback', (db) => {
  let feed: Feed;
  let ids: number[] = [];
  const users: User[] = [];
  const at = (position: number) => ids[position] ?? 0;
  const store = () => createFeedbackStore(db());
  const similar = () => createSimilarStore(db());
  const listed = async (id: number) => (await similar().listSimilar(id, 10)).map((row) => row.id);
  const vote = (position: number, one: number, other: number, value: Judgement | null) =>
    db().transact((trx) =>
      store().upsertVote(trx, { ...pairOf(one, other), userId: users[position]?.id ?? 0, value, at: 5 }),
    );
  const rule = (one: number, other: number, ruling: 'pin' | 'ban' | null) =>
    db().transact((trx) => store().updateRuling(trx, pairOf(one, other), ruling));

  before(async () => {
    feed = await addFeed(db());
    for (const name of ['Анна', 'Борис', 'Вера', 'Глеб']) {
      const inserted = await createUserStore(db()).insert(newUser(name, {}));
      if (inserted.ok) users.push(inserted.user);
    }
  });
  beforeEach(async () => {
    await db().write('threads').delete();
    ids = await storeArticles(
      db(),
      feed,
      Array.from({ length: 6 }, (_, number) => draftOf(`Тема ${number}`)),
    );
    const matches = [match(at(1), 0.5), match(at(2), 0.45), match(at(3), 0.2)];
    await similar().replaceSimilar([{ threadId: at(0), changeSeq: 0, matches }], { documents: 6, at: 1 });
  });

  test('members move a pair up and down, in both threads’ lists, and their word survives computing anew', async () => {
    assert.deepEqual(await listed(at(0)), [at(1), at(2), at(3)]);
    await vote(0, at(0), at(2), 1);
    assert.deepEqual(await listed(at(0)), [at(1), at(2), at(3)], 'one voice is an opinion');
    await vote(1, at(2), at(0), 1);
    assert.deepEqual(await listed(at(0)), [at(2), at(1), at(3)]);
    const matches = [match(at(1), 0.5), match(at(2), 0.45)];
    await similar().replaceSimilar([{ threadId: at(0), changeSeq: 9, matches }], { documents: 6, at: 2 });
    assert.deepEqual(await listed(at(0)), [at(2), at(1)]);
    const [row] = await similar().listSimilar(at(2), 5);
    assert.deepEqual([row?.id, row?.relatedCount, row?.unrelatedCount], [at(0), 2, 0]);
  });

  test('what most call unrelated falls below the threshold and out of the list', async () => {
    for (const position of [0, 1, 2]) await vote(position, at(0), at(3), -1);
    assert.deepEqual(await listed(at(0)), [at(1), at(2)]);
    assert.deepEqual(await listed(at(3)), []);
  });

  test('a member has one vote a pair, can change it and take it back', async () => {
    await vote(0, at(0), at(1), 1);
    await vote(0, at(1), at(0), -1);
    assert.deepEqual([...(await store().listVotes(users[0]?.id ?? 0, at(0)))], [[at(1), -1]]);
    const [judged] = await store().listJudged();
    assert.deepEqual([judged?.related, judged?.unrelated], [0, 1]);
    await vote(0, at(0), at(1), null);
    assert.deepEqual(await store().listJudged(), []);
  });

  test('a ban hides a pair from both, a pin stands first though the machine never found it', async () => {
    await rule(at(0), at(1), 'ban');
    await rule(at(5), at(0), 'pin');
    assert.deepEqual(await listed(at(0)), [at(5), at(2), at(3)]);
    assert.deepEqual(await listed(at(1)), []);
    const [pinned] = await similar().listSimilar(at(0), 5);
    assert.deepEqual([pinned?.isPinned, pinned?.terms], [true, []]);
    await rule(at(0), at(2), 'pin');
    const kept = (await similar().listSimilar(at(0), 5)).find((row) => row.id === at(2));
    assert.deepEqual([kept?.score, kept?.terms], [0.45, ['суд']], 'a pinned find keeps what explains it');
    await rule(at(0), at(5), null);
    assert.deepEqual(await listed(at(0)), [at(2), at(3)]);
  });

  test('when a thread joins another, what was said moves along, once a member', async () => {
    await vote(0, at(1), at(3), 1);
    await vote(1, at(1), at(3), 1);
    await vote(1, at(0), at(3), -1);
    await vote(2, at(0), at(1), 1);
    await rule(at(1), at(4), 'pin');
    await db().transact((trx) => store().copyVerdicts(trx, at(1), at(0)));
    await db().write('threads').where('id', at(1)).delete();
    const judged = await store().listJudged();
    assert.deepEqual(
      judged.map(({ low, high, related, unrelated, ruling }) => [low, high, related, unrelated, ruling]),
      [
        [at(0), at(3), 1, 1, null],
        [at(0), at(4), 0, 0, 'pin'],
      ],
    );
  });

  test('hidden threads are in no list, pinned or not, and back when shown again', async () => {
    const threads = createThreadStore(db());
    await rule(at(0), at(4), 'pin');
    await db().transact((trx) => threads.updateHidden(trx, at(4), 7));
    await db().transact((trx) => threads.updateHidden(trx, at(1), 7));
    assert.equal(await db().transact((trx) => threads.updateHidden(trx, at(1), 8)), false, 'hidden already');
    assert.deepEqual(await listed(at(0)), [at(2), at(3)]);
    assert.equal((await threads.list({ order: 'newest', limit: 10 })).threads.length, 4);
    assert.deepEqual((await threads.listByIds(ids)).length, 4);
    assert.equal((await threads.get(at(1))).hiddenAt, 7);
    await db().transact((trx) => threads.updateHidden(trx, at(1), null));
    assert.deepEqual(await listed(at(0)), [at(1), at(2), at(3)]);
    assert.ok(
      (await similar().listQueued(20)).some((item) => item.threadId === at(1)),
      'its list is computed anew',
    );
  });

  test('views are counted in the order of threads, few in one transaction', async () => {
    const seen: number[][] = [];
    const watched = {
      ...db(),
      transact: (async (work) => {
        const updates: number[] = [];
        seen.push(updates);
        return db().transact((trx) => {
          trx.on('query', ({ sql, bindings }: { sql: string; bindings: number[] }) => {
            if (sql.startsWith('update')) updates.push(bindings.at(-1) ?? 0);
          });
          return work(trx);
        });
      }) as ReturnType<typeof db>['transact'],
    };
    const views = new Map(Array.from({ length: 250 }, (_, n) => [900_250 - n, 1]));
    await createRefreshStore(watched).incrementViews(views);
    assert.deepEqual(
      seen.map((updates) => updates.length),
      [200, 50],
    );
    assert.deepEqual(
      seen.flat(),
      [...views.keys()].sort((one, other) => one - other),
    );
  });

  test('outgrown lists are computed anew, the most read first, and only when nothing else waits', async () => {
    const refresh = createRefreshStore(db());
    await similar().replaceSimilar(
      ids.map((threadId) => ({ threadId, changeSeq: 1_000_000, matches: [] })),
      { documents: 100, at: 1 },
    );
    await refresh.incrementViews(
      new Map([
        [at(3), 5],
        [at(4), 9],
        [999_999, 3],
      ]),
    );
    const parts = { store: refresh, countQueued: similar().countQueued };
    assert.equal(
      await createRefreshSimilar({ ...parts, countDocuments: async () => 124 })(),
      0,
      'a fifth more is no need',
    );
    assert.equal(await refresh.enqueueStale(101, 2), 2);
    const queued = (await similar().listQueued(10)).map((item) => item.threadId).sort();
    assert.deepEqual(queued, [at(3), at(4)].sort());
    const grown = createRefreshSimilar({ ...parts, countDocuments: async () => 200 });
    assert.equal(await grown(), 0, 'others wait');
    await similar().replaceSimilar(
      [at(3), at(4)].map((threadId) => ({ threadId, changeSeq: 1_000_000, matches: [] })),
      { documents: 200, at: 2 },
    );
    assert.equal(await grown(), 4, 'those that are fresh stay as they are');
  });
});
