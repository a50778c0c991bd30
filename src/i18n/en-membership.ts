import { enLetters } from './en-letters.js';

type Params = Record<string, string | number>;

export const enMembership = {
  /** Groups of texts for pages, e.g. `membership: { title: '…' }`. */
  texts: {
    letters: enLetters,
    membership: {
      emailHintRequired: 'A letter with a link goes there: you can write once you have opened it. Never shown.',
      emailHintOptional:
        'Optional: for a new password if you forget yours. A letter with a link goes there. Never shown.',
      forgot: 'Forgot your password?',
      resetTitle: 'A new password',
      resetIntro: 'Give your name or your e-mail address. We send a link to the address that you have confirmed.',
      resetSubmit: 'Send the link',
      newPasswordTitle: 'Choose a new password',
      newPasswordIntro: (name: string) => `For the account of ${name}. All its sessions will be ended.`,
      newPasswordSubmit: 'Set the password',
      verifyTitle: 'Confirm your address',
      verifyIntro: (email: string, name: string) => `${email} will be the address of the account ${name}.`,
      verifySubmit: 'Yes, this is my address',
      linkExpiredTitle: 'This link no longer works',
      linkExpiredHint: 'It was used already, or is too old, or a newer one was sent. Ask for a new one.',
      unverified: 'You can read everything, and write as soon as your address is confirmed.',
      unverifiedSent: (email: string) => `We sent a letter with a link to ${email}.`,
      unverifiedNone: 'Give your e-mail address in the settings.',
      resend: 'Send it again',
      changeEmail: 'Other address',
      securityTitle: 'Security',
      dataTitle: 'Your data',
      emailTitle: 'E-mail address',
      emailConfirmed: (email: string) => `Confirmed: ${email}`,
      emailPending: (email: string) => `Not confirmed yet: ${email}. Open the link in the letter that we sent there.`,
      emailNone: 'No address. Without one you cannot get a new password if you forget yours.',
      newEmail: 'New address',
      newEmailHint: 'A letter with a link goes there. Until you open it, the old address stays.',
      changeEmailSubmit: 'Change the address',
      hide: 'Only for me',
    },
  },
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {
    'link-expired': 'This link no longer works: it was used already, or is too old. Ask for a new one.',
    'email-unverified': 'Confirm your e-mail address first: the link is in the letter that we sent you.',
    'email-none': 'Give an e-mail address first.',
  },
  /** One-time messages after a redirect. */
  notices: {
    'registered-unverified': (p: Params) =>
      `Welcome, ${p.name ?? ''}! Open the link in the letter that we sent you, and you can write.`,
    'email-sent': 'A letter with a link is on its way. Look into the spam folder, too.',
    'email-confirmed': 'Your address is confirmed.',
    'reset-sent':
      'If there is such an account with a confirmed address, a letter with a link is on its way. Look into the spam folder, too.',
    'password-reset': 'The new password is set. Log in with it.',
  },
};
