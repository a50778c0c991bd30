/** How mail is doing, for administrators: through a server or into a folder, what waits, what failed. Never to whom or what. */
import type { AccountLetters } from '../../accounts/account-letters.js';
import { type Clock, DAY } from '../../lib/clock.js';
import type { SendLetter } from '../../lib/mail.js';
import type { MailStore } from '../../notifications/mail-store.js';
import type { Mailer } from '../../notifications/mailer.js';
import { memberOf } from '../authentication.js';
import { renderPage } from '../render.js';
import type { Handler, Route } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import type { MailPage } from './pages.js';

export type MailPageParts = {
  mails: Pick<MailStore, 'count' | 'listTroubles'>;
  mailer: Pick<Mailer, 'kind'>;
  sendLetter: SendLetter;
  accountLetters: Pick<AccountLetters, 'test'>;
  outboxFolder: string;
  clock: Clock;
};

const TROUBLES_SHOWN = 30;

export function mailRoutes(parts: MailPageParts): Route[] {
  return [
    { method: 'get', path: urls.mail, access: 'admin', handle: createShowMail(parts) },
    { method: 'post', path: `${urls.mail}/test`, access: 'admin', handle: createTestMail(parts) },
  ];
}

function createShowMail({ mails, mailer, outboxFolder, clock }: MailPageParts): Handler {
  return async (req, res) => {
    const [counts, troubles] = await Promise.all([mails.count(clock() - DAY), mails.listTroubles(TROUBLES_SHOWN)]);
    const page: MailPage = {
      outboxFolder: mailer.kind === 'outbox' ? outboxFolder : null,
      counts,
      troubles,
      address: memberOf(req).email,
    };
    const title = res.locals.t.mailDesk.title;
    await renderPage(req, res, 'moderation/mail', {
      head: { title, description: title, path: urls.mail, isUnlisted: true },
      page,
    });
  };
}

function createTestMail({ sendLetter, accountLetters }: MailPageParts): Handler {
  return async (req, res) => {
    const user = memberOf(req);
    if (user.email !== null) await sendLetter({ name: user.name, address: user.email }, accountLetters.test(user));
    setNotice(req, user.email === null ? 'mail-test-none' : 'mail-test-sent');
    res.redirect(303, urls.mail);
  };
}
