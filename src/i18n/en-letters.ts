/** English letters about an account. Part of `en-membership.ts`. */
import { createPlural } from './plural.js';

const { count } = createPlural('en');
const hours = (n: number) => count(n, { one: 'hour', other: 'hours' });

export const enLetters = {
  greeting: (name: string) => `Hello ${name},`,
  aboutAccount: (site: string) =>
    `This letter is about your account at ${site}. Nobody will ever ask you for your password.`,
  ifNotYou: 'If this was not you, set a new password at once and look at the sessions of your account.',
  checkAccount: 'Check the account',
  confirm: {
    subject: (site: string) => `Confirm your address at ${site}`,
    lead: (site: string) =>
      `this address was given for an account at ${site}. Press the button to confirm that it is yours.`,
    button: 'Confirm the address',
    end: (n: number) => `The link works once, for ${hours(n)}. If you did not ask for it, do nothing: nothing happens.`,
  },
  inUse: {
    subject: (site: string) => `You already have an account at ${site}`,
    lead: (site: string, name: string) =>
      `somebody who calls themselves ${name} has just given your address at ${site}. You already have an account there with this address. If it was you and you forgot the password, you can choose a new one.`,
    button: 'Choose a new password',
    end: 'If it was not you, do nothing: your account and your address are safe.',
  },
  reset: {
    subject: (site: string) => `A new password for ${site}`,
    lead: (site: string) => `you asked for a new password at ${site}. Press the button and choose one.`,
    button: 'Choose a password',
    end: (n: number) =>
      `The link works once, for ${hours(n)}. If you did not ask for it, do nothing: your password stays as it is.`,
  },
  leaving: {
    subject: (site: string) => `Your account at ${site} will be deleted`,
    lead: (site: string, date: string) =>
      `you asked to delete your account at ${site}. It will be gone for good on ${date}. Until then you can change your mind.`,
    button: 'Keep the account',
    end: 'If this was not you, keep the account and set a new password.',
  },
  test: {
    subject: (site: string) => `A test letter from ${site}`,
    lead: 'this letter shows that mail leaves the site and arrives. If you read it, all is well.',
  },
  events: {
    'password-changed': {
      subject: (site: string) => `Your password at ${site} was changed`,
      text: 'the password of your account has just been changed. All other sessions have been ended.',
    },
    'password-reset': {
      subject: (site: string) => `You have a new password at ${site}`,
      text: 'a new password has just been set through a link that was sent to this address. All sessions have been ended.',
    },
    'address-changed': {
      subject: (site: string) => `Your address at ${site} was changed`,
      text: 'another e-mail address has just been confirmed for your account. This one no longer belongs to it.',
    },
    'totp-on': {
      subject: (site: string) => `Second step switched on at ${site}`,
      text: 'from now on, logging in takes a code from your app as well as the password.',
    },
    'totp-off': {
      subject: (site: string) => `Second step switched off at ${site}`,
      text: 'logging in no longer asks for a code: the password is enough.',
    },
    'codes-guessed': {
      subject: (site: string) => `Somebody is guessing your login code at ${site}`,
      text: 'somebody gave the right password of your account and five wrong codes after it. Nobody got in. After twenty tries in a day, none is taken until the day is over.',
    },
    'recovery-used': {
      subject: (site: string) => `A recovery code was used at ${site}`,
      text: 'somebody has just logged in to your account with one of its recovery codes.',
    },
    'recovery-renewed': {
      subject: (site: string) => `New recovery codes at ${site}`,
      text: 'new recovery codes have just been made for your account. The old ones no longer work.',
    },
    'passkey-added': {
      subject: (site: string) => `A passkey was added at ${site}`,
      text: 'a passkey has just been added to your account. Whoever holds it can log in.',
    },
    'passkey-removed': {
      subject: (site: string) => `A passkey was removed at ${site}`,
      text: 'a passkey of your account has just been removed and no longer lets anyone in.',
    },
  },
};
