import { enLetters } from './en-letters.js';
import { enOwnData } from './en-own-data.js';
import { createPlural } from './plural.js';

type Params = Record<string, string | number>;
const { count } = createPlural('en');
const posts = (n: number) => count(n, { one: 'post', other: 'posts' });
const codes = (n: number) => count(n, { one: 'recovery code', other: 'recovery codes' });

export const enMembership = {
  /** Groups of texts for pages, e.g. `membership: { title: '…' }`. */
  texts: {
    letters: enLetters,
    ownData: enOwnData,
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
      activityLabel: (n: number) => `${posts(n)} in the last year, week by week`,
      factorsTitle: 'More than a password',
      on: 'on',
      off: 'off',
      secondFactorTitle: 'Code from an app',
      secondFactorIntro:
        'Besides the password, logging in then takes a code of six digits that an app on your phone makes. Whoever learns your password still stays outside.',
      secondFactorOn: 'Logging in takes a code from your app as well as the password.',
      codesLeft: (n: number) => `You have ${codes(n)} left for the day you lose your phone.`,
      renewCodes: 'Make new recovery codes',
      renewCodesIntro: 'The old ones no longer work then.',
      switchOff: 'Switch it off',
      switchOn: 'Switch it on',
      setUp: 'Set it up',
      setupTitle: 'Set up the app',
      setupScan: 'Scan this picture with an app for codes, such as Aegis, FreeOTP or Google Authenticator.',
      setupType: 'Or type this secret into it:',
      openApp: 'Open the app on this device',
      qrLabel: 'QR code with the secret for the app',
      code: 'Code',
      setupCodeHint: 'The six digits that the app shows now.',
      codesTitle: 'Your recovery codes',
      codesIntro:
        'Each of them lets you in once instead of a code from the app. Write them down or print them now: they are not shown again.',
      codesKept: 'I have kept them',
      secondStepTitle: 'One more step',
      secondStepIntro: 'Your password is right. Now the code from your app.',
      secondStepHint: 'Six digits; or one of your recovery codes if the phone is not at hand.',
      otherWay: 'Log in another way',
      passkeysTitle: 'Passkeys',
      passkey: 'Passkey',
      passkeysIntro:
        'A passkey logs you in by finger, face or PIN of your device, without name and password. It cannot be guessed, and no false site can catch it.',
      noPasskeys: 'You have none yet.',
      addPasskey: 'Add a passkey',
      removePasskey: 'Remove a passkey',
      passkeyName: 'Name of the passkey',
      passkeyNameHint: 'For you to recognise it, for example “phone”.',
      passkeyLogIn: 'Log in with a passkey',
      passkeyFailed: 'The device did not confirm it. Try again, or choose another way.',
      passkeysImpossible: 'Passkeys need a site with a host name; this one is opened by a bare network address.',
      passkeysNeedScript: 'Passkeys work only with scripts, in a browser that knows them. Without them there is:',
      addedOn: (date: string) => `added ${date}`,
      lastUsed: (when: string) => `last used ${when}`,
      neverUsed: 'never used',
      sessionsTitle: 'Where you are logged in',
      sessionsIntro: 'A session ends after 30 days without a visit, and after 90 days in any case.',
      thisSession: 'this one',
      unknownDevice: 'Unknown browser',
      sessionFacts: (network: string, since: string, seen: string) =>
        `network ${network}, since ${since}, last seen ${seen}`,
      endSession: 'End',
      endOthers: 'End all others',
    },
  },
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {
    'link-expired': 'This link no longer works: it was used already, or is too old. Ask for a new one.',
    'email-unverified': 'Confirm your e-mail address first: the link is in the letter that we sent you.',
    'code-wrong': 'This code does not fit. Codes change every half minute, and each works once.',
    'last-admin': 'You are the only administrator: make somebody else one first.',
  },
  /** One-time messages after a redirect. */
  notices: {
    'registered-unverified': (p: Params) =>
      `Welcome, ${p.name ?? ''}! Open the link in the letter that we sent you, and you can write.`,
    'email-sent': 'A letter with a link is on its way. Look into the spam folder, too.',
    'email-confirmed': 'Your address is confirmed.',
    'reset-sent':
      'If there is such an account with a confirmed address, a letter with a link is on its way. Look into the spam folder, too.',
    'session-ended': 'The session is ended.',
    'sessions-ended': 'All other sessions are ended.',
    'totp-off': 'Logging in no longer asks for a code.',
    'passkey-added': 'The passkey is added. You can log in with it.',
    'passkey-removed': 'The passkey is removed.',
    'passkey-failed': 'The passkey was not accepted. Try again, or choose another way.',
    'passkey-known': 'This passkey is known already.',
    'passkeys-full': 'You have as many passkeys as an account can have. Remove one first.',
    leaving: (p: Params) => `Your account will be deleted on ${p.date ?? ''}. Until then you can keep it.`,
    staying: 'Good: the account stays.',
    'password-reset': 'The new password is set. Log in with it.',
  },
};
