import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { connect } from '../../src/db/connect.js';
import type { Db } from '../../src/db/db.js';
import { kunenaRow } from '../../src/feeds/archives/kunena-rows.js';
import { createKunenaStaging, type KunenaStaging } from '../../src/feeds/archives/kunena-staging-store.js';
import { readTopics } from '../../src/feeds/archives/kunena-topics.js';
import { createArchiveStore } from '../../src/forum/archive-store.js';
import { createImportTopics, type ImportTopicsParts, type TopicsBatch } from '../../src/forum/import-topics.js';
import { treePath } from '../../src/forum/post.js';
import { lockVisible, mergeThreads } from '../../src/news/story-write-store.js';
import { addUser } from '../support/forum-builders.js';
import { createImportRig } from '../support/import-rig.js';
import { addFeed, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

/** Topic N has the messages 10 N (the article), 10 N + 1 … */
function dumpRows(topics: number, base = 0) {
  const rows = [];
  for (let at = 1; at <= topics; at++) {
    const id = base + at;
    const shared = { thread: `${id}`, catid: '1', hold: '0' };
    rows.push({
      table: 'x_kunena_topics',
      row: {
        id: `${id}`,
        category_id: '1',
        subject: `Тема номер ${id}`,
        first_post_id: `${id * 10}`,
        moved_id: '0',
        hold: '0',
      },
    });
    for (let reply = 0; reply <= at % 3; reply++) {
      const message = `${id * 10 + reply}`;
      const who =
        reply === 0
          ? { userid: '42', name: 'ICT' }
          : { userid: `${100 + reply}`, name: reply === 1 ? 'Анна' : 'admin' };
      rows.push({
        table: 'x_kunena_messages',
        row: {
          ...shared,
          ...who,
          id: message,
          parent: reply === 0 ? '0' : `${id * 10 + reply - 1}`,
          subject: 'x',
          time: `${1_500_000_000 + id * 100 + reply}`,
        },
      });
      rows.push({ table: 'x_kunena_messages_text', row: { mesid: message, message: `Текст сообщения ${message}` } });
    }
  }
  return rows;
}

describeOnEachDatabase('an old forum', (db) => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-forum-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  let made = 0;
  async function stage(rows: ReturnType<typeof dumpRows>): Promise<{ staging: KunenaStaging; file: Db }> {
    const file = await connect(
      { kind: 'sqlite', file: path.join(folder, `${++made}.sqlite`) },
      { sqliteReaders: 1, postgresPool: 1 },
    );
    const staging = createKunenaStaging(file);
    await staging.create();
    await staging.insertRows(
      rows.flatMap((row) => {
        const read = kunenaRow(row);
        return read && read !== 'bad' ? [read] : [];
      }),
    );
    await staging.complete();
    return { staging, file };
  }

  async function setUp(rows: ReturnType<typeof dumpRows>, more: Partial<ImportTopicsParts> = {}) {
    const { staging, file } = await stage(rows);
    const feed = await addFeed(db(), { isFetched: false });
    const rig = createImportRig(db());
    const archives = createArchiveStore(db());
    const parts = {
      db: db(),
      feeds: rig.feeds,
      importFeed: rig,
      archives,
      archiveReader: { topics: async (input: Parameters<typeof readTopics>[0]) => readTopics(input) },
      ...more,
    };
    const run = async (options: { stopAfter?: number; parts?: Partial<ImportTopicsParts> } = {}) => {
      const batches: TopicsBatch[] = [];
      const isStopping = () => batches.length >= (options.stopAfter ?? Number.POSITIVE_INFINITY);
      await createImportTopics({ ...parts, ...options.parts })({
        feed,
        staging,
        bot: 42,
        keepsNumbers: true,
        isStopping,
        onBatch: (batch) => batches.push(batch),
      });
      return {
        batches,
        posts: batches.reduce((sum, batch) => sum + batch.posts, 0),
        added: batches.reduce((sum, batch) => sum + batch.counts.new, 0),
      };
    };
    const state = async () => {
      const threads = await db()
        .read('threads')
        .where('feed_id', feed.id)
        .orderBy('published_at')
        .select('title', 'reply_count', 'last_post_at', 'active_at');
      const posts = await db()
        .read('posts')
        .join('threads', 'threads.id', 'posts.thread_id')
        .where('threads.feed_id', feed.id)
        .orderBy('posts.id')
        .select('posts.id', 'posts.markdown', 'posts.reply_to_id', 'posts.tree_path', 'threads.title');
      const links = await db()
        .read('old_links')
        .where('feed_id', feed.id)
        .orderBy(['kind', 'old_id'])
        .select('kind', 'old_id');
      const members = await db().read('archive_members').where('feed_id', feed.id).orderBy('old_key').pluck('old_key');
      return { threads, posts, links, members };
    };
    return { feed, archives, run, state, close: () => file.close() };
  }

  test('becomes stories, posts with their numbers, members nobody can log in as, and links', async () => {
    const forum = await setUp(dumpRows(5));
    const { added, posts } = await forum.run();
    assert.deepEqual([added, posts], [5, 1 + 2 + 0 + 1 + 2]);
    const { posts: stored, threads } = await forum.state();
    assert.deepEqual(
      stored.map((post) => post.id),
      [11, 21, 22, 41, 51, 52],
    );
    assert.deepEqual(
      stored.map((post) => post.reply_to_id),
      [null, null, 21, null, null, 51],
    );
    assert.equal(stored[2]?.tree_path, treePath(treePath('', 21), 22), 'an answer stands below what it answers');
    assert.equal(threads[1]?.reply_count, 2);
    assert.equal(threads[1]?.active_at, (1_500_000_000 + 202) * 1000);
    const anna = await db().read('users').where('name', 'Анна').first();
    assert.deepEqual(
      [anna?.password_hash, Boolean(anna?.is_imported), anna?.post_count, anna?.role],
      [null, true, 4, 'member'],
    );
    assert.equal(
      await db().read('users').where({ name: 'admin', is_imported: true }).first(),
      undefined,
      "a reserved name is nobody's",
    );
    const article = await forum.archives.findOldLink('post', 20);
    const topic = await forum.archives.findOldLink('topic', 2);
    assert.deepEqual(article, topic);
    assert.equal((await forum.archives.findOldLink('post', 22))?.postId, 22);
    await forum.close();
  });

  test('importing it again changes nothing', async () => {
    const forum = await setUp(dumpRows(4, 100));
    await forum.run();
    const before = await forum.state();
    const again = await forum.run();
    assert.deepEqual([again.added, again.posts], [0, 0]);
    assert.equal(again.batches[0]?.counts.same, 4);
    assert.deepEqual(await forum.state(), before);
    await forum.close();
  });

  test('numbers that are taken: the whole topic gets new ones, in order, and its old links lead to them', async () => {
    const forum = await setUp(dumpRows(2, 300));
    const author = await addUser(db());
    const [thread] = await db().read('threads').limit(1).select('id');
    const post = {
      thread_id: thread?.id,
      user_id: author,
      markdown: 'x',
      html: 'x',
      cleaner_version: 1,
      created_at: 1,
    };
    await db()
      .write('posts')
      .insert({ ...post, id: 3021 });
    await forum.archives.reservePostIds(4000);
    await forum.run();
    const { posts } = await forum.state();
    assert.equal(posts[0]?.id, 3011);
    assert.deepEqual(
      posts.slice(1).map(({ markdown }) => markdown),
      ['Текст сообщения 3021', 'Текст сообщения 3022'],
    );
    assert.ok(posts.slice(1).every(({ id }) => id > 4000));
    assert.equal((await forum.archives.findOldLink('post', 3022))?.postId, posts[2]?.id);
    const [next] = await db().write('posts').insert(post).returning('id');
    assert.ok(next.id > (posts[2]?.id ?? 0), 'a new post never takes an old number');
    await forum.close();
  });

  test('broken off at every step, the next run completes it and nothing is doubled', async () => {
    const reference = await setUp(dumpRows(6, 1000));
    await reference.run();
    const wanted = await reference.state();
    const steps: (keyof ReturnType<typeof createArchiveStore>)[] = [
      'listOldIds',
      'listThreadsOf',
      'lockThreads',
      'listMembers',
      'insertMembers',
      'linkMembers',
      'insertPosts',
      'addToThreads',
      'addToMembers',
      'insertOldLinks',
    ];
    for (const [at, step] of steps.entries()) {
      const base = 2000 + at * 1000;
      const forum = await setUp(dumpRows(6, base));
      const failing = {
        ...forum.archives,
        [step]: async () => {
          throw new Error('the power failed');
        },
      };
      await assert.rejects(forum.run({ parts: { archives: failing } }), /power/);
      await forum.run();
      const state = await forum.state();
      assert.equal(state.threads.length, wanted.threads.length, step);
      assert.deepEqual(
        state.threads.map((thread) => thread.reply_count),
        wanted.threads.map((thread) => thread.reply_count),
        step,
      );
      assert.deepEqual(
        state.posts.map((post) => post.id - base * 10),
        wanted.posts.map((post) => post.id - 10_000),
        step,
      );
      assert.deepEqual(
        state.links.map((link) => link.kind),
        wanted.links.map((link) => link.kind),
        step,
      );
      assert.deepEqual(state.members, wanted.members, step);
      await forum.close();
    }
    await reference.close();
  });

  test('a story that was merged, and its heir too, before the posts came: they stand where its readers are', async () => {
    const forum = await setUp(dumpRows(3, 40_000));
    const merge = (from: number, into: number) =>
      db().transact((trx) => mergeThreads(trx, { from, into, now: NOW }, async () => {}));
    const archives = {
      ...forum.archives,
      listThreadsOf: async (...asked: Parameters<typeof forum.archives.listThreadsOf>) => {
        const threads = await forum.archives.listThreadsOf(...asked);
        const [one = 0, two = 0, three = 0] = threads;
        await merge(one, two);
        await merge(two, three);
        return threads;
      },
    };
    await forum.run({ parts: { archives } });
    const visible = await db().read('threads').where('feed_id', forum.feed.id).whereNull('hidden_at').select('*');
    const posts = await db().read('posts').whereBetween('id', [400_010, 400_040]).pluck('thread_id');
    const { threadId } = (await forum.archives.findOldLink('topic', 40_001)) ?? {};
    await forum.close();
    assert.equal(visible.length, 1);
    assert.deepEqual(posts, Array(3).fill(visible[0]?.id));
    assert.deepEqual([visible[0]?.reply_count, threadId], [3, visible[0]?.id]);
  });

  test('a thread that is merged while its lock is waited for: the heir is locked and answered', async () => {
    const forum = await setUp(dumpRows(2, 50_000));
    await forum.run();
    const [one, two] = await db().read('threads').where('feed_id', forum.feed.id).orderBy('id').pluck('id');
    let locked: Promise<Map<number, number>> | undefined;
    await db().transact(async (trx) => {
      await lockVisible(trx, [one, two]);
      locked = db().transact((other) => forum.archives.lockThreads(other, [one, two]));
      await mergeThreads(trx, { from: one, into: two, now: NOW }, async () => {});
    });
    const heirs = await locked;
    await forum.close();
    assert.equal(heirs?.get(one), two);
  });

  test('a member of ours is never taken for one of theirs', async () => {
    await addUser(db(), { name: 'Борис', passwordHash: 'secret' });
    const rows = dumpRows(1, 30_000).map((row) =>
      'name' in row.row && row.row.name === 'Анна'
        ? { ...row, row: { ...row.row, name: 'Борис', userid: '555' } }
        : row,
    );
    const forum = await setUp(rows);
    await forum.run();
    const [post] = (await forum.state()).posts;
    const author = await db()
      .read('posts')
      .join('users', 'users.id', 'posts.user_id')
      .where('posts.id', post?.id ?? 0)
      .first('users.name', 'users.password_hash');
    assert.deepEqual(author, { name: 'Борис 2', password_hash: null });
    await forum.close();
  });
});
