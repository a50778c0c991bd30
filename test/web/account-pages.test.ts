import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { goodPassword } from '../support/accounts.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

let site: TestSite;

before(async () => {
  site = await startTestSite({ content: 'empty' });
});
after(() => site.close());

const english = { 'Accept-Language': 'en' };

/** Sends the form of a page as a browser would: to its own action, with all its fields. */
async function submit(visitor: ReturnType<TestSite['visitor']>, path: string, typed: Record<string, string>) {
  const page = readPage((await visitor.get(path, english)).text);
  const forms = page.all('form', { method: 'post' }).map((form) => form.attribs.action ?? '');
  const fields = page.all('input').concat(page.all('textarea'), page.all('select'));
  for (const name of Object.keys(typed))
    assert.ok(
      fields.some((field) => field.attribs.name === name),
      `${path} has a field ${name}`,
    );
  const hidden = Object.fromEntries(
    page.all('input', { type: 'hidden' }).map(({ attribs }) => [attribs.name ?? '', attribs.value ?? '']),
  );
  return { forms, send: (action: string) => visitor.postRaw(action, { ...hidden, ...typed }, english) };
}

describe('registration', () => {
  test('the form makes an account, logs in, greets once and leads back to where the reader was', async () => {
    const visitor = site.visitor();
    const form = await submit(visitor, '/register?next=%2Ffeeds', {
      name: 'Новая участница',
      email: 'new@example.org',
      password: goodPassword,
    });
    assert.ok(form.forms.includes('/register'));
    const answer = await form.send('/register');
    assert.deepEqual([answer.status, answer.headers.location], [303, '/feeds']);
    const greeting = await visitor.get('/feeds');
    assert.match(greeting.text, /role="status">[^<]*Новая участница/);
    assert.doesNotMatch((await visitor.get('/feeds')).text, /role="status"/);
    assert.ok(greeting.text.includes('/logout'));
  });

  test('wrong fields come back with what was typed, a message and no password', async () => {
    const visitor = site.visitor();
    const form = await submit(visitor, '/register', { name: 'x', email: 'nonsense', password: 'short' });
    const answer = await form.send('/register');
    assert.equal(answer.status, 422);
    const page = readPage(answer.text);
    assert.equal(page.all('input', { name: 'email' })[0]?.attribs.value, 'nonsense');
    assert.equal(page.all('input', { name: 'password' })[0]?.attribs.value, '');
    for (const name of ['name', 'email', 'password']) {
      const [field] = page.all('input', { name });
      assert.equal(field?.attribs['aria-invalid'], 'true', name);
      const described = (field?.attribs['aria-describedby'] ?? '').split(' ');
      assert.ok(described.includes(`field-${name}-error`) && described.every((id) => page.ids.has(id)), name);
    }
  });

  test('members need neither form', async () => {
    const member = await site.visitorAs('member');
    for (const path of ['/login', '/register'])
      assert.equal((await member.get(`${path}?next=/feeds`)).headers.location, '/feeds');
  });

  test('a closed site says so and offers no form', async () => {
    const closed = await startTestSite({ content: 'empty', env: { REGISTRATION: 'off' } });
    try {
      const visitor = closed.visitor();
      const page = readPage((await visitor.get('/register', english)).text);
      assert.equal(page.all('input', { name: 'password' }).length, 0);
      assert.ok(!readPage((await visitor.get('/')).text).links.includes('/register'));
      const fields = { name: 'Кто-то', password: goodPassword };
      assert.equal((await visitor.post('/register', fields)).status, 403);
      assert.equal(await closed.services.users.count(), 0);
    } finally {
      await closed.close();
    }
  });
});

describe('login and logout', () => {
  test('a wrong password and an unknown name are the same page', async () => {
    const user = await site.addUser('member', { name: 'Есть такая' });
    const answers = [];
    for (const login of [user.name, 'Нет такой!']) {
      const form = await submit(site.visitor(), '/login', { login, password: 'not-her-password' });
      const answer = await form.send('/login');
      const bare = answer.text.replaceAll(login, 'NAME').replace(/name="_csrf" value="[^"]+"/g, '');
      answers.push({ status: answer.status, bare });
    }
    assert.equal(answers[0]?.status, 422);
    assert.deepEqual(answers[0], answers[1]);
  });

  test('strangers cannot send a member elsewhere', async () => {
    const user = await site.addUser('member');
    const visitor = site.visitor();
    const evil = '/login?next=%2F%5Cevil.example';
    assert.equal(readPage((await visitor.get(evil)).text).all('input', { name: 'next' })[0]?.attribs.value, '/');
    const answer = await visitor.post('/login', { login: user.name, password: goodPassword, next: '//evil.example/' });
    assert.equal(answer.headers.location, '/');
  });

  test('logging out ends the session for good', async () => {
    const member = await site.visitorAs('member');
    const page = readPage((await member.get('/account')).text);
    assert.ok(page.all('form').some((form) => form.attribs.action === '/logout'));
    assert.equal((await member.post('/logout')).status, 303);
    assert.equal((await member.get('/account')).headers.location, '/login?next=%2Faccount');
  });
});

describe('account', () => {
  test('the profile form of the page stores what was typed', async () => {
    const member = await site.visitorAs('member');
    const typed = {
      place: 'Псков',
      about: 'Две строки\nо себе',
      birthday: '1990-02-28',
      gender: 'other',
      language: 'en',
    };
    const form = await submit(member, '/account', typed);
    const answer = await form.send(
      form.forms.find((action) => action === '/account/profile') ?? 'the page has no such form',
    );
    assert.deepEqual([answer.status, answer.headers.location], [303, '/account']);
    const stored = await site.services.users.get(member.user.id);
    assert.deepEqual({ ...typed, about: stored.about?.replaceAll('\r', '') }, { ...pick(stored) });
    assert.equal(readPage((await member.get('/account')).text).language, 'en');
  });

  test('a wrong date comes back beside what was typed', async () => {
    const member = await site.visitorAs('member');
    const answer = await member.post('/account/profile', { birthday: '1990-02-31', place: 'Псков' });
    assert.equal(answer.status, 422);
    const page = readPage(answer.text);
    assert.equal(page.all('input', { name: 'place' })[0]?.attribs.value, 'Псков');
    assert.equal(page.all('input', { name: 'birthday' })[0]?.attribs['aria-invalid'], 'true');
  });

  test('a new password ends the other sessions and keeps this one', async () => {
    const member = await site.visitorAs('member');
    const elsewhere = site.visitor();
    await elsewhere.logIn(member.user.name, goodPassword);
    const newPassword = 'another-otter-lake-43';
    const form = await submit(member, '/account/security', { currentPassword: goodPassword, newPassword });
    assert.equal((await form.send('/account/password')).status, 303);
    assert.equal((await member.get('/account')).status, 200);
    assert.equal((await elsewhere.get('/account')).status, 303);
    await site.visitor().logIn(member.user.name, newPassword);
  });
});

function pick({ place, about, birthday, gender, language }: Awaited<ReturnType<TestSite['services']['users']['get']>>) {
  return { place, about, birthday, gender, language };
}
