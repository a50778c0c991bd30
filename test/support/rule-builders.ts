/** Rules for tests, and who may make them. */
import type { User } from '../../src/accounts/user.js';
import { createUserStore } from '../../src/accounts/user-store.js';
import type { Db } from '../../src/db/db.js';
import { noVerdict, type Rule, type RuleDraft, type RuleEffect, type RuleSubject } from '../../src/feeds/rule.js';
import { createRuleStore } from '../../src/feeds/rule-store.js';
import { createSetAsideStore } from '../../src/feeds/set-aside-store.js';
import { keepRevision } from '../../src/news/revision-store.js';
import { addUser } from './forum-builders.js';
import { draftOf, NOW } from './news-builders.js';

const draft: RuleDraft = {
  feedId: null,
  name: 'Правило',
  action: 'exclude',
  categoryId: null,
  tag: '',
  matcher: 'words',
  fields: ['title', 'text'],
  terms: 'слово',
  isAll: false,
  isEnabled: true,
};

export function ruleOf(more: Partial<Rule>): Rule {
  return { ...draft, id: 1, position: 1, ...more };
}

export function addRule(db: Db, more: Partial<RuleDraft>): Promise<number> {
  return db.transact((trx) => createRuleStore(db).insert(trx, { ...draft, ...more }, { by: null, at: NOW }));
}

export function subjectOf(title: string, more: Partial<RuleSubject> = {}): RuleSubject {
  return { title, text: '', url: 'https://n.example/a', author: null, tags: [], language: 'ru', ...more };
}

export async function addModerator(db: Db): Promise<User> {
  const id = await addUser(db, { role: 'moderator' });
  const user = await createUserStore(db).find(id);
  if (!user) throw new Error('just inserted');
  return user;
}

/** A rule of each kind, an item that one of them held, and an earlier version of an article. Leaves a rule's number. */
export async function furnishRules(db: Db, feedId: number, articleId: number): Promise<number> {
  const id = await addRule(db, { feedId, name: 'Слухи', action: 'hold', terms: 'слухи' });
  await addRule(db, { name: 'Без спорта', terms: 'матч, чемпионат' });
  await addRule(db, { name: 'Только по теме', action: 'include', matcher: 'topic', terms: '', isEnabled: false });
  const effect: RuleEffect = { ruleId: id, name: 'Слухи', action: 'hold', value: '', words: ['Слухи'] };
  await db.transact(async (trx) => {
    const held = { draft: draftOf('Слухи о пересчёте'), verdict: { ...noVerdict, kind: 'hold' as const, by: effect } };
    await createSetAsideStore(db).insertHeld(trx, [held], { feedId, cleanerVersion: 1, now: NOW });
    await createRuleStore(db).insertEffects(trx, [{ ...effect, articleId, action: 'tag', value: 'явка' }]);
    await keepRevision(
      trx,
      articleId,
      { title: 'Прежний заголовок', text: 'Прежний текст.' },
      { changeSeq: 1, now: NOW },
    );
    await trx('articles').where('id', articleId).update({ edited_at: NOW });
  });
  return id;
}
