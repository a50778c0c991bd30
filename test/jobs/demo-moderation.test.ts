import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { count, dumpTables, orphans } from '../support/inspect-db.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

let site: TestSite;
before(async () => {
  site = await startTestSite({ content: 'demo' });
});
after(() => site.close());

const WRITTEN = ['follows', 'article_rules', 'moderation_log', 'set_aside', 'story_rulings'];

test('the demo has been moderated: its log, rules and held items show it', async () => {
  const moderator = await site.visitorAs('moderator', { language: 'ru' });
  const log = readPage((await moderator.get('/log')).text);
  assert.match(log.text, /Материалы партнёров смотрим сами/);
  assert.match(log.text, /Обе заметки — о первом дне пересчёта/);
  assert.match(log.text, /Нина Павловна/);
  const held = readPage((await moderator.get('/moderation/held')).text);
  assert.match(held.text, /Сейф-пакеты с умной пломбой/);
  assert.match(held.text, /партнёрский материал/i);
  assert.doesNotMatch(held.text, /Агитатор за выходные/);
  const rejected = readPage((await moderator.get('/moderation/held?kind=rejected')).text);
  assert.match(rejected.text, /Агитатор за выходные/);
  assert.match(rejected.text, /Реклама платных курсов/);
  const { id } = (await site.services.feeds.findByUrl('https://cifra.example/atom.xml')) ?? { id: 0 };
  assert.match((await moderator.get(`/moderation/rules?source=${id}`)).text, /Материалы партнёров смотрим сами/);
  assert.equal((await site.visitor().get('/search?q=пломбой')).text.includes('Сейф-пакеты'), false);
});

test('members who said nothing in a discussion follow it', async () => {
  const rows = await site.services.db
    .read('follows')
    .join('users', 'users.id', 'follows.user_id')
    .where({ kind: 'thread', 'users.is_demo': true })
    .orderBy('users.name')
    .pluck('users.name');
  assert.deepEqual(rows, ['Нина Павловна', 'Рябь на воде']);
});

test('loading again changes nothing; removing takes it all', async () => {
  const { db, demo } = site.services;
  const dump = async () => {
    const all = await dumpTables(db);
    return WRITTEN.map((table) => all[table]);
  };
  const before = await dump();
  await demo.load();
  assert.deepEqual(await dump(), before);
  await demo.remove();
  for (const table of WRITTEN) assert.equal(await count(db, table), 0, table);
  assert.deepEqual(await orphans(db), []);
});
