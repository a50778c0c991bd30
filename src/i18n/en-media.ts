import { createPlural } from './plural.js';

const plural = createPlural('en');

export const enMedia = {
  /** Groups of texts for pages, e.g. `media: { title: '…' }`. */
  texts: {
    lists: {
      title: 'Lists and groups',
      intro:
        'Sources travel between programs as OPML, in their groups. Nothing is added before you have seen what each line would do.',
      download: 'All sources of this site as OPML',
      add: 'Add from a list',
      file: 'OPML file',
      text: 'or the list as text: OPML, or addresses of feeds one a line',
      check: 'See what it would do',
      addNew: (n: number) => `Add ${plural.count(n, { one: 'new source', other: 'new sources' })}`,
      found: (total: number, fresh: number) =>
        `${plural.count(total, { one: 'line', other: 'lines' })}, ${plural.count(fresh, { one: 'new source', other: 'new sources' })}`,
      nothing: 'The list names no source.',
      decisions: {
        new: 'new',
        known: 'known',
        repeated: 'twice in the list',
        'no-address': 'without an address',
        'bad-address': 'not an address that can be used',
      },
      groups: 'Groups',
      groupsIntro: 'A group that is switched off is not fetched; its articles stay.',
      noGroups: 'There are no groups to switch off yet: only sources that are fetched stand in them.',
      groupState: (all: number, paused: number) =>
        paused === 0
          ? plural.count(all, { one: 'source', other: 'sources' })
          : `${plural.count(all, { one: 'source', other: 'sources' })}, ${paused} switched off`,
      switchOff: 'Switch off',
      switchOn: 'Switch on',
    },
    media: {
      fullTexts: 'Full texts',
      feedTitle: (feed: string) => `Full texts: ${feed}`,
      feedIntro:
        'When a feed gives only the first lines, the article can be read from its own page: the same article, cleaned, without the page around it. Switched on, it works for what arrives from now on and for the last two days.',
      backToFeed: 'Back to the source',
      isOn: 'on',
      isOff: 'off',
      switchOn: 'Fetch full texts',
      switchOff: 'Stop fetching full texts',
      became: 'What became of them',
      waiting: 'waiting',
      failures: 'Not taken',
      noFailures: 'Every page gave its article.',
      nextTry: 'next try',
      retry: 'Try now',
      retryAll: 'Try all of them again',
      givenUp: 'given up',
      /** By the outcome of an attempt; the others are `fetchOutcomes`. */
      outcomes: {
        stored: 'full text stored',
        'no-article': 'no article on the page',
        'other-article': 'another article on the page',
        'not-longer': 'no longer than in the feed',
        'not-a-page': 'not a page',
        'too-deep': 'nested too deeply',
        busy: 'too many pages waiting',
        'too-many-tags': 'too many tags',
        'took-too-long': 'took too long to read',
        gone: 'no such page any more',
      } as Record<string, string>,
    },
  },
  /** One-time messages after a redirect. */
  notices: {
    'opml-added': (p: Record<string, string | number>) =>
      `Sources added: ${p.added ?? 0}, known already: ${p.known ?? 0}.`,
    'group-on': (p: Record<string, string | number>) => `Sources switched on: ${p.count ?? 0}.`,
    'group-off': (p: Record<string, string | number>) => `Sources switched off: ${p.count ?? 0}.`,
    'full-text-retry': (p: Record<string, string | number>) =>
      `Queued again: ${p.count ?? 0}. Pages are asked one at a time.`,
    'full-text-on': 'Full texts will be fetched, one page at a time.',
    'full-text-off': 'No more full texts will be fetched. Those that are here stay.',
  },
};
