import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { simpleParser } from 'mailparser';
import type { Envelope } from '../../src/notifications/carrier.js';
import { createOutboxCarrier } from '../../src/notifications/outbox-carrier.js';

const envelope: Envelope = {
  from: { name: 'Трибуна', address: 'site@hustings.example' },
  to: { name: 'Анна "Лис" Белова', address: 'anna@example.org' },
  subject: 'Подтвердите адрес',
  text: 'Ссылка:\nhttps://hustings.example/verify/abc',
  html: '<p>Ссылка</p>',
  headers: { 'Auto-Submitted': 'auto-generated' },
  messageId: '<1c3d@hustings.example>',
  date: new Date('2026-11-24T12:00:00Z'),
};

describe('the outbox', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-outbox-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test('holds a file for each mail that people and mail programs can read; a second try makes no second file', async () => {
    const outbox = createOutboxCarrier(path.join(folder, 'new'));
    assert.deepEqual(await outbox.carry(envelope), { ok: true });
    assert.deepEqual(await outbox.carry(envelope), { ok: true });
    const files = await readdir(path.join(folder, 'new'));
    assert.deepEqual(files, ['2026-11-24T12-00-00-1c3dhustingsexample.eml']);
    const text = await readFile(path.join(folder, 'new', files[0] ?? ''), 'utf8');
    assert.ok(text.includes('Subject: Подтвердите адрес\r\n') && text.includes('https://hustings.example/verify/abc'));
    const parsed = await simpleParser(text);
    assert.equal(parsed.text?.trim(), envelope.text);
    assert.match(String(parsed.html), /<p>Ссылка<\/p>/);
    assert.deepEqual(
      [parsed.to].flat().flatMap((to) => to?.value.map(({ address }) => address)),
      ['anna@example.org'],
    );
  });

  test('a folder that cannot be written is a reason to try later, not to crash', async () => {
    await writeFile(path.join(folder, 'file'), '');
    const outbox = createOutboxCarrier(path.join(folder, 'file'));
    assert.equal((await outbox.carry(envelope)).ok, false);
  });
});
