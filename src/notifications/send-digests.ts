/**
 * Digests by mail: to each member in their rhythm, once a period. Runs as a leased job, in batches; what a kill leaves
 * undone the next run does. The row that says "sent" and the letter's place in the queue stand in one transaction.
 */
import type { UserStore } from '../accounts/user-store.js';
import type { Db } from '../db/db.js';
import type { Format } from '../i18n/format.js';
import type { Language } from '../i18n/language.js';
import { textsFor } from '../i18n/texts.js';
import type { Clock } from '../lib/clock.js';
import type { SendLetter } from '../lib/mail.js';
import { languageOfMember } from './deliver-mail.js';
import { composeDigest } from './digest-letter.js';
import { isTimeToSend, lastPeriod, type Period, rhythms } from './digest-period.js';
import type { DigestRow, DigestStore } from './digest-store.js';
import type { LetterTokens } from './letter-token.js';
import type { ListCommon, LoadDigest } from './load-digest.js';
import { paths } from './paths.js';
import { defaultSettings } from './settings.js';

export type SendDigestsParts = {
  db: Db;
  digests: Pick<DigestStore, 'listDue' | 'insert'>;
  users: Pick<UserStore, 'find'>;
  loadDigest: LoadDigest;
  listCommon: ListCommon;
  sendLetter: SendLetter;
  letterTokens: LetterTokens;
  formatFor: (language: Language) => Format;
  siteName: string;
  baseUrl: () => string;
  timeZone: string;
  defaultLanguage: Language;
  clock: Clock;
};

const MEMBERS_AT_ONCE = 50;

export function createSendDigests(parts: SendDigestsParts) {
  /** Returns how many members were served. */
  return async function sendDigests(shouldStop: () => boolean = () => false): Promise<number> {
    let count = 0;
    for (const rhythm of rhythms) {
      const period = lastPeriod(rhythm, parts.clock(), parts.timeZone);
      if (isTimeToSend(period, parts.clock())) count += await sendPeriod(parts, period, shouldStop);
    }
    return count;
  };
}

async function sendPeriod(parts: SendDigestsParts, period: Period, shouldStop: () => boolean): Promise<number> {
  const isDefault = period.rhythm === defaultSettings.digest;
  // The same for all but those who mute something: looked up once, however many members there are.
  const common = await parts.listCommon(period);
  let count = 0;
  let after = 0;
  for (;;) {
    const due = await parts.digests.listDue(period, { isDefault, after, limit: MEMBERS_AT_ONCE });
    for (const userId of due) {
      if (shouldStop()) return count;
      await sendTo(parts, { period, common }, userId);
      count++;
    }
    after = due.at(-1) ?? after;
    if (due.length < MEMBERS_AT_ONCE) return count;
  }
}

type Issue = { period: Period; common: DigestRow[] };

async function sendTo(parts: SendDigestsParts, { period, common }: Issue, userId: number): Promise<void> {
  const user = await parts.users.find(userId);
  const digest = await parts.loadDigest(period, userId, common);
  const isSent = Boolean(user?.email) && digest.top.length + digest.followed.length > 0;
  const stopUrl = `${parts.baseUrl()}${paths.unsubscribe(parts.letterTokens.make(userId, { what: 'digest' }))}`;
  await parts.db.transact(async (trx) => {
    const isOurs = await parts.digests.insert(trx, { userId, period: period.key, at: parts.clock(), isSent });
    if (!isOurs || !isSent || !user?.email) return;
    const language = languageOfMember(user, parts.defaultLanguage);
    const letter = composeDigest(digest, {
      language,
      t: textsFor(language),
      fmt: parts.formatFor(language),
      siteName: parts.siteName,
      baseUrl: parts.baseUrl(),
      stopUrl,
    });
    await parts.sendLetter({ name: user.name, address: user.email }, letter, {
      trx,
      key: `digest:${userId}:${period.key}`,
    });
  });
}
