import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { User } from '../../../src/accounts/user.js';
import { textsFor } from '../../../src/i18n/texts.js';
import { type FeedServer, startFeedServer } from '../../support/feed-server.js';
import { furnishSmall } from '../../support/route-list.js';
import { startTestSite, type TestSite } from '../../support/test-site.js';
import type { Visitor } from '../../support/visitor.js';

const t = textsFor('ru');

let site: TestSite;
let server: FeedServer;
let member: Visitor & { user: User };

before(async () => {
  server = await startFeedServer({});
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  await furnishSmall(site, server);
  member = await site.visitorAs('member');
});
after(async () => {
  await site.close();
  await server.close();
});

const text = async (path: string, who: Visitor = member) => (await who.get(path).redirects(1)).text;

describe('following', () => {
  for (const [kind, target, path] of [
    ['thread', '1', '/threads/1'],
    ['category', '1', '/categories/elections'],
    ['tag', 'выборы', `/tags/${encodeURIComponent('выборы')}`],
    ['source', '1', '/feeds/1'],
    ['search', 'суд', `/search?q=${encodeURIComponent('суд')}`],
    ['member', '1', '/members/1'],
  ] as const) {
    test(`${kind}: a button on its page, a line on the list, and back again`, async () => {
      assert.ok((await text(path)).includes(t.following.follow[kind]));
      assert.ok(!(await text(path, site.visitor())).includes(t.following.follow[kind]), 'not for guests');
      const answer = await member.post('/account/following', { kind, target, next: path });
      assert.equal(answer.status, 303);
      assert.equal(answer.headers.location, path);
      assert.ok((await text(path)).includes(t.following.unfollow));
      assert.match(await text(`/account/following?kind=${kind}`), /class="own-list"/);
      await member.post('/account/following/remove', { kind, target });
      assert.doesNotMatch(await text(`/account/following?kind=${kind}`), /class="own-list"/);
    });
  }

  test('nothing that is not there, nothing foreign, nowhere else', async () => {
    assert.equal((await member.post('/account/following', { kind: 'thread', target: '999' })).status, 404);
    assert.equal((await member.post('/account/following', { kind: 'thread', target: '1 or 1=1' })).status, 400);
    assert.equal((await member.post('/account/following', { kind: 'everything', target: '1' })).status, 400);
    const answer = await member.post('/account/following', {
      kind: 'tag',
      target: 'суд',
      next: 'https://evil.example',
    });
    assert.equal(answer.headers.location, '/account/following');
  });
});

describe('muting', () => {
  test('hides a source in lists, search and similar articles of this member alone', async () => {
    const muting = await site.visitorAs('member');
    assert.match(await text('/', muting), /href="\/threads\/1"/);
    await muting.post('/account/mutes', { kind: 'source', target: '1' });
    for (const path of ['/', '/categories/elections', `/search?q=${encodeURIComponent('известие')}`])
      assert.doesNotMatch(await text(path, muting), /href="\/threads\/1"/, path);
    assert.match(await text('/feeds/1', muting), /href="\/threads\/1#article-1"/, 'its own page still shows it');
    assert.match(await text('/'), /href="\/threads\/1"/);
    await muting.post('/account/mutes/remove', { kind: 'source', target: '1' });
    assert.match(await text('/', muting), /href="\/threads\/1"/);
  });

  test('hides headlines with a word, and folds the posts of a member', async () => {
    const muting = await site.visitorAs('member');
    await muting.post('/account/mutes', { kind: 'word', target: 'Известия' });
    assert.doesNotMatch(await text('/', muting), /href="\/threads\/1"/);
    const author = (await site.services.posts.find(1))?.userId ?? 0;
    await muting.post('/account/mutes', { kind: 'member', target: String(author) });
    assert.match(await text('/threads/1', muting), /<details class="muted-post">/);
    assert.doesNotMatch(await text('/threads/1'), /muted-post/);
  });

  test('says what is wrong by the field and keeps what was typed', async () => {
    const answer = await member.post('/account/mutes', { kind: 'word', target: '!' });
    assert.equal(answer.status, 422);
    assert.ok(answer.text.includes(t.errors['mute-invalid']));
    assert.match(answer.text, /value="!"/);
    const self = await member.post('/account/mutes', { kind: 'member', target: String(member.user.id) });
    assert.ok(self.text.includes(t.errors['mute-yourself']));
  });
});

describe('reading', () => {
  test('a page that is opened changes nothing; a mark does, also of the whole site', async () => {
    const reader = await site.visitorAs('member');
    const unread = async () => /href="\/threads\/1"/.test(await text('/?order=unread', reader));
    await text('/threads/1', reader);
    assert.equal(await unread(), true);
    assert.equal((await reader.get('/threads/1/unread')).headers.location, '/posts/1');
    assert.equal((await reader.post('/threads/1/read', { upTo: '1' })).headers.location, '/threads/1');
    assert.equal(await unread(), false);
    assert.equal((await reader.get('/threads/1/unread')).headers.location, '/threads/1#replies');
    await reader.post('/read');
    assert.ok((await text('/?order=unread', reader)).includes(t.reading.allRead));
    assert.equal((await reader.post('/threads/2/read', { upTo: '1' })).status, 400, 'a post of another thread');
    assert.ok(!(await text('/', site.visitor())).includes('order=unread'), 'guests have no marks');
  });
});

describe('bookmarks', () => {
  test('of a thread and of a post, with a note that can be changed and searched', async () => {
    const form = await text('/account/bookmarks/one?post=1');
    assert.ok(form.includes(t.bookmarks.addTitle));
    assert.equal(
      (await member.post('/account/bookmarks/one', { post: '1', note: 'Сверить <b>' })).headers.location,
      '/posts/1',
    );
    await member.post('/account/bookmarks/one', { thread: '2', note: '' });
    assert.match(await text('/account/bookmarks?q=%D1%81%D0%B2%D0%B5%D1%80'), /Сверить &lt;b&gt;/);
    assert.ok((await text('/account/bookmarks?q=xyz')).includes(t.bookmarks.nothing('xyz')));
    assert.ok((await text('/threads/1')).includes(t.bookmarks.editPost(1)));
    assert.match(await text('/account/bookmarks/one?post=1'), />\nСверить &lt;b&gt;</);
    await member.post('/account/bookmarks/one/remove', { post: '1' });
    assert.doesNotMatch(await text('/account/bookmarks'), /Сверить/);
    const long = await member.post('/account/bookmarks/one', { thread: '2', note: 'x'.repeat(1001) });
    assert.equal(long.status, 422);
    assert.match(long.text, /field-error/);
    const other = await site.visitorAs('member');
    assert.ok((await text('/account/bookmarks', other)).includes(t.bookmarks.empty), 'nobody sees those of others');
  });

  test('of a hidden thread can be dropped; neither its title nor a new one is to be had by its number', async () => {
    const { services } = site;
    const reader = await site.visitorAs('member');
    const { title } = await services.threads.get(2);
    await reader.post('/account/bookmarks/one', { thread: '2', note: 'Моё' });
    const hide = (at: number | null) => services.db.transact((trx) => services.threads.updateHidden(trx, 2, at));
    await hide(Date.now());
    try {
      const form = await reader.get('/account/bookmarks/one?thread=2');
      assert.equal(form.status, 410);
      assert.ok(!form.text.includes(title));
      assert.equal((await reader.post('/account/bookmarks/one', { thread: '2', note: 'Ещё' })).status, 410);
      const moderator = await site.visitorAs('moderator');
      assert.ok((await text('/account/bookmarks/one?thread=2', moderator)).includes(title));
      assert.equal((await reader.post('/account/bookmarks/one/remove', { thread: '2' })).status, 303);
      assert.ok((await text('/account/bookmarks', reader)).includes(t.bookmarks.empty));
    } finally {
      await hide(null);
    }
  });
});
