/** Registration, forgotten password and change of address, with the letters that a real mail server received. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { goodPassword } from '../../support/accounts.js';
import { linkIn, type MailServer, startMailServer } from '../../support/mail-server.js';
import { startTestSite, type TestSite, until } from '../../support/test-site.js';
import type { Visitor } from '../../support/visitor.js';

const NEW_PASSWORD = 'quiet-harbour-violin-7';
let mail: MailServer;
let site: TestSite;

before(async () => {
  mail = await startMailServer();
  site = await startTestSite({
    content: 'demo',
    env: { SMTP_URL: mail.url, MAIL_FROM: 'Трибуна <site@hustings.example>', SITE_NAME: 'Трибуна' },
  });
});
after(async () => {
  await site.close();
  await mail.close();
});

const pathOf = (link: string) => new URL(link).pathname;

async function register(visitor: Visitor, name: string, email: string) {
  return visitor.post('/register', { name, email, password: goodPassword });
}

/** Registered and confirmed. */
async function addConfirmed(name: string, email: string): Promise<Visitor> {
  const visitor = site.visitor();
  await register(visitor, name, email);
  await visitor.post(pathOf(linkIn(await mail.mailTo(email), '/verify/')));
  return visitor;
}

describe('registration', () => {
  test('a new member reads at once and writes as soon as the link of the letter was confirmed', async () => {
    const visitor = site.visitor();
    assert.equal((await register(visitor, 'Новенькая', 'new@example.org')).status, 303);
    const [thread] = (await site.services.threads.list({ order: 'newest', limit: 1 })).threads;
    const page = await visitor.get(`/threads/${thread?.id}`);
    assert.match(page.text, /new@example\.org/, 'told where the letter went');
    assert.doesNotMatch(page.text, /<textarea/);
    const refused = await visitor.post(`/threads/${thread?.id}/posts`, { markdown: 'Первое слово' });
    assert.equal(refused.status, 403);
    assert.match(refused.text, /подтвердите адрес/i);

    const letter = await mail.mailTo('new@example.org');
    assert.equal(letter.mail.from?.text, '"Трибуна" <site@hustings.example>');
    assert.match(letter.mail.subject ?? '', /Подтвердите адрес/);
    assert.equal(letter.mail.headers.get('auto-submitted'), 'auto-generated');
    const link = linkIn(letter, '/verify/');
    assert.ok(link.startsWith(`${site.url}/`), 'links come from the site address');
    assert.ok(String(letter.mail.html).includes(link));
    const question = await site.visitor().get(pathOf(link));
    assert.match(question.text, /<form method="post"/);
    assert.equal(
      (await visitor.get('/account/security')).text.includes('Подтверждён: new@'),
      false,
      'a look changes nothing',
    );

    assert.equal((await visitor.post(pathOf(link))).status, 303);
    const posted = await visitor.post(`/threads/${thread?.id}/posts`, { markdown: 'Первое слово' });
    assert.match(String(posted.headers.location), /^\/posts\//);
    assert.equal((await site.visitor().get(pathOf(link))).status, 410, 'single use');
    assert.equal((await site.visitor().post(pathOf(link))).status, 422);
  });

  test('a known address gets the same answer, and another letter', async () => {
    await addConfirmed('Хозяйка адреса', 'owner@example.org');
    const [known, fresh] = [site.visitor(), site.visitor()];
    const answers = [
      await register(known, 'Чужой один', 'owner@example.org'),
      await register(fresh, 'Чужой два', 'fresh@example.org'),
    ];
    assert.deepEqual(
      answers.map(({ status, headers }) => [status, headers.location]),
      [
        [303, '/'],
        [303, '/'],
      ],
    );
    const bare = async (visitor: Visitor, ...words: string[]) =>
      words.reduce(
        (text, word) => text.replaceAll(word, ''),
        (await visitor.get('/feeds')).text.replace(/value="[^"]*"|members\/\d+/g, ''),
      );
    assert.equal(
      await bare(known, 'Чужой один', 'owner@example.org'),
      await bare(fresh, 'Чужой два', 'fresh@example.org'),
    );
    const letter = await mail.mailTo('owner@example.org', 2);
    assert.match(letter.mail.subject ?? '', /уже есть/);
    assert.doesNotMatch(letter.mail.text ?? '', /verify/);
  });

  test('the letter can be asked for again, five times an hour; with one link confirmed all end, and at once when the address is another', async () => {
    const visitor = site.visitor();
    await register(visitor, 'Нетерпеливая', 'again@example.org');
    const first = linkIn(await mail.mailTo('again@example.org'), '/verify/');
    for (let count = 0; count < 5; count++) assert.equal((await visitor.post('/account/email/resend')).status, 303);
    assert.equal((await visitor.post('/account/email/resend')).status, 429);
    const newest = linkIn(await mail.mailTo('again@example.org', 6), '/verify/');
    assert.equal((await visitor.post(pathOf(newest))).status, 303);
    assert.equal((await visitor.post(pathOf(first))).status, 422);

    const other = site.visitor();
    await register(other, 'С опечаткой', 'tpyo@example.org');
    const wrong = linkIn(await mail.mailTo('tpyo@example.org'), '/verify/');
    await other.post('/account/email', { email: 'typo@example.org', currentPassword: goodPassword });
    assert.equal((await other.post(pathOf(wrong))).status, 422);
  });
});

describe('a forgotten password', () => {
  test('is replaced through the letter: once, and all sessions end', async () => {
    const member = await addConfirmed('Забывчивая', 'forgot@example.org');
    assert.equal((await site.visitor().post('/reset', { login: 'FORGOT@example.org' })).headers.location, '/login');
    const link = pathOf(linkIn(await mail.mailTo('forgot@example.org', 2), '/reset/'));
    const stranger = site.visitor();
    assert.match((await stranger.get(link)).text, /Забывчивая/);
    const weak = await stranger.post(link, { newPassword: 'short' });
    assert.equal(weak.status, 422);
    assert.equal((await stranger.post(link, { newPassword: NEW_PASSWORD })).headers.location, '/login');
    assert.equal((await stranger.get(link)).status, 410);
    assert.equal((await member.get('/account')).status, 303, 'the old session is over');
    await site.visitor().logIn('Забывчивая', NEW_PASSWORD);
    assert.match((await mail.mailTo('forgot@example.org', 3)).mail.subject ?? '', /новый пароль/);
  });

  test('is answered alike whether there is such an account or not, and no mailbox is flooded', async () => {
    await addConfirmed('Известная', 'known@example.org');
    const answers = [];
    for (const login of ['known@example.org', 'Известная', 'unknown@example.org', 'Никто', "'; drop"]) {
      const visitor = site.visitor();
      const { status, headers } = await visitor.post('/reset', { login });
      const bare = (await visitor.get('/login')).text.replace(/value="[^"]*"/g, '');
      answers.push(JSON.stringify([status, headers.location, bare]));
    }
    assert.equal(new Set(answers).size, 1);
    for (let count = 0; count < 6; count++) await site.visitor().post('/reset', { login: 'known@example.org' });
    // One for the registration, three by the address, one by the name.
    await mail.mailTo('known@example.org', 5);
    // The server has a letter a moment before the site knows that it was taken.
    await until('no letter waits', async () => (await site.services.mails.count(0)).waiting === 0);
    assert.equal(mail.sentTo('known@example.org').length, 5);
  });

  test('a Host header of a stranger does not get into the link', async () => {
    await addConfirmed('Осторожная', 'host@example.org');
    const visitor = site.visitor();
    const fields = { login: 'host@example.org', _csrf: await visitor.token() };
    await visitor.postRaw('/reset', fields, { 'X-Forwarded-Host': 'evil.example', Host: 'evil.example' });
    await visitor.postRaw('/reset', fields, { 'X-Forwarded-Host': 'evil.example' });
    const letter = await mail.mailTo('host@example.org', 2);
    assert.doesNotMatch(letter.raw, /evil/);
    assert.ok(linkIn(letter, '/reset/').startsWith(site.url));
  });
});

describe('a change of address', () => {
  test('asks for the password, is confirmed by the new address and told to the old one', async () => {
    const member = await addConfirmed('Переезжающая', 'old@example.org');
    const wrong = await member.post('/account/email', { email: 'moved@example.org', currentPassword: 'guess' });
    assert.equal(wrong.status, 422);
    await member.post('/account/email', { email: 'moved@example.org', currentPassword: goodPassword });
    const link = pathOf(linkIn(await mail.mailTo('moved@example.org'), '/verify/'));
    assert.match((await member.get('/account/security')).text, /Подтверждён: old@example\.org/);
    assert.equal((await member.post(link)).headers.location, '/');
    assert.match((await member.get('/account/security')).text, /Подтверждён: moved@example\.org/);
    assert.match((await mail.mailTo('old@example.org', 2)).mail.subject ?? '', /адрес.*изменён/i);
  });

  test('an address that somebody has confirmed meanwhile is not taken over', async () => {
    const one = site.visitor();
    const two = site.visitor();
    await register(one, 'Первая с адресом', 'both@example.org');
    const first = pathOf(linkIn(await mail.mailTo('both@example.org'), '/verify/'));
    await register(two, 'Вторая с адресом', 'both@example.org');
    const second = pathOf(linkIn(await mail.mailTo('both@example.org', 2), '/verify/'));
    assert.equal((await two.post(second)).status, 303);
    assert.equal((await one.post(first)).status, 422);
    const [user] = await site.services.db.read('users').where('email_key', 'both@example.org');
    assert.equal(user.name, 'Вторая с адресом');
  });
});
