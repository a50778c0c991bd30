/** Joins the parts of mail: queue, carrier, layout. No logic. */
import path from 'node:path';
import type { Config } from '../config/load-config.js';
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import type { SendLetter } from '../lib/mail.js';
import { createComposeLetter } from '../notifications/compose-letter.js';
import { createMailStore } from '../notifications/mail-store.js';
import { createMailer } from '../notifications/mailer.js';
import { createOutboxCarrier } from '../notifications/outbox-carrier.js';
import { senderOf } from '../notifications/sender.js';
import { createSmtpCarrier } from '../notifications/smtp-carrier.js';

type Parts = { config: Config; db: Db; clock: Clock; log: Log; baseUrl: () => string };

export function createMail(parts: Parts) {
  const { config, db, baseUrl } = parts;
  const mails = createMailStore(db);
  const outboxFolder = path.join(config.DATA_DIR, 'outbox');
  const mailer = createMailer({
    ...parts,
    store: mails,
    carrier: config.SMTP_URL ? createSmtpCarrier(config.SMTP_URL) : createOutboxCarrier(outboxFolder),
    from: () => senderOf(config, baseUrl()),
  });
  const composeLetter = createComposeLetter({ siteName: config.SITE_NAME, baseUrl });
  const sendLetter: SendLetter = (to, letter, options) => mailer.sendMail(composeLetter(to, letter), options);
  return { mails, mailer, outboxFolder, sendMail: mailer.sendMail, sendLetter, composeLetter };
}
