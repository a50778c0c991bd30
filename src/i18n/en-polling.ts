import { createPlural } from './plural.js';

const { count } = createPlural('en');
const sources = (n: number) => count(n, { one: 'source', other: 'sources' });
const articles = (n: number) => count(n, { one: 'article', other: 'articles' });
const items = (n: number) => count(n, { one: 'item', other: 'items' });
const members = (n: number) => count(n, { one: 'member', other: 'members' });
const attempts = (n: number) => count(n, { one: 'attempt', other: 'attempts' });

export const enPolling = {
  /** Groups of texts for pages, e.g. `polling: { title: '…' }`. */
  texts: {
    feedHealth: {
      title: 'Health',
      raw: 'What the machine said',
      filter: 'Filter the sources',
      state: 'State',
      states: {
        all: 'all',
        trouble: 'in trouble',
        failing: 'last attempt failed',
        silent: 'gone silent',
        paused: 'paused',
        pushed: 'pushed by a hub',
      },
      text: 'Title or address',
      group: 'Group',
      anyGroup: 'any',
      apply: 'Show',
      found: (n: number) => sources(n),
      none: 'No source fits the filter.',
      showAll: 'Show all sources',
      inTrouble: (n: number) => `${sources(n)} in trouble`,
      score: 'Failure score',
      scoreHint:
        'Since the last success: 1 for a failure that lasts (no such page or server, not a feed), ½ for one that somebody has to mend, ¼ for one that may pass by itself. From 3 on a source is in trouble.',
      silentSince: 'gone silent',
      silentLong: (when: string) => `Nothing new for longer than is usual for this source; remarkable since ${when}.`,
      alerts: {
        failing: 'The source fails again and again.',
        gone: 'The source says that it is closed for good. It is asked again only when you resume it.',
        twin: 'The source has moved for good to an address that is read here already.',
        replacement: 'Something that could take its place was found.',
        silent: 'The source has gone silent.',
      },
      normal: 'Usually per week',
      normalUnknown: 'not known yet',
      lastArticle: 'Newest article',
      picture: 'Articles and attempts by day',
      pictureHint:
        'Each bar is a day (UTC) of the last 30. The line is what is usual; the squares below tell whether fetching went well.',
      pictureAlt: (total: number, days: number) =>
        `${articles(total)} in ${count(days, { one: 'day', other: 'days' })}`,
      asTable: 'The same as a table',
      day: 'Day',
      articles: 'Articles',
      attempts: 'Attempts',
      failed: 'of them failed',
      dayArticles: (day: string, n: number) => `${day}: ${articles(n)}`,
      dayAttempts: (n: number, failed: number) => `${attempts(n)}, ${failed} failed`,
      legendOk: 'fetched well',
      legendMixed: 'some attempts failed',
      legendBad: 'every attempt failed',
      moving: 'Permanent redirect',
      movingTo: (url: string, times: number) =>
        `to ${url}, seen ${count(times, { one: 'time', other: 'times' })} in a row; the address changes after five over a day`,
      twin: 'Read already as',
      twinHint: 'Both bring the same. Make this one part of the other: you see first what would happen.',
      twinUnproven:
        'Both bring the same. When the redirect has been seen five times over a day, this one can be made part of the other.',
      chooseReplacement: 'Compare and choose',
      replacements: 'What its site offers today',
      push: 'Push',
      pushStates: {
        wanted: 'its hub is about to be asked',
        asked: 'its hub has been asked',
        active: 'its hub tells us what is new',
        denied: 'its hub refuses',
      },
      pushUntil: (day: string) => `until ${day}`,
      pushLast: 'last time',
    },
    /** What a failure means and what can be done, by its outcome; `status` is the server's number. */
    feedFailures: {
      dns: () => 'There is no server under this name. Check the address; the site may have moved or closed.',
      refused: () => 'The server does not accept connections at this address. It may be down for a while.',
      timeout: () => 'The server did not answer in time. It is asked again by itself.',
      network: () => 'The connection broke off. It is asked again by itself.',
      tls: () => 'The certificate of the server is not in order, so nothing was fetched. Its owner has to renew it.',
      redirects: () => 'The address leads from one to another without end. Look for the new address of the feed.',
      downgrade: () => 'The address leads from an encrypted connection to an open one, which is not followed.',
      'blocked-address': () => 'The address leads to a private network, which is not asked.',
      'bad-address': () => 'This address cannot be asked. Correct it in the settings below.',
      'too-large': () => 'The document is larger than is read (10 MB).',
      bomb: () => 'The answer grows beyond measure when it is unpacked, and was not read.',
      'too-deep': () => 'The document is nested more deeply than can be read safely.',
      'took-too-long': () => 'Reading the document took too long and was stopped.',
      empty: () => 'The server answers with nothing.',
      'not-a-feed': () => 'What the address answers is no feed. Perhaps the feed has moved: look for a replacement.',
      'html-page': () =>
        'The address answers with a web page instead of a feed. Perhaps the feed has moved: look for a replacement.',
      gone: () => 'The source says that it is closed for good.',
      limited: (status: number) =>
        `The server asks to be left alone for a while${status ? ` (answer ${status})` : ''}. It is asked again when that is over.`,
      'http-closed': (status: number) =>
        `The server does not give the feed to programs (answer ${status}). Ask its owner, or look for another address.`,
      'http-missing': (status: number) =>
        `There is no such page on the server (answer ${status}). Look for a replacement.`,
      'http-trouble': (status: number) =>
        `The server itself is in trouble (answer ${status}). It is asked again by itself.`,
      'http-status': (status: number) => `The server answers with an error${status ? ` (${status})` : ''}.`,
      failed: () =>
        'Something went wrong on this side while storing it. It is tried again by itself; the log of the server says more.',
      other: () => 'The last attempt failed.',
    } as Record<string, (status: number) => string>,
    /** A text that its source published again. */
    rowVersions: {
      changed: (n: number) => `${count(n, { one: 'newer version', other: 'newer versions' })}: what was changed`,
      again: (n: number) => `published again ${count(n, { one: 'time', other: 'times' })}`,
    },
    feedMerge: {
      open: 'Merge the sources…',
      titleOf: (name: string) => `Merge “${name}”`,
      intro: 'What would happen if this source became part of another.',
      into: 'It becomes part of:',
      noArticles: 'There are no articles to go over.',
      plan: 'What would happen',
      articles: (n: number) => `${articles(n)} go over, with their threads and replies.`,
      doubles: (n: number) =>
        `Of these the other source has ${n} as well: both reports stay, and neither is brought again.`,
      waiting: (n: number) => `${items(n)} held for review go on waiting under the other source.`,
      away: (n: number) => `${items(n)} that were deleted, turned down or too old stay away.`,
      followers: (n: number) => `${members(n)} who follow this source follow the other one.`,
      muters: (n: number) => `${members(n)} who mute this source mute the other one, unless they follow it.`,
      addresses:
        'This source is not asked any more and leaves all lists. Its page, its feed and its desk lead to the other one.',
      stays: 'The other source keeps its name, section, group, full texts and time of keeping articles.',
      retention: {
        days: (n: number) =>
          `The other source keeps articles for ${count(n, { one: 'day', other: 'days' })}: older ones that nobody discusses will go, and do not come back.`,
        count: (n: number) =>
          `The other source keeps its newest ${articles(n)}: more than these go, unless they are discussed, and do not come back.`,
      },
      undo: 'The log can take it back: what goes over now returns, what comes in later stays with the other source.',
      rules: 'Rules that the other source lacks',
      rulesHint: 'The ticked ones go over and then meet everything that the other source brings.',
      reason: 'Reason',
      reasonHint: 'Stands in the public log.',
      do: 'Merge the sources',
      cancel: 'Back to the source',
    },
    feedSearch: {
      hint: 'Address of a site, of a channel page or of the feed itself: you see what it would bring before anything is saved.',
      title: 'Which feed?',
      intro: 'Several feeds were found behind this address:',
      replaceTitle: (title: string) => `In place of “${title}”`,
      replaceIntro: 'Feeds that answer today, found at',
      none: 'No feed was found.',
      noneHint: 'Look for a sign of a feed on the site, or ask a search engine for its RSS.',
      items: (n: number) => count(n, { one: 'item', other: 'items' }),
      choose: 'Preview this feed',
      replace: 'Use this address',
      known: 'This feed is a source already.',
      open: 'Open it',
      findReplacement: 'Look for a replacement',
    },
  },
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {
    'opml-too-heavy': 'Reading this list took too long or too much memory. Nothing was added; try it in parts.',
    'no-heir':
      'Nothing shows any more that this source has moved to the address of another that is read. Nothing was changed.',
    'no-feed-found': 'No feed was found behind this address, neither named by the page nor in the usual places.',
  },
  /** One-time messages after a redirect. */
  notices: {
    'feed-merged': 'The sources are one now. The log can take it back.',
    'no-heir':
      'There is no source to merge this one into: nothing shows that it has moved to the address of another that is read.',
  },
};
