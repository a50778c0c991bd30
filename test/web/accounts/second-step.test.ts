/** Codes of an app and recovery codes, over HTTP: switched on, asked for at login, limited, switched off. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import type { User } from '../../../src/accounts/user.js';
import { goodPassword } from '../../support/accounts.js';
import { readPage } from '../../support/read-page.js';
import { startTestSite, type TestSite } from '../../support/test-site.js';
import type { Answer, Visitor } from '../../support/visitor.js';

let site: TestSite;
before(async () => {
  site = await startTestSite({ content: 'empty' });
});
after(() => site.close());

const proof = { currentPassword: goodPassword };

/** The code of the present moment; each later call the next step's, because no code is good twice. */
function appOf(secret: string) {
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replace(/\s/g, '')) });
  let step = -1;
  return () => totp.generate({ timestamp: Date.now() + 30_000 * step++ });
}

type Protected = { member: Visitor & { user: User }; codes: string[]; nextCode: () => string };

async function switchedOn(name: string): Promise<Protected> {
  const member = await site.visitorAs('member', { name });
  await member.post('/account/second-step/start', proof);
  const page = await member.get('/account/second-step');
  const nextCode = appOf(/<code class="secret"[^>]*>([^<]+)</.exec(page.text)?.[1] ?? '');
  const answer = await member.post('/account/second-step/confirm', { code: nextCode() });
  assert.equal(answer.status, 200, answer.text);
  const codes = [...answer.text.matchAll(/<li><code>([^<]+)<\/code>/g)].map((match) => match[1] ?? '');
  return { member, codes, nextCode };
}

async function password(visitor: Visitor, login: string): Promise<Answer> {
  return visitor.post('/login', { login, password: goodPassword, next: '/feeds' });
}

const isIn = async (visitor: Visitor) => (await visitor.get('/account')).status === 200;

describe('the second step', () => {
  test('a picture, a secret and a first code switch it on; ten codes are shown once', async () => {
    const { member, codes } = await switchedOn('Осмотрительная');
    assert.equal(new Set(codes).size, 10);
    for (const code of codes) assert.match(code, /^(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}$/);
    const page = (await member.get('/account/second-step')).text;
    assert.ok(!codes.some((code) => page.includes(code)));
    const rows = JSON.stringify([
      await site.services.db.read('recovery_codes').select(),
      await site.services.db.read('totp_secrets').select(),
    ]);
    for (const code of codes) assert.ok(!rows.includes(code.replaceAll('-', '')), 'only hashes are kept');
  });

  test('the setting up asks for the password, and a wrong first code switches nothing on', async () => {
    const member = await site.visitorAs('member');
    assert.equal((await member.post('/account/second-step/start', { currentPassword: 'guess' })).status, 422);
    await member.post('/account/second-step/start', proof);
    const setup = readPage((await member.get('/account/second-step')).text);
    assert.equal(setup.all('svg', { class: 'qr' }).length, 1);
    assert.equal((await member.post('/account/second-step/confirm', { code: '000000' })).status, 422);
    assert.equal((await password(site.visitor(), member.user.name)).headers.location, '/feeds', 'still one step');
  });

  test('login asks for a code, lets nobody in before, and goes where it was asked to', async () => {
    const { member, nextCode } = await switchedOn('Двухшаговая');
    const visitor = site.visitor();
    assert.equal((await password(visitor, member.user.name)).headers.location, '/login/second');
    assert.equal(await isIn(visitor), false);
    assert.match((await visitor.get('/login/second')).text, /autocomplete="one-time-code"/);
    assert.equal((await visitor.post('/login/second', { code: '12 34 56' })).status, 422);
    const code = nextCode();
    assert.equal((await visitor.post('/login/second', { code })).headers.location, '/feeds');
    assert.equal(await isIn(visitor), true);

    const again = site.visitor();
    await password(again, member.user.name);
    assert.equal((await again.post('/login/second', { code })).status, 422, 'no code is good twice');
  });

  test('a recovery code lets in once', async () => {
    const { member, codes } = await switchedOn('Потерявшая телефон');
    for (const [code, status] of [
      [codes[0]?.toLowerCase().replaceAll('-', ' '), 303],
      [codes[0], 422],
      [codes[1], 303],
    ] as const) {
      const visitor = site.visitor();
      await password(visitor, member.user.name);
      assert.equal((await visitor.post('/login/second', { code: code ?? '' })).status, status, code);
    }
    assert.match((await member.get('/account/second-step')).text, /8.запасных кодов/);
  });

  test('five wrong codes end it for a while, whoever sends them from wherever, and a restart gives no new ones', async () => {
    const { member, codes } = await switchedOn('Осаждённая');
    const email = 'besieged@example.org';
    await site.services.db.write('users').where('id', member.user.id).update({ email, email_key: email });
    for (let count = 0; count < 5; count++) {
      const visitor = site.visitor();
      await password(visitor, member.user.name);
      assert.equal((await visitor.post('/login/second', { code: '000000' })).status, 422);
    }
    const visitor = site.visitor();
    await password(visitor, member.user.name);
    const blocked = await visitor.post('/login/second', { code: codes[0] ?? '' });
    assert.equal(blocked.status, 429);
    assert.ok(Number(blocked.headers['retry-after']) > 0);
    const [row] = await site.services.db.read('rate_limits').where('key', `second-step:${member.user.id}`);
    assert.ok(row.points >= 5, 'counted in the database');
    const [day] = await site.services.db.read('rate_limits').where('key', `second-step-day:${member.user.id}`);
    assert.equal(day.points, 5, 'a refused try is not one of the day');
    assert.match(JSON.stringify(await site.services.db.read('mail_queue').select()), /подбирает код|guessing your/);
  });

  test('without the right password first there is no second step', async () => {
    const visitor = site.visitor();
    assert.equal((await visitor.get('/login/second')).headers.location, '/login');
    assert.equal((await visitor.post('/login/second', { code: '123456' })).headers.location, '/login');
  });

  test('a password that was changed in between ends the step', async () => {
    const { member, codes } = await switchedOn('Спохватившаяся');
    const thief = site.visitor();
    await password(thief, member.user.name);
    await member.post('/account/password', { ...proof, newPassword: 'quiet-harbour-violin-7' });
    assert.equal((await thief.post('/login/second', { code: codes[0] ?? '' })).headers.location, '/login');
  });

  test('a passkey opens the account without a code: adding one asks for it while the step is on', async () => {
    const { member, nextCode } = await switchedOn('С ключом');
    const fields = { ...proof, name: 'Ноутбук', response: '{}' };
    const without = await member.post('/account/passkeys', fields);
    assert.equal(without.status, 422, 'a password alone');
    assert.equal((await member.post('/account/passkeys', { ...fields, code: '000000' })).status, 422);
    assert.equal(
      (await member.post('/account/passkeys', { ...fields, code: nextCode() })).status,
      303,
      'on to the key',
    );
    const other = await site.visitorAs('member');
    assert.equal((await other.post('/account/passkeys', fields)).status, 303, 'nobody else is asked');
  });

  test('new recovery codes and switching off ask for the password and a code', async () => {
    const { member, codes, nextCode } = await switchedOn('Передумавшая');
    assert.equal((await member.post('/account/second-step/off', { currentPassword: 'guess' })).status, 422);
    for (const path of ['/account/second-step/codes', '/account/second-step/off']) {
      assert.equal((await member.post(path, proof)).status, 422, 'a password alone');
      const wrong = await member.post(path, { ...proof, code: '000000' });
      assert.equal(wrong.status, 422);
      assert.match(wrong.text, /id="field-(?:renew|off)-code"[^>]*aria-invalid="true"/);
    }
    const renewed = await member.post('/account/second-step/codes', { ...proof, code: nextCode() });
    const [spare = ''] = [...renewed.text.matchAll(/<li><code>([^<]+)<\/code>/g)].map((match) => match[1] ?? '');
    assert.ok(!codes.some((code) => renewed.text.includes(code)));
    assert.equal((await member.post('/account/second-step/off', { ...proof, code: spare })).status, 303);
    assert.equal((await password(site.visitor(), member.user.name)).headers.location, '/feeds');
  });
});
