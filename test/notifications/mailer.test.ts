/** Queue, retries and headers, with a real mail server at the other end and on both databases. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { DAY, HOUR, MINUTE } from '../../src/lib/clock.js';
import { createLog } from '../../src/lib/log.js';
import type { Mail } from '../../src/lib/mail.js';
import type { Carried, Envelope } from '../../src/notifications/carrier.js';
import { createMailStore } from '../../src/notifications/mail-store.js';
import { createMailer } from '../../src/notifications/mailer.js';
import { createSmtpCarrier } from '../../src/notifications/smtp-carrier.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { describeOnEachDatabase } from '../support/test-db.js';

const from = { name: 'Трибуна', address: 'site@hustings.example' };
const mail = (more: Partial<Mail> = {}): Mail => ({
  to: { name: 'Анна Белова', address: 'anna@example.org' },
  subject: 'Подтвердите адрес',
  text: 'Здравствуйте!\nПерейдите по ссылке.',
  html: '<p>Здравствуйте!</p>',
  ...more,
});
const log = createLog('silent');

describeOnEachDatabase('the mail queue', (db) => {
  let now = 1_800_000_000_000;
  let answers: Carried[] = [];
  let carried: Envelope[] = [];

  function mailer() {
    return createMailer({
      store: createMailStore(db()),
      carrier: {
        kind: 'smtp',
        carry: async (envelope) => {
          carried.push(envelope);
          return answers.shift() ?? { ok: true };
        },
        close: () => {},
      },
      clock: () => now,
      log,
      from: () => from,
      baseUrl: () => 'https://hustings.example:8443',
    });
  }

  beforeEach(async () => {
    answers = [];
    carried = [];
    await db().write('mail_queue').del();
  });

  test('a mail goes out once, and its text is kept no longer than that', async () => {
    await mailer().sendMail(mail());
    await Promise.all([mailer().deliverDue(), mailer().deliverDue(), mailer().deliverDue()]);
    await mailer().deliverDue();
    assert.equal(carried.length, 1);
    assert.equal(carried[0]?.subject, 'Подтвердите адрес');
    assert.equal(carried[0]?.date.getTime(), now);
    assert.match(carried[0]?.messageId ?? '', /^<[0-9a-f-]{36}@hustings\.example>$/);
    const [row] = await db().read('mail_queue');
    assert.deepEqual([row.state, row.text, row.html, row.headers], ['sent', '', '', '{}']);
  });

  test('a mail written in a transaction goes out if and only if that commits', async () => {
    await db().transact((trx) => mailer().sendMail(mail({ subject: 'committed' }), { trx }));
    await assert.rejects(
      db().transact(async (trx) => {
        await mailer().sendMail(mail({ subject: 'rolled back' }), { trx });
        throw new Error('no');
      }),
    );
    await mailer().deliverDue();
    assert.deepEqual(
      carried.map(({ subject }) => subject),
      ['committed'],
    );
  });

  test('the same key is sent once, even long after', async () => {
    await mailer().sendMail(mail(), { key: 'digest-2026-11-anna' });
    await mailer().deliverDue();
    await mailer().sendMail(mail(), { key: 'digest-2026-11-anna' });
    await mailer().deliverDue();
    assert.equal(carried.length, 1);
  });

  test('what fails for now is tried again, later and later, under the same Message-ID', async () => {
    answers = [1, 2, 3].map(() => ({ ok: false, retry: 'later', why: 'busy' }) as const);
    await mailer().sendMail(mail());
    for (const pause of [0, MINUTE, 2 * MINUTE, 4 * MINUTE]) {
      now += pause - 1;
      await mailer().deliverDue();
      const before = carried.length;
      now += 1;
      await mailer().deliverDue();
      assert.equal(carried.length, pause === 0 ? 1 : before + 1, `after ${pause}`);
    }
    assert.equal(new Set(carried.map(({ messageId }) => messageId)).size, 1);
    assert.equal((await createMailStore(db()).count(0)).sent, 1);
  });

  test('a crash in the middle of an attempt loses nothing: the row is free again after ten minutes', async () => {
    await mailer().sendMail(mail());
    await createMailStore(db()).claim(now, now + 10 * MINUTE, 5);
    await mailer().deliverDue();
    assert.equal(carried.length, 0, 'somebody else has it');
    now += 10 * MINUTE;
    await mailer().deliverDue();
    assert.equal(carried.length, 1);
  });

  test('what will never be taken, or was not for three days, is given up and told', async () => {
    answers = [{ ok: false, retry: 'never', why: '550 no such mailbox' }];
    await mailer().sendMail(mail({ subject: 'unknown' }));
    await mailer().deliverDue();
    now += DAY;
    await mailer().sendMail(mail({ subject: 'old' }));
    for (let hours = 0; hours < 80; hours += 4) {
      answers = [{ ok: false, retry: 'later', why: 'connection refused' }];
      await mailer().deliverDue();
      now += 4 * HOUR;
    }
    const troubles = await createMailStore(db()).listTroubles(10);
    assert.deepEqual(
      troubles.map(({ subject, lastError }) => [subject, lastError]),
      [
        ['old', 'connection refused'],
        ['unknown', '550 no such mailbox'],
      ],
    );
    assert.deepEqual(await createMailStore(db()).count(0), { waiting: 0, sent: 0, failed: 2 });
    now += 60 * DAY + 1;
    assert.equal(await mailer().deleteEnded(), 2);
  });

  test('refuses what is no address and no name of a header', async () => {
    for (const address of ['', 'x', 'a@b.c\r\nBcc: d@e.f', 'a@example.org,b@example.org']) {
      await assert.rejects(mailer().sendMail(mail({ to: { name: 'x', address } })), /email-invalid/, address);
    }
    await assert.rejects(mailer().sendMail(mail({ headers: { 'X-A: b\r\nBcc': 'd@e.f' } })), /header/);
    assert.equal(await mailer().deliverDue(), undefined);
    assert.equal(carried.length, 0);
  });
});

describe('over SMTP', () => {
  let server: MailServer;
  before(async () => {
    server = await startMailServer();
  });
  after(() => server.close());

  const envelope = (more: Partial<Envelope> = {}): Envelope => ({
    ...mail(),
    from,
    headers: { 'Auto-Submitted': 'auto-generated' },
    messageId: '<one@hustings.example>',
    date: new Date('2026-11-24T12:00:00Z'),
    ...more,
  });

  test('headers and both texts arrive as they were meant', async () => {
    const carrier = createSmtpCarrier(server.url);
    assert.deepEqual(await carrier.carry(envelope()), { ok: true });
    carrier.close();
    const { mail: parsed, to, from: sender, raw } = await server.mailTo('anna@example.org');
    assert.deepEqual([sender, to], ['site@hustings.example', ['anna@example.org']]);
    assert.equal(parsed.subject, 'Подтвердите адрес');
    assert.equal(parsed.from?.value[0]?.name, 'Трибуна');
    assert.equal(parsed.messageId, '<one@hustings.example>');
    assert.equal(parsed.date?.toISOString(), '2026-11-24T12:00:00.000Z');
    assert.equal(parsed.headers.get('auto-submitted'), 'auto-generated');
    assert.equal(parsed.text?.trim(), 'Здравствуйте!\nПерейдите по ссылке.');
    assert.match(String(parsed.html), /<p>Здравствуйте!<\/p>/);
    const lines = raw.split('\r\n');
    assert.ok(
      lines.every((line) => line.length <= 998 && !/[\r\n]/.test(line)),
      'RFC 5322, 2.1.1',
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the header must be 7-bit
    assert.match(raw.split('\r\n\r\n')[0] ?? '', /^[\x00-\x7f]*$/);
  });

  test('no value of a mail can add a header or a recipient', async () => {
    const hostile = 'x\r\nBcc: victim@example.org\r\nX-Injected: yes\r\n\r\nbody';
    const carrier = createSmtpCarrier(server.url);
    const attacks = [
      { subject: hostile },
      { to: { name: hostile, address: 'bob@example.org' } },
      { to: { name: 'a" <victim@example.org>, "b', address: 'bob@example.org' } },
      { headers: { 'List-Unsubscribe': hostile } },
      { text: '.\r\nRCPT TO:<victim@example.org>\r\n.', html: '<p>.</p>' },
    ];
    for (const attack of attacks) {
      assert.deepEqual(await carrier.carry(envelope({ to: { name: 'b', address: 'bob@example.org' }, ...attack })), {
        ok: true,
      });
    }
    carrier.close();
    const all = server.sentTo('bob@example.org');
    assert.equal(all.length, attacks.length);
    assert.equal(server.sentTo('victim@example.org').length, 0);
    for (const { mail: parsed, to } of all) {
      assert.deepEqual(to, ['bob@example.org']);
      assert.equal(parsed.headers.has('bcc'), false);
      assert.equal(parsed.headers.has('x-injected'), false);
    }
  });

  test('says which refusals are final', async () => {
    const carrier = createSmtpCarrier(server.url);
    const refusedWith = async (code: number) => {
      server.refuse(() => ({ code, message: 'refused' }));
      const result = await carrier.carry(envelope({ to: { name: '', address: 'gone@example.org' } }));
      return result.ok ? 'taken' : result.retry;
    };
    assert.equal(await refusedWith(550), 'never');
    assert.equal(await refusedWith(451), 'later');
    server.refuse(() => null);
    carrier.close();
    const nobody = createSmtpCarrier('smtp://127.0.0.1:1');
    const result = await nobody.carry(envelope());
    nobody.close();
    assert.equal(!result.ok && result.retry, 'later');
  });
});
