import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { addUser } from '../support/forum-builders.js';
import { addPost } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';
import { elsewhere, retold, WIRE, wire } from './story-reports.js';
import { createStoryRig, type StoryRig } from './story-rig.js';

describeOnEachDatabase('deciding again on edited articles', (db) => {
  let rig: StoryRig;
  /** A story of two sources, and another event told by the third. */
  let first: number;
  let told: number;
  let other: number;

  beforeEach(async () => {
    await db().write('threads').delete();
    rig = await createStoryRig(db());
    first = await rig.publish(0, 'first', wire());
    told = await rig.publish(1, 'told', retold(), 2);
    other = await rig.publish(2, 'other', elsewhere(), 3);
    assert.equal(await rig.group(), 1);
  });

  const threadOf = async (id: number): Promise<number> =>
    (await db().read('articles').where({ id }).first('thread_id')).thread_id;
  const decisionOf = (id: number) => db().read('story_decisions').where('article_id', id).first();
  const queued = () => db().read('story_queue').pluck('article_id');
  const places = () => Promise.all([first, told, other].map(threadOf));
  /** The second report turns out to be about the other place. */
  const toldOfOther = () => {
    const { title, text } = elsewhere();
    return rig.publish(1, 'told', { title: `${title}: подробности`, text: text.replace('рассказала', 'сообщила') }, 2);
  };

  async function rule(isSame: boolean): Promise<void> {
    const entry = { actor_id: await addUser(db()), action: 'x', subject: 'thread', subject_id: 1, title: '' };
    const [log] = await db()
      .write('moderation_log')
      .insert({ ...entry, reason: '', details: '{}', created_at: 1 })
      .returning('id');
    const [low, high] = [Math.min(first, told), Math.max(first, told)];
    await db().write('story_rulings').insert({ low_id: low, high_id: high, is_same: isSame, log_id: log.id });
  }

  test('an article that tells another event now leaves its story and joins the other; the decision says why', async () => {
    assert.equal(await threadOf(told), await threadOf(first));
    await toldOfOther();
    assert.deepEqual(await queued(), [told]);
    assert.equal(await rig.group(), 1);
    assert.equal(await threadOf(told), await threadOf(other));
    assert.notEqual(await threadOf(told), await threadOf(first));
    const decision = await decisionOf(told);
    assert.deepEqual([decision.kind, decision.against_id], ['repeat', other]);
    assert.ok(decision.score > 0.78);
    const left = await db()
      .read('threads')
      .where('id', await threadOf(first))
      .first();
    assert.deepEqual([left.article_count, left.source_count], [1, 1]);
    assert.deepEqual(await queued(), []);
    assert.equal(await rig.group(), 0, 'again: nothing');
  });

  test('an edited article that cannot be compared stays, is named once, and holds up nothing', async () => {
    await toldOfOther();
    const skipped: number[] = [];
    // The review asks for what is near under a number that no thread has.
    assert.equal(await rig.group(true, { broken: -1, skipped }), 0);
    assert.deepEqual(skipped, [await threadOf(first)]);
    assert.deepEqual(await queued(), []);
    assert.equal(await threadOf(told), await threadOf(first));
  });

  test('one that tells what nobody else does gets its own thread back', async () => {
    const own = (await decisionOf(told)).own_thread_id;
    const text =
      'Музей истории связи открыл выставку старых телефонных станций. Вход по пятницам бесплатный для школьников.';
    await rig.publish(1, 'told', { title: 'Музей связи показал телефонные станции', text }, 2);
    assert.equal(await rig.group(), 1);
    assert.equal(await threadOf(told), own);
    const thread = await db().read('threads').where('id', own).first();
    assert.deepEqual([thread.hidden_at, thread.merged_into, thread.article_count], [null, null, 1]);
    const decision = await decisionOf(told);
    assert.deepEqual([decision.kind, decision.against_id, decision.reason], ['own', first, 'names-differ']);
    assert.ok(decision.score < 0.5);
  });

  test('one that stood alone joins what it tells now', async () => {
    await rig.publish(2, 'other', { title: 'В Заозёрск привезли комплексы голосования', text: WIRE }, 3);
    assert.equal(await rig.group(), 1);
    assert.equal(new Set(await places()).size, 1);
    assert.equal((await decisionOf(other)).kind, 'repeat');
  });

  test('an edit that leaves it alike moves nothing and leaves the decision', async () => {
    const before = [await places(), await decisionOf(told)];
    const { title, text } = retold();
    await rig.publish(1, 'told', { title: `${title} (обновлено)`, text: `${text} Испытания покажут в эфире.` }, 2);
    assert.deepEqual(await queued(), [told]);
    assert.equal(await rig.group(), 0);
    assert.deepEqual([await places(), await decisionOf(told)], before);
    assert.deepEqual(await queued(), []);
  });

  test('nor does it make a decision on an article that stands alone', async () => {
    const { title, text } = elsewhere();
    await db().write('story_decisions').where('article_id', other).update({ score: 0.123 });
    await rig.publish(2, 'other', { title, text: `${text} Подробности позже.` }, 3);
    await rig.group();
    assert.equal((await decisionOf(other)).score, 0.123);
    await rig.publish(2, 'other', { title: 'Выставка станций', text: 'Музей показал старые телефонные станции.' }, 3);
    await rig.group();
    assert.notEqual((await decisionOf(other)).score, 0.123, 'another text does');
  });

  test('white space alone is not even looked at', async () => {
    const { title, text } = retold();
    await rig.publish(1, 'told', { title, text: text.replaceAll(' ', '  ') }, 2);
    assert.deepEqual(await queued(), []);
  });

  for (const [where, article] of [
    ['the story it stands in', () => first],
    ['the story it would join', () => other],
  ] as const) {
    test(`nothing moves when somebody wrote in ${where}`, async () => {
      await addPost(db(), { threadId: await threadOf(article()), userId: await addUser(db()) });
      const before = [await places(), await decisionOf(told)];
      await toldOfOther();
      assert.equal(await rig.group(), 0);
      assert.deepEqual([await places(), await decisionOf(told)], before);
      assert.deepEqual(await queued(), []);
    });
  }

  test('nothing moves on which a moderator ruled', async () => {
    await rule(true);
    const before = await places();
    await toldOfOther();
    assert.equal(await rig.group(), 0);
    assert.deepEqual(await places(), before);
  });

  test('an edit that arrives while an earlier one is looked at has its turn', async () => {
    const { title, text } = retold();
    await rig.publish(1, 'told', { title, text: `${text} Испытания покажут в эфире.` }, 2);
    rig.duringNextGroup(toldOfOther);
    assert.equal(await rig.group(), 1);
    assert.equal(await threadOf(told), await threadOf(other));
    assert.deepEqual(await queued(), []);
  });

  test('so does one that arrives while a new article is decided upon', async () => {
    const { title, text } = wire();
    const fourth = await rig.publish(2, 'fourth', { title: `${title}: кратко`, text }, 4);
    const { title: newTitle, text: newText } = elsewhere();
    rig.duringNextGroup(() => rig.publish(2, 'fourth', { title: newTitle, text: newText }, 4));
    assert.equal(await rig.group(), 1);
    assert.deepEqual([await threadOf(fourth), await queued()], [await threadOf(first), [fourth]]);
    assert.equal(await rig.group(), 1);
    assert.deepEqual([await threadOf(fourth), await queued()], [await threadOf(other), []]);
  });

  test('told to stop, it stops after an article; the index follows each that moved', async () => {
    const text = 'Музей истории связи открыл выставку старых телефонных станций. Вход бесплатный.';
    await rig.publish(1, 'told', { title: 'Музей связи показал станции', text }, 2);
    await rig.publish(2, 'other', { title: 'В Заозёрск привезли комплексы голосования', text: WIRE }, 3);
    let followed = 0;
    const run = { follow: async () => void followed++, shouldStop: () => followed > 0 };
    assert.equal(await rig.group(true, run), 1);
    assert.deepEqual([followed, await queued()], [1, [other]]);
    assert.equal(await rig.group(), 1);
    assert.deepEqual(await queued(), []);
  });

  test('told off, the machine does not look at edits, also not later', async () => {
    const before = await places();
    await toldOfOther();
    assert.equal(await rig.group(false), 0);
    assert.equal(await rig.group(true), 0);
    assert.deepEqual(await places(), before);
  });
});
