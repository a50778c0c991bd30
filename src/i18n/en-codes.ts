/** English for the codes that the rest of the program speaks in: errors, notices, outcomes, decisions. Part of `en.ts`. */
import { createPlural } from './plural.js';

type Params = Record<string, string | number>;
const { count } = createPlural('en');
const seconds = (n: number) => count(n, { one: 'second', other: 'seconds' });
const minutes = (n: number) => count(n, { one: 'minute', other: 'minutes' });
const characters = (n: number) => count(n, { one: 'character', other: 'characters' });
const wait = (n: number) => (n > 90 ? minutes(Math.ceil(n / 60)) : seconds(n));
const numberOf = (value: string | number | undefined) => Number(value ?? 0) || 0;

const fetchOutcomes = {
  fresh: 'fetched',
  unchanged: 'nothing new',
  pushed: 'brought by its hub',
  moved: 'moved',
  gone: 'gone for good',
  limited: 'asked us to wait',
  failed: 'failed',
  never: 'not fetched yet',
  'not-a-feed': 'not a feed',
  'html-page': 'a page, not a feed',
  empty: 'empty answer',
  'too-large': 'too large',
  'too-deep': 'nested too deeply',
  'took-too-long': 'took too long to read',
  'bad-address': 'wrong address',
  'blocked-address': 'private address',
  timeout: 'no answer in time',
  dns: 'no such server',
  refused: 'connection refused',
  tls: 'certificate problem',
  redirects: 'too many redirects',
  downgrade: 'redirected from https to http',
  bomb: 'compression bomb',
  network: 'connection lost',
  'http-status': 'error answer',
  'http-error': 'error answer',
};
/** A reason of failure in words; what is no such reason (an HTTP status) stays as it is. */
const outcomeWords = (why: string | number | undefined) =>
  why === undefined
    ? undefined
    : Object.hasOwn(fetchOutcomes, why)
      ? fetchOutcomes[why as keyof typeof fetchOutcomes]
      : why;

export const enCodes = {
  /** By `AppError.code`. Values are a sentence, or a function of the error's parameters. */
  errors: {
    unknown: 'Something did not work. Please try again.',
    'not-found': 'There is no such page here. It may have moved, or the address has a typo.',
    forbidden: 'Your account may not do this.',
    csrf: 'This form is out of date. Reload the page and send it again.',
    'login-required': 'Log in to continue.',
    'too-many-requests': (p: Params) => `Too many attempts. Try again in ${wait(numberOf(p.seconds))}.`,
    'posting-too-fast': (p: Params) =>
      `You are posting too fast. The next post can go in ${wait(numberOf(p.seconds))}.`,
    required: 'Fill in this field.',
    'too-long': (p: Params) => `Too long: at most ${characters(numberOf(p.max))}.`,
    'too-short': (p: Params) => `Too short: at least ${characters(numberOf(p.min))}.`,
    invalid: 'This value does not fit here.',
    'name-taken': 'This name, or one that looks the same, is taken. Choose another.',
    'name-invalid':
      'Use Latin or Cyrillic letters and digits; between words a space, dot, hyphen or underscore. At least one letter.',
    'name-lookalike': 'A word of this name mixes Latin and Cyrillic letters. Use one alphabet in each word.',
    'name-reserved': 'This name is reserved for the site.',
    'email-invalid': 'This does not look like an e-mail address. Example: anna@example.org',
    'email-taken': 'There is already an account with this address. Log in instead.',
    'password-weak': 'This password is easy to guess. Make it longer: several unrelated words work well.',
    'password-wrong': 'The current password is not right.',
    'password-same': 'The new password is the same as the old one.',
    'login-failed': 'Wrong name, address or password. Check both and try again.',
    'registration-closed': 'Registration is closed.',
    'date-invalid': 'There is no such date. Write year-month-day, for example 1984-05-17.',
    'thread-not-found': 'There is no such thread. It may have been removed.',
    'post-not-found': 'There is no such post. It may have been removed.',
    'text-too-long': (p: Params) => `The text is too long: at most ${characters(numberOf(p.max))}.`,
    'text-empty': 'Write something first.',
    'reply-target':
      'The post you answer is not in this thread any more. Your text is kept: send it as a reply to the thread.',
    'feed-exists': 'This source is already on the list.',
    'feed-address': 'This is not a web address. It begins with https:// or http://',
    'feed-unreachable': (p: Params) => `The source cannot be reached: ${outcomeWords(p.why) ?? 'no answer'}.`,
    'not-a-feed': 'This address answers, but not with a feed (RSS, Atom or JSON Feed).',
    'html-page': 'This is a web page, not a feed. Give the address of the feed itself.',
    empty: 'The answer is empty.',
    'too-large': 'The document is too large.',
    'too-deep': 'The document is nested too deeply to be read safely.',
    'took-too-long': 'Reading the document took too long and was stopped.',
    'blocked-address':
      'This address leads into a private network. It is not fetched unless the administrator of the server allows it (FETCH_ALLOW_HOSTS).',
    overloaded: 'The site is very busy. Wait a moment and reload.',
    'search-unavailable': 'Search is starting up. Try again in a minute; everything else works.',
    'bad-request': 'The request could not be understood.',
    'no-categories': 'There are no sections yet.',
    'not-opml': 'This is neither an OPML list of sources nor addresses one a line.',
    'database-newer': 'The database was written by a newer version of the program.',
    'port-in-use': 'The port is in use by another program.',
    internal: 'An error on our side. It has been logged; please try again.',
    'database-unreachable': 'The database does not answer. Please try again in a minute.',
  },
  notices: {
    done: 'Done.',
    registered: (p: Params) => `Welcome, ${p.name ?? ''}! You can reply now.`,
    'logged-in': (p: Params) => `You are logged in as ${p.name ?? ''}.`,
    'logged-out': 'You are logged out.',
    'profile-saved': 'Your profile is saved.',
    'password-changed': 'The password is changed. All other sessions have been ended.',
    posted: 'Your reply is published.',
    'feed-added': 'The source is added. Its first articles are on their way.',
    'feed-saved': 'The source is saved.',
    'feed-paused': 'The source is paused: it will not be fetched until you resume it.',
    'feed-resumed': 'The source is fetched again by the schedule.',
    'feed-fetched': (p: Params) => `Fetched: ${p.added ?? 0} new, ${p.updated ?? 0} updated.`,
    'feed-fetch-failed': 'The fetch failed. The history below says why.',
  },
  /** How an attempt to fetch a source ended. */
  fetchOutcomes,
  /** Which rule set the time of the next attempt. */
  fetchReasons: {
    default: 'usual interval',
    activity: 'as often as it publishes',
    ttl: 'the source asks for this interval',
    cache: 'the server says it stays fresh until then',
    'retry-after': 'the server asked us to wait',
    push: 'its hub tells us what is new; this look is for safety',
    skip: 'the source asks to be left alone until then',
    'host-wait': 'the server asked us to wait with all its sources',
    backoff: 'later and later after failures',
    gone: 'only by hand: the source is gone',
  },
  decisions: { new: 'import', updated: 'update', same: 'already here', held: 'hold for review', rejected: 'leave out' },
  rejections: {
    'no-content': 'neither headline nor text',
    excluded: 'excluded by a rule',
    'not-included': 'meets no “only these” rule',
    'off-topic': 'not about elections or digital politics',
    'turned-down': 'turned down by a moderator',
    deleted: 'deleted by a moderator',
    expired: 'older than the source keeps',
  },
  /** What had to be mended to read a feed. */
  repairs: {
    'charset-guessed': 'encoding recognised by the letters',
    'charset-label-wrong': 'wrong name of the encoding ignored',
    'text-before-root': 'text before the document cut off',
    'entities-ignored': 'custom entities ignored',
    'undeclared-prefix': 'undeclared prefixes understood',
    'entries-capped': 'more items than are read at once',
  },
  roles: { member: 'member', moderator: 'moderator', admin: 'administrator' },
  genders: { female: 'female', male: 'male', other: 'other' },
};
