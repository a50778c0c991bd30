/** Mail as the program hands it over; who carries it is decided above (notifications/mailer.ts). */
import type { Knex } from 'knex';
import type { Language } from '../i18n/language.js';

export type MailAddress = { name: string; address: string };

export type Mail = {
  /** Kept apart: a line break in a joined string would add a recipient. */
  to: MailAddress;
  subject: string;
  text: string;
  html: string;
  /** Further headers, e.g. `List-Unsubscribe`; names are ours, values without line breaks. */
  headers?: Record<string, string>;
};

export type MailOptions = {
  /** Queued in this transaction: the mail goes out if and only if it commits. */
  trx?: Knex.Transaction;
  /** A mail with a key that was queued before, however long ago within two months, is not queued again. */
  key?: string;
};

/** Content of a letter in our one layout; `compose-letter.ts` makes its HTML and its plain text. All texts are plain text. */
export type LetterBlock =
  | { kind: 'paragraph'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'button'; label: string; url: string }
  /** A code or an address to be copied by hand. */
  | { kind: 'code'; text: string }
  | { kind: 'quote'; text: string; by?: string }
  | { kind: 'items'; items: LetterItem[] };

export type LetterItem = { title: string; url: string; meta?: string; text?: string };

export type Letter = {
  language: Language;
  subject: string;
  /** Headline inside the letter; the subject when missing. */
  title?: string;
  blocks: LetterBlock[];
  /** Small print: why this letter came, how to stop it. */
  footer?: { text: string; link?: { label: string; url: string } }[];
  headers?: Record<string, string>;
};

export type SendLetter = (to: MailAddress, letter: Letter, options?: MailOptions) => Promise<void>;
