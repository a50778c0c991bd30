/** A mail server of our own: takes what the site sends over real SMTP and keeps it, read by an independent parser. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { until } from './test-site.js';

export type ReceivedMail = {
  /** As the envelope says, not the headers. */
  from: string;
  to: string[];
  raw: string;
  mail: ParsedMail;
};

/** What the server answers instead of taking a mail, by its recipient. */
export type Refusal = { code: number; message: string };

export async function startMailServer() {
  const received: ReceivedMail[] = [];
  let refusal: (address: string) => Refusal | null = () => null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      const refused = refusal(address);
      done(refused ? Object.assign(new Error(refused.message), { responseCode: refused.code }) : null);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: raw.toString('latin1'),
          mail: await simpleParser(raw),
        });
        done(null, 'taken');
      });
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;

  const sentTo = (address: string) => received.filter(({ to }) => to.includes(address));
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    sentTo,
    /** The newest mail to that address once there are `count` of them. */
    async mailTo(address: string, count = 1): Promise<ReceivedMail> {
      await until(`${count} mails to ${address} have come`, async () => sentTo(address).length >= count);
      const newest = sentTo(address).at(-1);
      if (!newest) throw new Error('no mail');
      return newest;
    },
    refuse: (choose: (address: string) => Refusal | null) => {
      refusal = choose;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

/** The first address in the text of a mail that leads to `path`. */
export function linkIn({ mail }: ReceivedMail, path: string): string {
  const link = (mail.text ?? '').split(/\s+/).find((word) => /^https?:/.test(word) && word.includes(path));
  if (!link) throw new Error(`no link to ${path} in: ${mail.text}`);
  return link;
}
