/** Mail through a mail server, over a few connections that are kept open (nodemailer's pool). */
import { createTransport } from 'nodemailer';
import { SECOND } from '../lib/clock.js';
import { errorText } from '../lib/errors.js';
import type { Carried, Carrier, Envelope } from './carrier.js';

const CONNECTIONS = 3;

export function createSmtpCarrier(url: string): Carrier {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: 100,
    connectionTimeout: 15 * SECOND,
    greetingTimeout: 15 * SECOND,
    socketTimeout: 60 * SECOND,
    // Nothing in a mail may make the program read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // A connection of the pool that breaks while nothing is being sent must not end the process.
  transport.on('error', () => {});

  return {
    kind: 'smtp',
    carry: async (envelope) => {
      try {
        await transport.sendMail(messageOf(envelope));
        return { ok: true };
      } catch (error) {
        return refusalOf(error);
      }
    },
    close: () => transport.close(),
  };
}

function messageOf({ from, to, subject, text, html, headers, messageId, date }: Envelope) {
  return {
    from,
    to,
    subject,
    text,
    html,
    messageId,
    date,
    headers,
    // The return address of the envelope is the sender's, whatever the headers say.
    envelope: { from: from.address, to: [to.address] },
  };
}

/** RFC 5321, 4.2.1: 5yz is final. But a refused login or greeting is the operator's to mend, not the mail's fault. */
function refusalOf(error: unknown): Carried {
  const { responseCode, code, command } = error as { responseCode?: number; code?: string; command?: string };
  const aboutMail = code !== 'EAUTH' && (command === undefined || /^(MAIL|RCPT|DATA)/i.test(command));
  const isFinal = code === 'EENVELOPE' || (responseCode ?? 0) >= 500;
  const isTemporary = (responseCode ?? 0) >= 400 && (responseCode ?? 0) < 500;
  return { ok: false, retry: isFinal && aboutMail && !isTemporary ? 'never' : 'later', why: errorText(error) };
}
