import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connect } from '../../src/db/connect.js';
import { addPost } from '../support/news-builders.js';
import { type CliSite, cliFixtures, createCliSite } from '../support/run-cli.js';

type Similar = { threadId: number; title: string; url: string; score: number; publishedAt: string; terms: string[] };
type Found = {
  total: number;
  ms: number;
  results: { threadId: number; title: string; score: number; snippet: string; publishedAt: string }[];
};

const recount = 'Комиссия Заречного округа пересчитала бюллетени';

describe('a site from the command line', () => {
  let site: CliSite;
  let snapshot: string;
  before(async () => {
    site = await createCliSite();
    snapshot = path.join(site.dataDir, 'index/snapshot.bin');
    await site.json(['import', path.join(cliFixtures, 'news')]);
  });
  after(() => site.remove());

  const searchBallots = () => site.json<Found>(['search', 'бюллетеню']);

  test('search finds other forms of the words, and says where', async () => {
    const { total, ms, results } = JSON.parse((await site.run(['search', 'бюллетеню', '--json'])).stdout) as Found;
    const found = results.find((result) => result.title === recount);
    assert.deepEqual([total, results.length], [2, 2]);
    assert.ok(ms >= 0 && (found?.score ?? 0) > 0);
    assert.match(found?.snippet ?? '', /жалобе наблюдателей/);
    assert.equal(found?.publishedAt, '2026-09-14T06:30:00.000Z');
    const limited = await site.json<Found>(['search', 'бюллетеню', '--limit', '1']);
    assert.deepEqual([limited.total, limited.results.length], [2, 1]);
  });

  test('similar: the stored list of a thread, with reasons', async () => {
    const threadId = (await searchBallots()).results.find((result) => result.title === recount)?.threadId;
    const rows = await site.json<Similar[]>(['similar', String(threadId)]);
    assert.ok(
      rows.some((row) => row.url === 'https://uchastok.example/news/103' && row.terms.length > 0 && row.score > 0),
    );
    assert.ok(!rows.some((row) => row.threadId === threadId));
  });

  test('similar: of any text', async () => {
    const rows = await site.json<Similar[]>([
      'similar',
      '--text',
      'Auditors counted the paper trail of voting machines',
      '--limit',
      '1',
    ]);
    assert.deepEqual(
      rows.map(({ title, url, publishedAt }) => ({ title, url, publishedAt })),
      [
        {
          title: 'Paper trails for electronic voting machines',
          url: 'https://ballots.example/paper-trails',
          publishedAt: '2026-09-16T10:00:00.000Z',
        },
      ],
    );
  });

  test('similar: a thread that is not there', async () => {
    const { code, stderr } = await site.run(['similar', '4321']);
    assert.deepEqual([code, stderr], [1, 'hustings: There is no such thread.\n']);
  });

  test('reindex makes the index again from nothing', async () => {
    await rm(snapshot);
    const { code, stdout } = await site.run(['reindex']);
    assert.equal(code, 0);
    assert.match(stdout, /^4 threads indexed/);
    assert.ok(existsSync(snapshot));
    assert.equal((await searchBallots()).total, 2);
  });

  test('user: created once with a password shown once, then promoted', async () => {
    const created = await site.json<{ id: number; role: string; password?: string }>([
      'user',
      'create',
      'Мария',
      '--role',
      'moderator',
    ]);
    assert.equal(created.role, 'moderator');
    assert.ok((created.password?.length ?? 0) >= 16);
    const again = await site.run(['user', 'create', 'мария']);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /name: .*taken/);
    assert.equal((await site.json<{ role: string }>(['user', 'role', 'МАРИЯ', 'admin'])).role, 'admin');
    assert.equal((await site.run(['user', 'role', 'nobody-here', 'admin'])).code, 1);
    assert.equal((await site.json<{ verified: boolean }>(['user', 'verify', 'мария'])).verified, true);
    const { url, hours } = await site.json<{ url: string; hours: number }>(['user', 'reset-link', 'мария']);
    assert.match(url, /^http:\/\/127\.0\.0\.1:3000\/reset\/[\w-]{43}$/);
    assert.equal(hours, 1);
    assert.equal((await site.json<{ wasOn: boolean }>(['user', 'second-step-off', 'мария'])).wasOn, false);
    for (const help of ['verify', 'reset-link', 'second-step-off']) {
      assert.equal((await site.run(['user', help, 'nobody-here'])).code, 1);
    }
  });

  test('user: a password from standard input is used and not repeated', async () => {
    const args = ['user', 'create', 'admin', '--role', 'admin', '--password-stdin'];
    const weak = await site.run(args, { input: 'password12\n' });
    assert.equal(weak.code, 1);
    assert.match(weak.stderr, /password: .*easy to guess/);
    const { code, stdout } = await site.run(args, { input: 'sunny-otter-lake-42\nanother line\n' });
    assert.equal(code, 0);
    assert.match(stdout, /^Created admin admin/);
    assert.ok(!stdout.includes('otter') && !stdout.includes('Password'));
  });

  test('demo: loaded and taken away without a trace in the sources', async () => {
    const loaded = await site.json<{ new: number; members: number; posts: number }>(['demo', 'load']);
    assert.ok(loaded.new > 100 && loaded.members > 5 && loaded.posts > 20, JSON.stringify(loaded));
    const removed = await site.json<{ members: number; replies: number }>(['demo', 'remove']);
    assert.deepEqual([removed.members, removed.replies], [loaded.members, 0]);
    assert.equal((await site.json<{ title: string }[]>(['feeds', 'list'])).length, 2);
    assert.equal((await searchBallots()).total, 2);
  });

  test('demo: what real members replied in it goes only with --yes, and is counted', async () => {
    await site.json(['demo', 'load']);
    const user = await site.json<{ id: number }>(['user', 'create', 'Пётр']);
    const db = await connect(
      { kind: 'sqlite', file: path.join(site.dataDir, 'hustings.sqlite') },
      { sqliteReaders: 1, postgresPool: 1 },
    );
    const posts = async () => Number((await db.read('posts').count({ count: '*' }))[0]?.count);
    try {
      const { thread_id: threadId } = await db.read('posts').first('thread_id');
      await addPost(db, { threadId, userId: user.id });
      const before = await posts();
      const refused = await site.run(['demo', 'remove']);
      assert.deepEqual([refused.code, refused.stdout, await posts()], [1, '', before]);
      assert.match(refused.stderr, /Real members wrote 1 reply in the demo's threads.* --yes/);
      const { code, stdout } = await site.run(['demo', 'remove', '--yes']);
      assert.deepEqual([code, await posts()], [0, 0]);
      assert.match(stdout, /^Demo removed: 9 sources, 14 members, 1 reply of real members\.$/m);
    } finally {
      await db.close();
    }
  });
});
