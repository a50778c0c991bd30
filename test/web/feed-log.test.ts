import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

let site: TestSite;
let server: FeedServer;

before(async () => {
  server = await startFeedServer({ '/a.xml': rssOf('Источник', [{ id: 'a', title: 'Известие о выборах', html: '' }]) });
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
});
after(async () => {
  await site.close();
  await server.close();
});

describe('what moderators do to sources', () => {
  test('stands in the public log, and can be taken back', async () => {
    const moderator = await site.visitorAs('moderator');
    const form = { url: server.address('/a.xml'), title: 'Источник', category: 'law' };
    const added = await moderator.post('/moderation/feeds', form);
    const path = added.headers.location ?? '';
    const id = Number(path.split('/').at(-1));
    await moderator.post(path, { ...form, title: 'Другое имя' });
    await moderator.post(`${path}/pause`);
    const actions = await site.services.moderationLog.list(null, 10);
    assert.deepEqual(
      actions.map(({ action, subjectId }) => [action, subjectId]),
      [
        ['feed-pause', id],
        ['feed-edit', id],
        ['feed-add', id],
      ],
    );
    for (const { id: action } of actions.slice(0, 2)) await moderator.post(`/moderation/log/${action}/undo`);
    const feed = await site.services.feeds.get(id);
    assert.deepEqual([feed.isPaused, feed.title], [false, 'Источник']);
  });

  test('a refused change writes no line', async () => {
    const moderator = await site.visitorAs('moderator');
    const before = (await site.services.moderationLog.list(null, 50)).length;
    const form = { url: server.address('/a.xml'), title: 'Ещё раз', category: 'law' };
    assert.equal((await moderator.post('/moderation/feeds', form)).status, 422);
    assert.equal((await site.services.moderationLog.list(null, 50)).length, before);
  });
});
