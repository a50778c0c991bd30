/** Who takes a mail out of the program: a mail server (smtp-carrier.ts) or a folder (outbox-carrier.ts). */
import type { Mail, MailAddress } from '../lib/mail.js';

/** Ready to go: every value is one line, the address is sound, `date` is when it was written. */
export type Envelope = Mail & { from: MailAddress; messageId: string; date: Date; headers: Record<string, string> };

/** `later`: worth another try. `never`: the mail server says that this mail will not be taken. */
export type Carried = { ok: true } | { ok: false; retry: 'later' | 'never'; why: string };

export type Carrier = {
  kind: 'smtp' | 'outbox';
  /** Never throws. */
  carry: (envelope: Envelope) => Promise<Carried>;
  close: () => void;
};
