/**
 * Mail of the program. Enters: mails to send, from anywhere, also inside a transaction. Leaves: each of them, once, with
 * the mail server or in the outbox folder.
 * Invariants: a mail is a row before it is anything else, so none is lost by a crash; a row belongs to one process for
 * the time of an attempt. Between "the server has it" and "we have noted that" a killed process sends it again, with the
 * same Message-ID, by which mailboxes know a repeat: more no sender can promise. No value can add a header or a recipient.
 */
import { randomUUID } from 'node:crypto';
import { parseEmail } from '../accounts/email.js';
import { type Clock, DAY, HOUR, MINUTE } from '../lib/clock.js';

import { AppError } from '../lib/errors.js';
import type { Log } from '../lib/log.js';
import type { Mail, MailAddress, MailOptions } from '../lib/mail.js';
import { collapse } from '../lib/text.js';
import type { Carrier } from './carrier.js';
import type { MailStore, QueuedMail } from './mail-store.js';

export type MailerParts = {
  store: Pick<MailStore, 'insert' | 'hasDue' | 'claim' | 'markSent' | 'markFailed' | 'postpone' | 'deleteEnded'>;
  carrier: Carrier;
  clock: Clock;
  log: Log;
  from: () => MailAddress;
  /** Public address of the site: its host is the right side of every Message-ID. */
  baseUrl: () => string;
};

const BATCH = 12;
// Longer than the carrier's timeouts together; then another process may take over.
const ATTEMPT = 10 * MINUTE;
const FIRST_PAUSE = MINUTE;
const LONGEST_PAUSE = 4 * HOUR;
const GIVE_UP_AFTER = 3 * DAY;
const KEEP_ENDED = 60 * DAY;
const SUBJECT_MAX = 250;
const NAME_MAX = 100;

export type Mailer = ReturnType<typeof createMailer>;

export function createMailer(parts: MailerParts) {
  const { store, carrier, clock } = parts;

  /** Resolves once the mail is written down; the job carries it out, again and again until it is taken. */
  async function sendMail(mail: Mail, options: MailOptions = {}): Promise<void> {
    const messageId = `<${randomUUID()}@${hostOf(parts.baseUrl())}>`;
    await store.insert({ ...safeMail(mail), key: options.key ?? null, messageId, createdAt: clock() }, options.trx);
  }

  /** Everything that is due, a few at a time; then rows that nobody needs any more are deleted. */
  async function deliverDue(isStopping: () => boolean = () => false): Promise<void> {
    while (!isStopping() && (await store.hasDue(clock()))) {
      const claimed = await store.claim(clock(), clock() + ATTEMPT, BATCH);
      if (claimed.length === 0) return;
      await Promise.all(claimed.map(deliver));
    }
  }

  async function deliver(mail: QueuedMail): Promise<void> {
    const { messageId, createdAt } = mail;
    const headers = { ...mail.headers, 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
    const result = await carrier.carry({ ...mail, headers, messageId, from: parts.from(), date: new Date(createdAt) });
    const now = clock();
    if (result.ok) return void (await store.markSent(mail.id, now));
    const isOver = result.retry === 'never' || now - createdAt > GIVE_UP_AFTER;
    // Neither the recipient nor the text: logs are read by others than mails are.
    parts.log.warn({ mail: mail.id, attempts: mail.attempts, why: result.why, isOver }, 'mail not sent');
    if (isOver) await store.markFailed(mail.id, now, result.why);
    else await store.postpone(mail.id, now + pauseAfter(mail.attempts), result.why);
  }

  return {
    kind: carrier.kind,
    sendMail,
    deliverDue,
    deleteEnded: () => store.deleteEnded(clock() - KEEP_ENDED),
    close: carrier.close,
  };
}

/** One, two, four minutes … four hours. */
function pauseAfter(attempts: number): number {
  return Math.min(FIRST_PAUSE * 2 ** Math.max(0, attempts - 1), LONGEST_PAUSE);
}

function safeMail(mail: Mail): Mail {
  const address = parseEmail(mail.to.address);
  if (address === null) throw new AppError('email-invalid', { status: 422 });
  return {
    to: { name: headerText(mail.to.name, NAME_MAX), address },
    subject: headerText(mail.subject, SUBJECT_MAX),
    text: mail.text,
    html: mail.html,
    headers: Object.fromEntries(Object.entries(mail.headers ?? {}).map(safeHeader)),
  };
}

function safeHeader([name, value]: [string, string]): [string, string] {
  // Names come from the code alone; a wrong one is a bug.
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name)) throw new Error(`not the name of a mail header: ${name}`);
  return [name, collapse(value)];
}

function headerText(text: string, longest: number): string {
  return collapse(text).slice(0, longest).toWellFormed();
}

function hostOf(baseUrl: string): string {
  // Brackets of an IPv6 address have no place there.
  return URL.canParse(baseUrl) ? new URL(baseUrl).hostname.replace(/[^\w.-]/g, '') || 'localhost' : 'localhost';
}
