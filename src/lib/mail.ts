/** A letter as the program hands it over; who carries it is decided above (notifications/mailer.ts). */

export type Mail = {
  /** Kept apart: a line break in a joined string would add a recipient. */
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** Further headers, e.g. `List-Unsubscribe`; names are ours, values without line breaks. */
  headers?: Record<string, string>;
};

/** Resolves once the letter is in the hands of the mail server, or in the outbox folder where there is none. */
export type SendMail = (mail: Mail) => Promise<void>;
