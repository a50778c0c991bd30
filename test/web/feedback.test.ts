import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

let site: TestSite;
let threadId = 0;
let similarId = 0;

before(async () => {
  site = await startTestSite({ content: 'demo' });
  const { threads } = await site.services.threads.list({ order: 'newest', limit: 50 });
  for (const thread of threads) {
    const list = await site.services.similar.listSimilar(thread.id, 10);
    if (list.length < 4 || threadId !== 0) continue;
    threadId = thread.id;
    similarId = list[2]?.id ?? 0;
  }
  assert.ok(threadId > 0 && similarId > 0, 'the demo has a thread with a long list');
});
after(() => site.close());

const listOf = async () => (await site.services.similar.listSimilar(threadId, 10)).map((row) => row.id);
const path = () => `/threads/${threadId}`;

describe('what members say of similar articles', () => {
  test('readers see no buttons, members press one and see it pressed', async () => {
    assert.doesNotMatch((await site.visitor().get(path())).text, /\/judge"/);
    const member = await site.visitorAs('member');
    const answer = await member.post(`${path()}/similar/${similarId}/judge`, { value: '1' });
    assert.equal(answer.headers.location, `${path()}#similar`);
    const page = readPage((await member.get(path())).text);
    const pressed = page.all('button', { name: 'value', 'aria-pressed': 'true' });
    assert.deepEqual(
      pressed.map((button) => button.attribs.value),
      ['0'],
      'pressing again takes it back',
    );
    await member.post(`${path()}/similar/${similarId}/judge`, { value: '0' });
    assert.equal(readPage((await member.get(path())).text).all('button', { 'aria-pressed': 'true' }).length, 0);
  });

  test('two voices against take a weak find out for everybody', async () => {
    const [last] = (await site.services.similar.listSimilar(threadId, 10)).slice(-1);
    const weak = last?.id ?? 0;
    for (const name of ['Один', 'Два', 'Три']) {
      const member = await site.visitorAs('member', { name });
      await member.post(`${path()}/similar/${weak}/judge`, { value: '-1' });
    }
    assert.ok(!(await listOf()).includes(weak) || (await listOf()).at(-1) === weak);
    assert.ok(
      ((await site.services.similar.listSimilar(threadId, 10)).find((row) => row.id === weak)?.score ?? 0) <
        (last?.score ?? 0),
    );
  });

  test('nonsense is refused and changes nothing', async () => {
    const member = await site.visitorAs('member');
    assert.equal((await member.post(`${path()}/similar/${similarId}/judge`, { value: '9' })).status, 400);
    assert.equal((await member.post(`${path()}/similar/${threadId}/judge`, { value: '1' })).status, 404);
    assert.equal((await member.post(`${path()}/similar/999999/judge`, { value: '1' })).status, 404);
  });
});

describe('moderators at a thread', () => {
  test('ban a pair with a reason; the log brings it back', async () => {
    const moderator = await site.visitorAs('moderator');
    assert.equal((await moderator.post(`/moderation${path()}/similar/${similarId}`, { ruling: 'ban' })).status, 422);
    await moderator.post(`/moderation${path()}/similar/${similarId}`, { ruling: 'ban', reason: 'Другой город' });
    assert.ok(!(await listOf()).includes(similarId));
    const log = readPage((await site.visitor().get('/log')).text);
    assert.match(log.text, /Другой город/);
    const [entry] = await site.services.moderationLog.list(null, 1);
    await moderator.post(`/moderation/log/${entry?.id}/undo`);
    assert.ok((await listOf()).includes(similarId));
  });

  test('pin another story by number or address; what is wrong comes back as typed', async () => {
    const moderator = await site.visitorAs('moderator');
    const others = (await site.services.threads.list({ order: 'newest', limit: 50 })).threads.map(
      (thread) => thread.id,
    );
    const listed = await listOf();
    const far = others.filter((id) => id !== threadId && !listed.includes(id)).at(-1) ?? 0;
    const wrong = await moderator.post(`/moderation${path()}/similar`, { target: 'нечто', reason: 'Причина моя' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /value="нечто"/);
    assert.match(wrong.text, /value="Причина моя"/);
    const target = `https://forum.example/threads/${far}?page=2#post-1`;
    await moderator.post(`/moderation${path()}/similar`, { target, reason: 'Та же тема' });
    assert.equal((await listOf())[0], far);
    assert.equal(readPage((await site.visitor().get(path())).text).all('span', { class: 'pinned' }).length, 1);
  });

  test('hide a story: gone for readers everywhere, still there for moderators, back through the log', async () => {
    const moderator = await site.visitorAs('moderator');
    const { text: before } = await site.visitor().get(path());
    const title = readPage(before).heading;
    assert.equal((await moderator.post(`/moderation${path()}/hide`, {})).status, 422);
    await moderator.post(`/moderation${path()}/hide`, { why: 'Ошибка источника' });
    const gone = await site.visitor().get(path());
    assert.equal(gone.status, 410);
    const said = readPage(gone.text);
    assert.deepEqual([said.heading, said.links.includes('/log')], ['Эта тема скрыта', true]);
    assert.match(said.text, /Модераторы скрыли эту тему/);
    assert.ok(!gone.text.includes(title) && !said.text.includes('410'), 'neither its title nor a number like a crash');
    assert.equal((await moderator.get(path())).status, 200);
    assert.equal((await site.visitor().get(`${path()}/feed.rss`)).status, 410);
    await site.untilIndexed();
    const found = await site.visitor().get(`/search?q=${encodeURIComponent(`"${title}"`)}`);
    assert.ok(!readPage(found.text).links.includes(path()));
    const [entry] = await site.services.moderationLog.list(null, 1);
    await moderator.post(`/moderation/log/${entry?.id}/undo`);
    assert.equal((await site.visitor().get(path())).status, 200);
    await site.untilIndexed();
    const again = await site.visitor().get(`/search?q=${encodeURIComponent(title)}`);
    assert.ok(readPage(again.text).links.includes(path()));
  });

  test('reads are counted, also those that the page cache answers', async () => {
    await site.services.refresh.incrementViews(site.services.viewCounter.take());
    const viewsOf = async () =>
      (await site.services.db.read('similar_states').where('thread_id', threadId).first('view_count')).view_count;
    const before = await viewsOf();
    for (let time = 0; time < 3; time++) await site.visitor().get(path());
    await site.services.refresh.incrementViews(site.services.viewCounter.take());
    assert.equal(await viewsOf(), before + 3);
  });
});
