import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createParseClient } from '../../src/feeds/parse-client.js';
import { feedOf, fixtureFeed, NOW } from './feed-fixture.js';

const only = async (text: string) => {
  const [entry] = (await feedOf(text)).entries;
  assert.ok(entry);
  return entry;
};

describe('documents with a YAML head', () => {
  test('an HTML article', async () => {
    const feed = await fixtureFeed('article.txt', { baseUrl: 'https://site.example/' });
    assert.equal(feed.format, 'front-matter');
    assert.deepEqual(feed.entries, [
      {
        title: 'После выборов: что дальше',
        url: 'https://site.example/ru/blog/2016/posle-vyborov',
        guid: '/ru/blog/2016/posle-vyborov',
        published: '2016-10-15T00:00:00.000Z',
        updated: null,
        author: null,
        contentHtml:
          '<p>Короткое вступление, которого нет в тексте.</p>\n<p>Первый абзац.</p>\n\n<p><a href="https://site.example/ru/blog/about" rel="nofollow ugc noopener">О нас</a></p>',
        text: 'Короткое вступление, которого нет в тексте.\nПервый абзац.\nО нас',
        categories: ['выборы', 'сети'],
        enclosures: [],
      },
    ]);
  });

  test('a permalink without a base is an identity, not an address', async () => {
    const [entry] = (await fixtureFeed('article.txt')).entries;
    assert.deepEqual([entry?.url, entry?.guid], [null, '/ru/blog/2016/posle-vyborov']);
  });

  test('a Markdown article whose head is not quite YAML', async () => {
    const [entry] = (await fixtureFeed('article.md')).entries;
    assert.deepEqual(
      [entry?.title, entry?.url, entry?.author, entry?.published],
      ['The count: how it went', 'https://notes.example/count', 'Ann Lee', '2024-03-03T00:00:00.000Z'],
    );
    assert.match(entry?.contentHtml ?? '', /<h3>Overview<\/h3>/);
  });

  test('a description that the body repeats is not shown twice', async () => {
    assert.equal(
      (await only('---\ntitle: t\ndescription: The lead…\n---\n<p>The lead is here.</p>')).contentHtml,
      '<p>The lead is here.</p>',
    );
    assert.equal((await only('---\ntitle: t\ndescription: The lead\n---\n')).contentHtml, '<p>The lead</p>');
  });

  test('long Markdown is shown as paragraphs', { timeout: 20_000 }, async () => {
    assert.equal((await only(`---\ntitle: t\n---\n${'*a '.repeat(100_000)}`)).contentHtml.slice(0, 8), '<p>*a *a');
  });

  test('Markdown that would become too much HTML is shown as paragraphs', async () => {
    const { contentHtml } = await only(`---\ntitle: t\n---\n*a*\n${'"'.repeat(100_000)}`);
    assert.match(contentHtml, /^<p>\*a\*/);
  });

  test('a deep head is no head, and a worker lives through it', { timeout: 60_000 }, async () => {
    const client = createParseClient({ timeoutMs: 50_000 });
    const ask = (text: string) => client.parse({ bytes: new TextEncoder().encode(text), now: NOW });
    const deep = [
      `---\n${'- '.repeat(30_000)}\n---\nb`,
      `---\n${'-\t'.repeat(5000)}\n---\nb`,
      `---\n${'- '.repeat(5000)}\n---\nb`,
      `---\n${'? '.repeat(5000)}\n---\nb`,
      `---\ntitle: ${'['.repeat(10_000)}\n---\nb`,
      `---\ntitle:\n${' [\n'.repeat(4000)}\n---\nb`,
      `---\n${Array.from({ length: 150 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')}\n---\nb`,
    ];
    for (const text of [...deep, ...deep, ...deep]) assert.equal((await ask(text)).ok, false, text.slice(0, 30));
    const good = await ask('---\ntitle: t\ntags: [a, b]\n---\nbody');
    assert.equal(good.ok && good.feed.entries[0]?.title, 't');
    await client.close();
  });

  test('alias bombs are not unfolded', { timeout: 20_000 }, async () => {
    const bomb = Array.from({ length: 40 }, (_, level) => `k${level + 1}: &b${level + 1} [*b${level},*b${level}]`).join(
      '\n',
    );
    assert.equal((await only(`---\ntitle: t\nk0: &b0 [x]\n${bomb}\n---\nbody`)).title, 't');
  });
});
