import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { HOUR } from '../../src/lib/clock.js';
import { addUser } from '../support/forum-builders.js';
import { addPost } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';
import { elsewhere, MONDAY, retold, WIRE, wire } from './story-reports.js';
import { createStoryRig, type StoryRig, type Words } from './story-rig.js';

describeOnEachDatabase('joining new articles to stories', (db) => {
  let rig: StoryRig;

  beforeEach(async () => {
    await db().write('threads').delete();
    rig = await createStoryRig(db());
  });

  async function store(at: number, words: Words, hours = 0): Promise<number> {
    const id = await rig.publish(at, `${hours}/${encodeURIComponent(words.title)}`, words, hours);
    return (await db().read('articles').where({ id }).first('thread_id')).thread_id;
  }
  const group = (isOn?: boolean) => rig.group(isOn);

  const threadOf = async (title: string): Promise<number> =>
    (await db().read('articles').where('title', title).first('thread_id')).thread_id;
  const rowOf = (id: number) => db().read('threads').where('id', id).first();
  const decisionOf = async (title: string) =>
    db()
      .read('story_decisions')
      .join('articles', 'articles.id', 'story_decisions.article_id')
      .where('articles.title', title)
      .first('story_decisions.*');

  test('another source’s telling joins; its thread leads to the story; the decision is kept with score and reason', async () => {
    const story = await store(0, wire());
    const own = await store(1, retold(), 2);
    await store(2, elsewhere(), 3);
    assert.equal(await group(), 1);
    assert.equal(await threadOf(retold().title), story);
    const row = await rowOf(story);
    assert.deepEqual([row.article_count, row.source_count], [2, 2]);
    const former = await rowOf(own);
    assert.equal(former.merged_into, story);
    assert.notEqual(former.hidden_at, null);
    const decision = await decisionOf(retold().title);
    assert.equal(decision.kind, 'report');
    assert.equal(decision.reason, 'same-event');
    assert.ok(decision.score > 0.75);
    assert.equal((await decisionOf(elsewhere().title)).kind, 'own');
  });

  test('deciding again changes nothing, and the queue is empty', async () => {
    await store(0, wire());
    await store(1, retold(), 2);
    await group();
    const before = await db().read('threads').orderBy('id');
    assert.equal(await group(), 0);
    assert.deepEqual(await db().read('threads').orderBy('id'), before);
    assert.equal((await db().read('story_queue')).length, 0);
  });

  test('an edited repeat by the same source joins as a repeat and is no further source', async () => {
    const story = await store(0, wire());
    await store(
      0,
      { title: 'В Заозёрск привезли комплексы (уточнено)', text: WIRE.replace('утром', 'на рассвете') },
      20,
    );
    await group();
    assert.equal((await decisionOf('В Заозёрск привезли комплексы (уточнено)')).kind, 'repeat');
    const row = await rowOf(story);
    assert.deepEqual([row.article_count, row.source_count], [2, 1]);
  });

  test('three in one batch: the third is judged by all that joined before it', async () => {
    const story = await store(0, wire());
    await store(1, retold(), 2);
    await store(2, { title: 'Заозёрск: комплексы на месте', text: WIRE }, 3);
    assert.equal(await group(), 2);
    assert.equal((await rowOf(story)).article_count, 3);
  });

  test('a story begins with its earliest report, also when that arrives last', async () => {
    const story = await store(0, retold(), 5);
    await store(1, wire(), 1);
    await group();
    const row = await rowOf(story);
    assert.equal(row.title, wire().title);
    assert.equal(row.feed_id, rig.feeds[1]?.id);
    assert.equal(Number(row.published_at), MONDAY + HOUR);
  });

  test('an old event told alike is not joined', async () => {
    const story = await store(0, wire());
    await store(1, retold(), 80);
    assert.equal(await group(), 0);
    assert.equal((await rowOf(story)).article_count, 1);
    assert.equal((await decisionOf(retold().title)).reason, 'late');
  });

  test('posts move along when one of the two has none; two discussions stay two', async () => {
    const author = await addUser(db());
    const story = await store(0, wire());
    const own = await store(1, retold(), 2);
    const post = await addPost(db(), { threadId: own, userId: author });
    await group();
    assert.equal((await db().read('posts').where('id', post).first()).thread_id, story);
    assert.equal(Number((await rowOf(story)).reply_count), 1);
    const third = await store(2, { title: 'Заозёрск: комплексы на месте', text: WIRE }, 3);
    await addPost(db(), { threadId: third, userId: author });
    assert.equal(await group(), 0);
    assert.equal((await decisionOf('Заозёрск: комплексы на месте')).reason, 'discussed');
    assert.equal((await rowOf(third)).merged_into, null);
  });

  test('an article that cannot be compared holds up no other, keeps its thread, and is named', async () => {
    const story = await store(0, wire());
    const broken = await store(1, { title: 'Сборная выиграла кубок', text: 'Вратарь отразил сорок бросков.' }, 1);
    await store(2, retold(), 2);
    const skipped: number[] = [];
    assert.equal(await rig.group(true, { broken, skipped }), 1);
    assert.deepEqual(skipped, [broken]);
    assert.equal(await threadOf(retold().title), story);
    assert.equal((await decisionOf('Сборная выиграла кубок')).kind, 'own');
    assert.equal(await rig.group(true, { broken, skipped }), 0);
    assert.equal(skipped.length, 1, 'once');
  });

  test('told off, the machine joins nothing, also not later', async () => {
    const story = await store(0, wire());
    await store(1, retold(), 2);
    assert.equal(await group(false), 0);
    assert.equal(await group(true), 0);
    assert.equal((await rowOf(story)).article_count, 1);
  });

  test('what moderators said of two articles stands', async () => {
    const story = await store(0, wire());
    await store(1, retold(), 2);
    const author = await addUser(db());
    const ids: number[] = await db().read('articles').orderBy('id').pluck('id');
    const entry = { actor_id: author, action: 'x', subject: 'thread', subject_id: 1, title: '', reason: '' };
    const [log] = await db()
      .write('moderation_log')
      .insert({ ...entry, details: '{}', created_at: 1 })
      .returning('id');
    const ruling = { low_id: ids[0], high_id: ids[1], is_same: false, log_id: log.id };
    await db().write('story_rulings').insert(ruling);
    assert.equal(await group(), 0);
    assert.equal((await decisionOf(retold().title)).reason, 'ruled-apart');
    assert.equal((await rowOf(story)).article_count, 1);
  });
});
