import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedOf, fixtureFeed } from './feed-fixture.js';

test('a JSON Feed', async () => {
  const feed = await fixtureFeed('feed.json');
  assert.deepEqual(
    [feed.format, feed.title, feed.link, feed.language, feed.entries.length],
    ['json', 'JSON <votes>', 'https://json.example/', 'en', 2],
  );
  assert.deepEqual(feed.entries[0], {
    title: 'a < b',
    url: 'https://json.example/7',
    guid: '7',
    published: '2024-01-01T00:00:00.000Z',
    updated: '2024-01-02T00:00:00.000Z',
    author: 'Feed Author',
    contentHtml: '<p>one<br />two</p>\n<p>three</p>',
    text: 'one\ntwo\nthree',
    categories: ['x', '3'],
    enclosures: [{ url: 'https://json.example/a.mp3', type: 'audio/mpeg', length: 5 }],
  });
  assert.deepEqual([feed.entries[1]?.title, feed.entries[1]?.url], ['html', 'https://other.example/8']);
});

test('wrong types count as missing', async () => {
  const feed = await feedOf(
    '{"version":"https://jsonfeed.org/version/1","title":[],"items":[{"title":{},"url":false,"tags":"x","attachments":{},"content_text":"kept"},null]}',
  );
  assert.deepEqual([feed.title, feed.entries.length, feed.entries[0]?.title], ['', 1, 'kept']);
});
