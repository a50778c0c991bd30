import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readOldLink } from '../../src/web/media/old-links.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

describe('what a link of an old forum names', () => {
  const cases: [string, Record<string, string>, string | null][] = [
    ['/forum/novosti/5001-kreml-gotovit', {}, 'topic 5001'],
    ['/forum/novosti/vybory/5001', {}, 'topic 5001'],
    ['/ru/forum/novosti/5001-kreml', { start: '20' }, 'topic 5001'],
    ['/forum/novosti/5001-kreml', { mesid: '59970' }, 'post 59970'],
    ['/index.php', { option: 'com_kunena', view: 'topic', catid: '1', id: '5001' }, 'topic 5001'],
    ['/index.php', { view: 'topic', catid: '1:novosti', id: '5001:kreml' }, 'topic 5001'],
    ['/index.php', { view: 'topic', id: '5001', mesid: '59970' }, 'post 59970'],
    ['/forum/3-novosti', {}, null],
    ['/forum/novosti/kreml', {}, null],
    ['/index.php', { view: 'article', id: '5001' }, null],
    ['/forum/a/99999999999', {}, null],
    ['/news/a/5001', {}, null],
    [`/forum${'/forum'.repeat(3000)}`, {}, null],
  ];
  for (const [path, query, wanted] of cases) {
    test(`${path.slice(0, 40)} ${new URLSearchParams(query)}`, () => {
      const link = readOldLink(path, query);
      assert.equal(link && `${link.kind} ${link.oldId}`, wanted);
    });
  }
});

describe('links of an old forum', () => {
  let site: TestSite;
  let threadId: number;
  before(async () => {
    site = await startTestSite({ content: 'demo' });
    const { services } = site;
    const [thread] = (await services.threads.list({ order: 'discussed', limit: 1 })).threads;
    threadId = thread?.id ?? 0;
    const [post] = await services.posts.listByThread(threadId, 0, 1);
    await services.db.transact((trx) =>
      services.archives.insertOldLinks(trx, thread?.feedId ?? 0, [
        { kind: 'topic', oldId: 5001, threadId, postId: null },
        { kind: 'post', oldId: 59964, threadId, postId: null },
        { kind: 'post', oldId: 59970, threadId, postId: post?.id ?? 0 },
      ]),
    );
  });
  after(() => site.close());

  const goesTo = async (path: string) => {
    const { status, headers } = await site.visitor().get(path);
    return [status, headers.location ?? null];
  };

  test('lead to the story and to the post, for good', async () => {
    const [post] = await site.services.posts.listByThread(threadId, 0, 1);
    assert.deepEqual(await goesTo('/forum/novosti/5001-kreml'), [301, `/threads/${threadId}`]);
    assert.deepEqual(await goesTo('/index.php?option=com_kunena&view=topic&catid=1&id=5001'), [
      301,
      `/threads/${threadId}`,
    ]);
    assert.deepEqual(await goesTo('/forum/novosti/5001-kreml?mesid=59970'), [301, `/posts/${post?.id}`]);
  });

  test('the old number of an article is the number of its story', async () => {
    assert.deepEqual(await goesTo('/posts/59964'), [302, `/threads/${threadId}`]);
    assert.equal((await goesTo('/posts/59999'))[0], 404);
  });

  test('what was never imported is not found, and posting there neither', async () => {
    assert.equal((await goesTo('/forum/novosti/1-other'))[0], 404);
    assert.equal((await goesTo('/no/such/page'))[0], 404);
    const member = await site.visitorAs('member');
    assert.equal((await member.post('/forum/novosti/5001-kreml', {})).status, 404);
  });

  test('an archived page leads on from its own old address', async () => {
    const { services } = site;
    const [article] = await services.articles.listByThread(threadId);
    const { canonicalUrl, urlKey } = await import('../../src/lib/url.js');
    const key = urlKey(canonicalUrl(`${site.url}/ru/pr-blog/2016/staraya-statya`) ?? '');
    await services.db
      .write('articles')
      .where('id', article?.id ?? 0)
      .update({ url_key: key });
    assert.deepEqual(await goesTo('/ru/pr-blog/2016/staraya-statya/?utm_source=x'), [301, `/threads/${threadId}`]);
  });
});
