import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { POSTS_PER_PAGE } from '../../src/forum/post.js';
import { SHOWN_FROM } from '../../src/search/similar.js';
import { furnish, type Places } from '../support/page-kinds.js';
import { linkNamed, readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

let site: TestSite;
let places: Places;
let reader: Visitor;

before(async () => {
  site = await startTestSite({ content: 'demo' });
  places = await furnish(site, 2 * POSTS_PER_PAGE + 5);
  reader = site.visitor();
});
after(() => site.close());

describe('thread page', () => {
  test('shows the article, its source, where it came from and what is like it', async () => {
    const { thread, article, feed } = await withSimilar();
    const html = (await reader.get(`/threads/${thread.id}`)).text;
    const page = readPage(html);
    assert.equal(page.heading, thread.title);
    assert.ok(page.ids.has(`article-${article.id}`));
    assert.ok(page.links.includes(article.url ?? ''), 'links to the original');
    assert.ok(page.text.includes(feed.title), 'names the source');
    assert.equal(page.all('div', { class: 'prose prose-first' })[0]?.attribs.lang, article.language);
    const similar = await site.services.similar.listSimilar(thread.id, 10);
    const rows = [...html.matchAll(/class="cell-title"[^>]*><a href="([^"]+)"/g)].map((match) => match[1]);
    assert.ok(rows.length > 0);
    assert.deepEqual(
      rows,
      similar.slice(0, rows.length).map(({ id }) => `/threads/${id}`),
      'the best first',
    );
    assert.ok(
      similar.slice(rows.length).every(({ score }) => score < SHOWN_FROM),
      'only weak ones are left out',
    );
    for (const { title, terms } of similar.slice(0, rows.length)) {
      for (const words of [title, ...terms]) assert.ok(page.text.includes(words), `${title}: ${words}`);
    }
  });

  test('the name of an attachment does not hide its ending', async () => {
    const { id } = places.thread;
    const [article] = await site.services.articles.listByThread(id);
    const url = 'https://e.example/photo%E2%80%AEgpj.%E2%81%A6exe%00';
    const { write } = site.services.db;
    await write('articles')
      .where({ id: article?.id })
      .update({ enclosures: JSON.stringify([{ url, type: 'image/jpeg' }]) });
    site.services.announce();
    const { text } = readPage((await reader.get(`/threads/${id}`)).text);
    assert.match(text, /photogpj\.exe/);
    assert.doesNotMatch(text, /[\0\u202a-\u202e\u2066-\u2069]/);
  });

  test('every link inside the page has its target there', async () => {
    const page = readPage((await reader.get(`/threads/${places.thread.id}`)).text);
    const local = page.links.filter((link) => link.startsWith('#'));
    assert.ok(local.length > 3);
    assert.deepEqual(
      local.filter((link) => !page.ids.has(link.slice(1))),
      [],
    );
  });

  test('links out carry no trust and share links no script', async () => {
    const { thread } = await withSimilar();
    const page = readPage((await reader.get(`/threads/${thread.id}`)).text);
    const foreign = page.all('a').filter(({ attribs }) => /^https?:/.test(attribs.href ?? ''));
    assert.ok(foreign.length > 6);
    for (const { attribs } of foreign) assert.match(attribs.rel ?? '', /nofollow|me/, attribs.href ?? '');
    const share = foreign.find(({ attribs }) => attribs.href?.startsWith('https://t.me/'));
    assert.ok(share?.attribs.href?.includes(encodeURIComponent(`${site.url}/threads/${thread.id}`)));
  });

  test('permanent links lead to the page of a long thread that holds the post', async () => {
    const posts = await site.services.posts.listByThread(places.thread.id, 0, 200);
    for (const at of [
      0,
      POSTS_PER_PAGE - 1,
      POSTS_PER_PAGE,
      2 * POSTS_PER_PAGE - 1,
      2 * POSTS_PER_PAGE,
      posts.length - 1,
    ]) {
      const id = posts[at]?.id;
      const answer = await reader.get(`/posts/${id}`);
      assert.equal(answer.status, 302);
      const [path = '', anchor = ''] = String(answer.headers.location).split('#');
      assert.equal(anchor, `post-${id}`);
      const page = readPage((await reader.get(path)).text);
      assert.ok(page.ids.has(anchor), `${path} holds ${anchor}`);
      assert.ok(page.links.includes(`/posts/${id}`), 'and the post names its own link');
    }
    assert.equal((await reader.get('/posts/999999')).status, 404);
  });

  test('an article has a permanent link too', async () => {
    const answer = await reader.get(`/articles/${places.article.id}`);
    assert.equal(answer.headers.location, `/threads/${places.thread.id}#article-${places.article.id}`);
    assert.equal((await reader.get('/articles/999999')).status, 404);
  });

  test('pages of posts follow each other without gap or repeat, forth and back', async () => {
    const seen: string[] = [];
    let last = '';
    for (let next: string | undefined = `/threads/${places.thread.id}`; next; ) {
      last = next;
      const page = readPage((await reader.get(next)).text);
      seen.push(...postAnchors(page.ids));
      next = linkNamed(page, 'next');
      if (next) assert.ok(page.ids.has(next.split('#')[1] ?? ''), `${next} leads to a place that exists`);
    }
    const stored = await site.services.posts.listByThread(places.thread.id, 0, 500);
    assert.deepEqual(
      seen,
      stored.map((post) => `post-${post.id}`),
    );
    assert.equal(
      linkNamed(readPage((await reader.get(last)).text), 'prev')?.split('#')[0],
      `/threads/${places.thread.id}?page=2`,
    );
  });

  test('a page number beyond the end, or none at all, is a page that exists', async () => {
    const lastPost = `post-${places.postIds.at(-1)}`;
    for (const page of ['4', '999999', '9'.repeat(30)]) {
      const answer = await reader.get(`/threads/${places.thread.id}?page=${page}`);
      assert.equal(answer.status, 200, page);
      assert.ok(readPage(answer.text).ids.has(lastPost), page);
    }
    for (const page of ['0', '-1', '1.5', 'two', '']) {
      const answer = await reader.get(`/threads/${places.thread.id}?page=${page}`);
      assert.equal(readPage(answer.text).canonical, `${site.url}/threads/${places.thread.id}`, page);
    }
  });

  test('only the first page is the story for search engines, later ones name themselves', async () => {
    const second = readPage((await reader.get(`/threads/${places.thread.id}?page=2`)).text);
    assert.equal(second.canonical, `${site.url}/threads/${places.thread.id}?page=2`);
    assert.equal(
      readPage((await reader.get(`/threads/${places.thread.id}?page=1&utm_source=x`)).text).canonical,
      `${site.url}/threads/${places.thread.id}`,
    );
  });
});

describe('replying', () => {
  test('anonymous readers are invited in and come back to where they were', async () => {
    const page = readPage((await reader.get(`/threads/${places.thread.id}?page=2`)).text);
    const wanted = encodeURIComponent(`/threads/${places.thread.id}?page=2#reply`);
    assert.ok(page.links.includes(`/login?next=${wanted}`));
    assert.ok(page.links.includes(`/register?next=${wanted}`));
    assert.equal(page.all('textarea').length, 0);
  });

  test('a preview shows the reply and stores nothing; posting stores it once', async () => {
    const member = await site.visitorAs('member');
    const path = `/threads/${places.thread.id}/posts`;
    const before = (await site.services.threads.get(places.thread.id)).replyCount;
    const fields = { markdown: 'Проверяю **предпросмотр**', replyTo: String(places.postIds[0]) };
    const preview = await member.post(path, { ...fields, intent: 'preview' });
    assert.equal(preview.status, 200);
    assert.match(preview.text, /Проверяю <strong>предпросмотр<\/strong>/);
    assert.match(
      preview.text,
      /<textarea[^>]*>\s*Проверяю \*\*предпросмотр\*\*<\/textarea>/,
      'what was typed is still there',
    );
    assert.match(preview.text, new RegExp(`name="replyTo" value="${places.postIds[0]}"`));
    assert.equal((await site.services.threads.get(places.thread.id)).replyCount, before);

    const posted = await member.post(path, fields);
    assert.equal(posted.status, 303);
    const again = await member.post(path, fields);
    assert.equal(again.headers.location, posted.headers.location, 'a double click is one post');
    assert.equal((await site.services.threads.get(places.thread.id)).replyCount, before + 1);
    assert.equal((await member.get(posted.headers.location ?? '')).status, 302);
  });

  test('a refused reply shows the thread again with everything that was typed', async () => {
    const member = await site.visitorAs('member', { language: 'en' });
    const path = `/threads/${places.thread.id}/posts`;
    const empty = await member.post(path, { markdown: '  \r\n ' });
    assert.equal(empty.status, 422);
    assert.match(empty.text, /aria-invalid="true"/);
    const tooLong = await member.post(path, { markdown: 'я'.repeat(20_001) });
    assert.equal(tooLong.status, 422);
    assert.ok(tooLong.text.includes('я'.repeat(20_001)));
    const [other] = (await site.services.threads.list({ order: 'newest', limit: 1 })).threads;
    const elsewhere = await member.post(`/threads/${other?.id}/posts`, {
      markdown: 'ответ',
      replyTo: String(places.postIds[0]),
    });
    assert.equal(elsewhere.status, 422, 'a target in another thread');
    assert.equal((await member.post('/threads/999999/posts', { markdown: 'ответ' })).status, 404);
  });

  test('the reply link of a post opens the form that answers it', async () => {
    const member = await site.visitorAs('member');
    const target = places.postIds[0] ?? 0;
    const page = readPage((await member.get(`/threads/${places.thread.id}?reply=${target}`)).text);
    assert.equal(page.all('input', { name: 'replyTo' })[0]?.attribs.value, String(target));
    const foreign = readPage((await member.get(`/threads/${places.thread.id}?reply=1`)).text);
    const isHere = (await site.services.posts.find(1))?.threadId === places.thread.id;
    assert.equal(foreign.all('input', { name: 'replyTo' }).length, isHere ? 1 : 0);
  });
});

function postAnchors(ids: Set<string | undefined>): string[] {
  return [...ids].filter((id): id is string => /^post-\d+$/.test(id ?? ''));
}

/** The newest story that has similar ones. */
async function withSimilar() {
  const { threads } = await site.services.threads.list({ order: 'newest', limit: 30 });
  for (const thread of threads) {
    const [article] = await site.services.articles.listByThread(thread.id);
    const similar = await site.services.similar.listSimilar(thread.id, 1);
    if (article && similar.length > 0) return { thread, article, feed: await site.services.feeds.get(article.feedId) };
  }
  return assert.fail('the demo has similar stories');
}
