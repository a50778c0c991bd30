export const enMedia = {
  /** Groups of texts for pages, e.g. `media: { title: '…' }`. */
  texts: {
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
      givenUp: 'given up',
      /** By the outcome of an attempt; the others are `fetchOutcomes`. */
      outcomes: {
        stored: 'full text stored',
        'no-article': 'no article on the page',
        'other-article': 'another article on the page',
        'not-longer': 'no longer than in the feed',
        'not-a-page': 'not a page',
        'too-deep': 'nested too deeply',
        'took-too-long': 'took too long to read',
        gone: 'no such page any more',
      } as Record<string, string>,
    },
  },
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {},
  /** One-time messages after a redirect. */
  notices: {
    'full-text-on': 'Full texts will be fetched, one page at a time.',
    'full-text-off': 'No more full texts will be fetched. Those that are here stay.',
  },
};
