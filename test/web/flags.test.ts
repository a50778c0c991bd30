/** Reporting a post, and the moderators' queue, as forms without a script. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { textsFor } from '../../src/i18n/texts.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

let site: TestSite;
let threadId: number;

before(async () => {
  site = await startTestSite({ content: 'demo' });
  threadId = (await site.services.threads.list({ order: 'discussed', limit: 1 })).threads[0]?.id ?? 0;
});
after(() => site.close());

async function written(): Promise<number> {
  const author = await site.addUser('member');
  const input = { threadId, markdown: `Ответ участника ${author.id}`, replyToId: null };
  return (await site.services.writePost(author, input)).postId;
}

describe('reports', () => {
  test('from the link below the post to the queue, without a name on any other page', async () => {
    const postId = await written();
    const reader = await site.visitorAs('member', { name: 'Бдительная Читательница' });
    const thread = async (who: { get: typeof reader.get }) => (await who.get(`/posts/${postId}`).redirects(1)).text;
    assert.match(await thread(reader), new RegExp(`href="/posts/${postId}/flag"[^>]*>Пожаловаться<`));
    assert.doesNotMatch(await thread(site.visitor()), /\/flag"/);
    assert.match((await reader.get(`/posts/${postId}/flag`)).text, /name="reason" value="insult"/);

    const empty = await reader.post(`/posts/${postId}/flag`, { words: 'Слова остаются' });
    assert.equal(empty.status, 422);
    assert.match(empty.text, /Выберите, что не так/);
    assert.match(empty.text, /value="Слова остаются"/);

    const sent = await reader.post(`/posts/${postId}/flag`, { reason: 'insult', words: 'Это <обидно>' });
    assert.deepEqual([sent.status, sent.headers.location], [303, `/posts/${postId}`]);
    const thanked = await thread(reader);
    const atPost = thanked.slice(thanked.indexOf(`id="post-${postId}"`));
    assert.match(atPost.slice(0, atPost.indexOf('</article>')), /class="notice" role="status">Спасибо/);
    assert.equal(thanked.split('Спасибо, модераторы').length, 2, 'said once, where the page opens');
    assert.match(thanked, />Вы пожаловались</);
    assert.match((await reader.get(`/posts/${postId}/flag`)).text, /уже пожаловались/);

    const other = await site.visitorAs('member');
    assert.doesNotMatch(await thread(other), /Вы пожаловались|Бдительная/);
    assert.equal((await other.get('/moderation/flags')).status, 403);

    const moderator = await site.visitorAs('moderator');
    const queue = (await moderator.get('/moderation/flags')).text;
    assert.match(readPage(queue).text, /Оскорбление или травля.*Это <обидно>.*Бдительная Читательница/s);
    assert.match(queue, /aria-current="page"[^>]*>[^<]*Жалобы <span class="badge"[^>]*>1<\/span>/);
    assert.match((await moderator.get('/log')).text, /href="\/moderation\/flags"[^>]*>Жалобы <span class="badge"/);
    // With the entries of the demo that wait.
    const front = /href="\/moderation\/flags">Модерация <span class="bell-count">[1-9]/;
    assert.match((await moderator.get('/')).text, front, 'every page tells a moderator');
    assert.doesNotMatch((await reader.get('/')).text, /Модерация/);

    const hasty = await moderator.post(`/moderation/flags/${postId}`, { verdict: 'deleted', reason: '' });
    assert.equal(hasty.status, 422);
    assert.match(hasty.text, new RegExp(`id="reason-${postId}-error"`));
    assert.equal(
      (await moderator.post(`/moderation/flags/${postId}`, { verdict: 'kept', reason: 'спор' })).status,
      303,
    );
    const decided = (await moderator.get('/moderation/flags')).text;
    assert.doesNotMatch(decided, new RegExp(`id="flagged-${postId}"`));
    assert.doesNotMatch(decided, /Жалобы <span class="badge"/, 'nothing waits any more');
    const log = (await site.visitor().get('/log')).text;
    assert.match(readPage(log).text, new RegExp(`снятие жалоб с сообщения.*№ ${postId}`));
    assert.doesNotMatch(log, /Бдительная/);
  });

  test('an author among the moderators learns that there is a report, not who says what; nor do they overrule a verdict', async () => {
    const author = await site.visitorAs('moderator');
    const input = { threadId, markdown: 'Пишет модератор', replyToId: null };
    const { postId } = await site.services.writePost(author.user, input);
    const reader = await site.visitorAs('member', { name: 'Тихий Читатель' });
    await reader.post(`/posts/${postId}/flag`, { reason: 'insult', words: 'Слова о вас' });
    const own = (await author.get('/moderation/flags')).text;
    assert.match(own, new RegExp(`id="flagged-${postId}"`));
    assert.ok(own.includes(textsFor('ru').flags.ownWords));
    assert.doesNotMatch(own, /Тихий Читатель|Слова о вас/);
    const judge = await site.visitorAs('moderator');
    assert.match((await judge.get('/moderation/flags')).text, /Слова о вас[\s\S]*Тихий Читатель/);

    await judge.post(`/moderation/flags/${postId}`, { verdict: 'deleted', reason: 'грубо' });
    const undoPath = async (who: { get: typeof author.get }) => {
      const line = new RegExp(`<li id="action-\\d+"[^>]*>(?:(?!</li>)[\\s\\S])*№ ${postId}<[\\s\\S]*?</li>`);
      return /action="([^"]+undo)"/.exec(line.exec((await who.get('/log')).text)?.[0] ?? '')?.[1];
    };
    assert.equal(await undoPath(author), undefined);
    const undo = (await undoPath(judge)) ?? assert.fail('no way back for others');
    for (const path of [undo, `/posts/${postId}/restore`]) {
      const refused = await author.post(path);
      assert.equal(refused.status, 403);
      assert.match(refused.text, /может отменить только другой модератор/);
    }
    assert.notEqual((await site.services.posts.find(postId))?.deleted, null);
  });

  test('too many in a row are told when the next one is possible', async () => {
    const reader = await site.visitorAs('member');
    const answers = [];
    for (let at = 0; at <= 10; at++) {
      const form = `/posts/${await written()}/flag`;
      answers.push(await reader.post(form, { reason: 'spam' }));
      if (at < 5)
        assert.equal((await reader.post(form, { reason: 'spam' })).status, 303, 'a second click costs nothing');
    }
    assert.deepEqual(
      answers.map(({ status }) => status),
      [...Array(10).fill(303), 429],
    );
    assert.match(answers.at(-1)?.text ?? '', /Слишком много жалоб подряд/);
  });

  test('a decision on a later page leads back to it, a missing reason too', async () => {
    const moderator = await site.visitorAs('moderator');
    const posts: number[] = [];
    for (let n = 0; n < 22; n++) {
      const postId = await written();
      const flag = { postId, reason: 'spam', words: '' } as const;
      await site.services.flagPost(await site.addUser('member'), flag);
      posts.push(postId);
    }
    const [, later = ''] =
      /href="\/moderation\/flags\?after=(\d+)"/.exec((await moderator.get('/moderation/flags')).text) ?? [];
    const second = (await moderator.get(`/moderation/flags?after=${later}`)).text;
    assert.match(second, new RegExp(`name="after" value="${later}"`));
    const shown = posts.filter((id) => second.includes(`id="flagged-${id}"`));
    assert.ok(shown.length > 0);
    for (const [place, id] of shown.entries()) {
      const hasty = await moderator.post(`/moderation/flags/${id}`, { verdict: 'deleted', reason: '', after: later });
      assert.equal(hasty.status, 422);
      assert.match(hasty.text, new RegExp(`id="reason-${id}-error"`));
      const decided = await moderator.post(`/moderation/flags/${id}`, { verdict: 'kept', reason: '', after: later });
      assert.equal(decided.headers.location, `/moderation/flags?after=${later}`);
      const next = await moderator.get(`/moderation/flags?after=${later}`);
      const isLast = place === shown.length - 1;
      assert.deepEqual([next.status, next.headers.location], isLast ? [303, '/moderation/flags'] : [200, undefined]);
    }
    assert.match((await moderator.get('/moderation/flags')).text, /Сообщение оставлено/, 'the notice comes through');
  });

  test('a hidden thread and a deleted post cannot be reported', async () => {
    const reader = await site.visitorAs('member');
    const postId = await written();
    const author = await site.services.users.get((await site.services.posts.find(postId))?.userId ?? 0);
    await site.services.deletePost(author, { postId, reason: '' });
    assert.equal((await reader.get(`/posts/${postId}/flag`)).status, 404);
    assert.equal((await reader.post(`/posts/${postId}/flag`, { reason: 'spam' })).status, 404);
  });
});
