/**
 * Mail without a mail server: each becomes a file that any text editor and any mail program opens, in `DATA_DIR/outbox`.
 * So a trial site can do everything, and its operator reads the links there.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorText } from '../lib/errors.js';
import type { MailAddress } from '../lib/mail.js';
import type { Carrier, Envelope } from './carrier.js';

export function createOutboxCarrier(folder: string): Carrier {
  return {
    kind: 'outbox',
    carry: async (envelope) => {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const file = path.join(folder, fileName(envelope));
        // Whole or not at all; a second attempt at the same mail writes the same file.
        await writeFile(`${file}.part`, messageText(envelope), { mode: 0o600 });
        await rename(`${file}.part`, file);
        return { ok: true };
      } catch (error) {
        return { ok: false, retry: 'later', why: errorText(error) };
      }
    },
    close: () => {},
  };
}

function fileName({ date, messageId }: Envelope): string {
  const time = date.toISOString().slice(0, 19).replaceAll(':', '-');
  return `${time}-${messageId.replace(/[^\w-]+/g, '').slice(0, 24)}.eml`;
}

/** RFC 6532: headers and text as UTF-8, nothing encoded, because the point of these files is to be read. */
function messageText({ from, to, subject, date, messageId, headers, text, html }: Envelope): string {
  const boundary = `part-${randomBytes(12).toString('hex')}`;
  const part = (type: string, body: string) =>
    `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${withCrlf(body)}\r\n`;
  const head = {
    From: addressText(from),
    To: addressText(to),
    Subject: subject,
    Date: date.toUTCString().replace('GMT', '+0000'),
    'Message-ID': messageId,
    ...headers,
    'MIME-Version': '1.0',
    'Content-Type': `multipart/alternative; boundary="${boundary}"`,
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${lines.join('')}\r\n${part('text/plain', text)}${part('text/html', html)}--${boundary}--\r\n`;
}

function addressText({ name, address }: MailAddress): string {
  return name === '' ? address : `"${name.replace(/["\\]/g, '')}" <${address}>`;
}

function withCrlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}
