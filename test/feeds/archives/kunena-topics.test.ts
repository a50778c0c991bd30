import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { StagedMessage, StagedTopic } from '../../../src/feeds/archives/kunena-staging-store.js';
import { readTopics } from '../../../src/feeds/archives/kunena-topics.js';

const topic = (id: number, more: Partial<StagedTopic> = {}): StagedTopic => ({
  ...{ id, categoryId: 1, subject: `Тема ${id}`, movedId: 0, hold: 0, category: 'Новости' },
  ...more,
});
const message = (id: number, text: string, more: Partial<StagedMessage> = {}): StagedMessage => ({
  ...{ id, topicId: 1, parentId: 0, categoryId: 1, userId: 42, name: 'ICT', subject: 'x', hold: 0, text },
  time: Date.UTC(2017, 7, 9, 14, 5) + id * 1000,
  ...more,
});
const read = (...topics: { topic: StagedTopic; messages: StagedMessage[] }[]) =>
  readTopics({ topics, bot: 42, title: 'Форум' });

describe('topics of an old forum', () => {
  test("the bot's first message is an article with its source's address, the others are posts", () => {
    const source = '[url=https://paper.example/1?utm_source=x]Ссылка на источник[/url]';
    const { drafted, topics } = read({
      topic: topic(7),
      messages: [
        message(59964, `Кремль [b]готовит[/b] кампанию.\n\n${source}`),
        message(59970, '[quote="ICT" post=59964]Кремль[/quote]Не верю', { parentId: 59964, userId: 7, name: 'Анна' }),
        message(59971, 'Я тоже', { parentId: 59970, userId: 0, name: ' Гость ' }),
      ],
    });
    const [draft] = drafted.drafts;
    assert.equal(draft?.url, 'https://paper.example/1');
    assert.equal(draft?.html, '<p>Кремль <strong>готовит</strong> кампанию.</p>');
    assert.deepEqual([draft?.author, draft?.title, draft?.tags], [null, 'Тема 7', ['Новости']]);
    assert.equal(draft?.publishedAt, Date.UTC(2017, 7, 9, 14, 5) + 59_964_000);
    assert.deepEqual(
      topics.map(({ oldId, firstPostId, posts }) => ({
        ...{ oldId, firstPostId },
        posts: posts.map(({ oldId: id, replyToOldId, memberKey, name }) => [id, replyToOldId, memberKey, name]),
      })),
      [
        {
          ...{ oldId: 7, firstPostId: 59964 },
          posts: [
            [59970, null, 'user:7', 'Анна'],
            [59971, 59970, 'guest:гость', 'Гость'],
          ],
        },
      ],
    );
    assert.match(topics[0]?.posts[0]?.html ?? '', /<blockquote>[\s\S]*Кремль[\s\S]*<\/blockquote>\s*<p>Не верю<\/p>/);
  });

  test("a member's topic keeps its author", () => {
    const { drafted } = read({ topic: topic(1), messages: [message(1, 'Мысли', { userId: 9, name: 'Анна' })] });
    assert.equal(drafted.drafts[0]?.author, 'Анна');
  });

  test('what was deleted, moved or is empty is counted, and never comes', () => {
    const { drafted, topics, reasons } = read(
      { topic: topic(1, { hold: 2 }), messages: [message(1, 'a')] },
      { topic: topic(2, { movedId: 1 }), messages: [message(2, 'b')] },
      { topic: topic(3), messages: [] },
      {
        topic: topic(4),
        messages: [message(4, 'c'), message(5, 'd', { hold: 1 }), message(6, ' [color=red][/color] ')],
      },
    );
    assert.equal(drafted.drafts.length, 1);
    assert.deepEqual(
      topics.map(({ oldId, posts }) => [oldId, posts.length]),
      [[4, 0]],
    );
    assert.deepEqual(reasons, { hidden: 2, 'no-messages': 1, 'no-content': 1 });
  });

  test('hostile texts come out clean', () => {
    const hostile = '<script>alert(1)</script>[url=javascript:alert(1)]x[/url][img]x" onerror="alert(1)[/img]';
    const { drafted, topics } = read({
      topic: topic(1, { subject: '<b>Тема</b>' }),
      messages: [message(1, hostile), message(2, hostile)],
    });
    for (const html of [drafted.drafts[0]?.html ?? '', topics[0]?.posts[0]?.html ?? '']) {
      assert.doesNotMatch(html, /<script|<img|href="javascript/);
    }
    assert.equal(drafted.drafts[0]?.title, 'Тема');
  });
});
