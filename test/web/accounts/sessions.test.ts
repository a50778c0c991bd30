import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deviceName, shortNetwork } from '../../../src/web/accounts/device-name.js';
import { goodPassword } from '../../support/accounts.js';
import { startTestSite, type TestSite } from '../../support/test-site.js';
import type { Visitor } from '../../support/visitor.js';

let site: TestSite;
before(async () => {
  site = await startTestSite({ content: 'empty' });
});
after(() => site.close());

const isIn = async (visitor: Visitor) => (await visitor.get('/account')).status === 200;
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0';

async function logInFrom(name: string, userAgent: string): Promise<Visitor> {
  const visitor = site.visitor();
  const fields = { login: name, password: goodPassword, _csrf: await visitor.token() };
  await visitor.postRaw('/login', fields, { 'User-Agent': userAgent });
  return visitor;
}

const handles = (html: string) => [...html.matchAll(/\/account\/sessions\/([\w-]+)\/end"/g)].map((match) => match[1]);

describe('the list of sessions', () => {
  test('names device and network, never the key of a session, and ends one', async () => {
    const member = await site.visitorAs('member');
    const other = await logInFrom(member.user.name, firefox);
    const { text } = await member.get('/account/security');
    assert.match(text, /Firefox, Windows/);
    assert.match(text, /сеть 10\.0\.\d+\.\*/);
    const rows = await site.services.db.read('sessions').where('user_id', member.user.id);
    assert.equal(rows.length, 2);
    for (const { sid } of rows) assert.ok(!text.includes(sid));
    const [handle] = handles(text);
    assert.equal(handles(text).length, 1, 'this one has no button');
    assert.equal((await member.post(`/account/sessions/${handle}/end`)).status, 303);
    assert.equal(await isIn(other), false);
    assert.equal(await isIn(member), true);
  });

  test('nobody ends a session of somebody else', async () => {
    const victim = await site.visitorAs('member');
    const elsewhere = await logInFrom(victim.user.name, firefox);
    const [handle] = handles((await victim.get('/account/security')).text);
    const stranger = await site.visitorAs('admin');
    assert.equal((await stranger.post(`/account/sessions/${handle}/end`)).status, 303);
    assert.equal(await isIn(elsewhere), true);
  });

  test('all others end at once, also with a new password', async () => {
    const member = await site.visitorAs('member');
    const others = [await logInFrom(member.user.name, firefox), await logInFrom(member.user.name, 'curl/8')];
    await member.post('/account/sessions/end-others');
    assert.deepEqual([await isIn(member), ...(await Promise.all(others.map(isIn)))], [true, false, false]);
    const late = await logInFrom(member.user.name, firefox);
    await member.post('/account/password', { currentPassword: goodPassword, newPassword: 'quiet-harbour-violin-7' });
    assert.deepEqual([await isIn(member), await isIn(late)], [true, false]);
    assert.equal((await site.services.db.read('sessions').where('user_id', member.user.id)).length, 1);
  });
});

test('deviceName knows the browsers that call themselves others', () => {
  const agents: Record<string, string | null> = {
    [firefox]: 'Firefox, Windows',
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36': 'Chrome, Android',
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 YaBrowser/24.1 Safari/537.36':
      'Yandex Browser, Windows',
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0': 'Edge, Windows',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Safari/604.1':
      'Safari, iPhone',
    '': null,
    '<script>': null,
  };
  for (const [agent, name] of Object.entries(agents)) assert.equal(deviceName(agent), name, agent);
});

test('shortNetwork leaves what its owner recognises', () => {
  assert.equal(shortNetwork('203.0.113.7'), '203.0.113.*');
  assert.equal(shortNetwork('2001:db8:1:2::/64'), '2001:db8:1::/48');
  assert.equal(shortNetwork('unknown'), 'unknown');
});
