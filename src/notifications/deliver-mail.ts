/**
 * Notifications by mail: at once, or several together. Runs as a leased job. A letter and the mark that its notifications
 * are mailed stand in one transaction with the queue of mails, so that a kill loses none and doubles none.
 */
import type { User } from '../accounts/user.js';
import type { UserStore } from '../accounts/user-store.js';
import type { Db } from '../db/db.js';
import type { FollowTarget } from '../forum/follow.js';
import { isLanguage, type Language } from '../i18n/language.js';
import { type Texts, textsFor } from '../i18n/texts.js';
import { type Clock, HOUR } from '../lib/clock.js';
import type { Letter, LetterBlock, LetterItem, SendLetter } from '../lib/mail.js';
import { describeNotification, type NameOf } from './describe.js';
import type { LetterTokens, Stop } from './letter-token.js';
import { isWorthCalling, type NotificationRow } from './notification.js';
import type { NotificationStore } from './notification-store.js';
import { paths } from './paths.js';

export type LoadNames = (subjects: readonly FollowTarget[], language: Language) => Promise<NameOf>;

export type DeliverMailParts = {
  db: Db;
  notifications: Pick<NotificationStore, 'listMailDue' | 'takeMail'>;
  users: Pick<UserStore, 'find'>;
  loadNames: LoadNames;
  sendLetter: SendLetter;
  letterTokens: LetterTokens;
  baseUrl: () => string;
  defaultLanguage: Language;
  clock: Clock;
};

const MEMBERS_AT_ONCE = 50;
const MOST_IN_LETTER = 40;
/** How long a bundle is gathered. */
export const BUNDLE_TIME = 2 * HOUR;

export function createDeliverMail(parts: DeliverMailParts) {
  return async function deliverMail(shouldStop: () => boolean = () => false): Promise<number> {
    let count = 0;
    for (;;) {
      const due = await parts.notifications.listMailDue(parts.clock() - BUNDLE_TIME, MEMBERS_AT_ONCE);
      for (const userId of due) {
        if (shouldStop()) return count;
        await deliverTo(parts, userId);
        count++;
      }
      if (due.length < MEMBERS_AT_ONCE) return count;
    }
  };
}

async function deliverTo(parts: DeliverMailParts, userId: number): Promise<void> {
  const user = await parts.users.find(userId);
  await parts.db.transact(async (trx) => {
    const rows = (await parts.notifications.takeMail(trx, userId, MOST_IN_LETTER)).filter(isWorthCalling);
    const last = rows.at(-1);
    // Without an address they are on the site alone.
    if (!user?.email || !last) return;
    const letter = await composeNotifications(parts, user, rows);
    await parts.sendLetter({ name: user.name, address: user.email }, letter, {
      trx,
      key: `notify:${userId}:${last.id}`,
    });
  });
}

export function languageOfMember(user: Pick<User, 'language'>, fallback: Language): Language {
  return isLanguage(user.language) ? user.language : fallback;
}

async function composeNotifications(
  parts: DeliverMailParts,
  user: User,
  rows: readonly NotificationRow[],
): Promise<Letter> {
  const language = languageOfMember(user, parts.defaultLanguage);
  const t = textsFor(language);
  const nameOf = await parts.loadNames(
    rows.flatMap((row) => row.because ?? []),
    language,
  );
  const [only] = rows;
  const stop: Stop = only && rows.length === 1 ? { what: 'kind', kind: only.kind } : { what: 'mail' };
  const link = (to: Stop) => `${parts.baseUrl()}${paths.unsubscribe(parts.letterTokens.make(user.id, to))}`;
  const described = rows.map((row) => ({ row, ...describeNotification(row, t, nameOf) }));
  const first = described[0];
  return {
    language,
    subject: first && rows.length === 1 ? first.what : t.notifications.bundleSubject(rows.length),
    blocks:
      rows.length === 1 && first
        ? single(parts, first, t)
        : [{ kind: 'items', items: described.map((each) => item(parts, each)) }],
    footer: [
      ...(first && rows.length === 1 ? [{ text: first.why }] : [{ text: t.notifications.bundleWhy }]),
      ...followStops(rows, nameOf, t, link),
      { text: t.notifications.stopHint, link: { label: t.notifications.stopMail, url: link(stop) } },
      {
        text: t.notifications.settingsHint,
        link: { label: t.notifications.settings, url: `${parts.baseUrl()}${paths.settings}` },
      },
    ],
    headers: unsubscribeHeaders(link(stop)),
  };
}

/** RFC 8058: mail programs offer one click, and post to this very address. */
export function unsubscribeHeaders(url: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

type DescribedRow = ReturnType<typeof describeNotification> & { row: NotificationRow };

function single(parts: DeliverMailParts, { row, path, excerpt, reason }: DescribedRow, t: Texts): LetterBlock[] {
  const quote: LetterBlock[] =
    excerpt === '' ? [] : [{ kind: 'quote', text: excerpt, ...(row.actorName ? { by: row.actorName } : {}) }];
  const why: LetterBlock[] = reason === '' ? [] : [{ kind: 'paragraph', text: t.notifications.reason(reason) }];
  return [...quote, ...why, { kind: 'button', label: t.notifications.open, url: `${parts.baseUrl()}${path}` }];
}

function item(parts: DeliverMailParts, { what, path, why, excerpt, reason }: DescribedRow): LetterItem {
  const text = reason || excerpt;
  return { title: what, url: `${parts.baseUrl()}${path}`, meta: why, ...(text ? { text } : {}) };
}

/** A follow that fills letters is left with one click, too: the first few that stand in this one. */
function followStops(
  rows: readonly NotificationRow[],
  nameOf: NameOf,
  t: Texts,
  link: (stop: Stop) => string,
): NonNullable<Letter['footer']> {
  const follows = new Map(
    rows.flatMap(({ kind, because }) =>
      because && kind !== 'source' ? [[`${because.kind} ${because.target}`, because]] : [],
    ),
  );
  return [...follows.values()].slice(0, 3).map((follow) => {
    const name = nameOf(follow)?.name ?? t.following.gone;
    return {
      text: t.following.named(t.following.kind[follow.kind], name),
      link: { label: t.following.unfollow, url: link({ what: 'follow', follow }) },
    };
  });
}
