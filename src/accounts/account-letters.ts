/** Letters about an account: what each says and which link it carries. Links come from BASE_URL, never from a request. */
import { isLanguage, type Language } from '../i18n/language.js';
import { type Texts, textsFor } from '../i18n/texts.js';
import type { Letter, LetterBlock } from '../lib/mail.js';
import type { User } from './user.js';

export type SecurityEvent = keyof Texts['letters']['events'];
export type AccountLetters = ReturnType<typeof createAccountLetters>;

type Site = { siteName: string; baseUrl: () => string; defaultLanguage: Language };
type Recipient = Pick<User, 'name' | 'language'>;
type LinkLetter = { name: string; token: string; hours: number };

export function createAccountLetters(site: Site) {
  const { siteName } = site;
  const link = (path: string) => `${site.baseUrl()}${path}`;
  const languageOf = (user: Recipient) => (isLanguage(user.language) ? user.language : site.defaultLanguage);

  function letter(language: Language, subject: string, name: string, blocks: LetterBlock[]): Letter {
    const t = textsFor(language).letters;
    const greeting: LetterBlock = { kind: 'paragraph', text: t.greeting(name) };
    return { language, subject, blocks: [greeting, ...blocks], footer: [{ text: t.aboutAccount(siteName) }] };
  }

  return {
    confirmAddress(language: Language, { name, token, hours }: LinkLetter): Letter {
      const t = textsFor(language).letters;
      return letter(language, t.confirm.subject(siteName), name, [
        { kind: 'paragraph', text: t.confirm.lead(siteName) },
        { kind: 'button', label: t.confirm.button, url: link(`/verify/${token}`) },
        { kind: 'paragraph', text: t.confirm.end(hours) },
      ]);
    },

    /** To the owner of an address that somebody else gave as theirs. */
    addressInUse(language: Language, name: string): Letter {
      const t = textsFor(language).letters;
      return letter(language, t.inUse.subject(siteName), name, [
        { kind: 'paragraph', text: t.inUse.lead(siteName, name) },
        { kind: 'button', label: t.inUse.button, url: link('/reset') },
        { kind: 'paragraph', text: t.inUse.end },
      ]);
    },

    resetPassword(user: Recipient, { token, hours }: Omit<LinkLetter, 'name'>): Letter {
      const language = languageOf(user);
      const t = textsFor(language).letters;
      return letter(language, t.reset.subject(siteName), user.name, [
        { kind: 'paragraph', text: t.reset.lead(siteName) },
        { kind: 'button', label: t.reset.button, url: link(`/reset/${token}`) },
        { kind: 'paragraph', text: t.reset.end(hours) },
      ]);
    },

    /** To the address that is no longer the account's. */
    addressChanged: (user: Recipient): Letter => event(user, 'address-changed'),

    securityEvent: (user: Recipient, kind: SecurityEvent): Letter => event(user, kind),

    leaving(user: Recipient, { token, date }: { token: string; date: string }): Letter {
      const language = languageOf(user);
      const t = textsFor(language).letters;
      return letter(language, t.leaving.subject(siteName), user.name, [
        { kind: 'paragraph', text: t.leaving.lead(siteName, date) },
        { kind: 'button', label: t.leaving.button, url: link(`/keep-account/${token}`) },
        { kind: 'paragraph', text: t.leaving.end },
      ]);
    },

    test(user: Recipient): Letter {
      const language = languageOf(user);
      const t = textsFor(language).letters;
      return letter(language, t.test.subject(siteName), user.name, [{ kind: 'paragraph', text: t.test.lead }]);
    },
  };

  function event(user: Recipient, kind: SecurityEvent): Letter {
    const language = languageOf(user);
    const t = textsFor(language).letters;
    return letter(language, t.events[kind].subject(siteName), user.name, [
      { kind: 'paragraph', text: t.events[kind].text },
      { kind: 'paragraph', text: t.ifNotYou },
      { kind: 'button', label: t.checkAccount, url: link('/account/security') },
    ]);
  }
}
