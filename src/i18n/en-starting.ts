export const enStarting = {
  texts: {
    starting: {
      title: 'Start a thread',
      intro:
        'About a page you found, or a question of your own. Before it is published you see what is discussed here already.',
      link: 'Link',
      linkHint: 'Optional. The headline and the first words can be taken from the page.',
      fetch: 'Take headline and text from the page',
      headline: 'Headline',
      category: 'Section',
      choose: 'Choose a section',
      text: 'Text',
      preview: 'This is how it will look',
      discussed: 'Already discussed here?',
      discussedHint:
        'These stories are close to yours. If one of them is the same, reply there: more people will read it.',
      nothingLike: 'Nothing like it has been discussed here yet.',
      sameLink: 'the same link',
      start: 'Publish',
      startAnyway: 'It is something else: publish',
      startedBy: 'Started by',
      nav: 'Start a thread',
      source: 'Threads of members',
    },
    openings: {
      edit: 'Edit your text',
      edited: (when: string) => `edited by its author ${when}`,
      editTitle: (title: string) => `Edit: ${title}`,
      editIntro: 'What stood here before stays readable, change by change.',
      about: 'About the page',
      backToThread: 'Back to the thread',
      withdraw: 'Withdraw the thread',
      withdrawIntro:
        'It leaves the lists, the search and the feeds; its address says that you withdrew it. You can bring it back at any time.',
      obstacles: {
        'withdraw-answered':
          'Somebody has replied: the thread is no longer yours alone and cannot be withdrawn. You can still edit your text.',
        'withdraw-joined':
          'Your text has become part of a story with reports of others, so it cannot be withdrawn. You can still edit it.',
      },
      withdrawnTitle: 'This thread was withdrawn',
      withdrawnSince: (when: string) => `Withdrawn by its author: ${when}. Readers do not see it.`,
      restore: 'Bring the thread back',
    },
  },
  errors: {
    'thread-withdrawn': 'Its author took it back before anybody replied.',
    'withdraw-answered': 'Somebody has replied meanwhile: the thread cannot be withdrawn any more.',
    'withdraw-joined': 'Your text is part of a story with reports of others: it cannot be withdrawn.',
    'start-while-held':
      'Your first posts are looked at by a moderator. Reply in a thread first; you can start threads of your own after that.',
    'may-not-start': 'Your account may not start threads.',
    'may-not-start-yet': (p: Record<string, string | number>) =>
      `New members may start threads a little later: ${p.days === 1 ? 'from tomorrow on' : `in ${p.days ?? ''} days`}. Replying works already.`,
    'title-too-short': 'Write a headline of at least 8 characters.',
    'title-too-long': (p: Record<string, string | number>) =>
      `The headline is too long: at most ${p.max ?? 200} characters.`,
    'link-invalid': 'This is not a web address. It begins with https:// or http://',
    'link-unreachable': (p: Record<string, string | number>) =>
      `The page cannot be read (${p.why ?? ''}). You can write headline and text yourself.`,
    'link-empty': 'The page has no headline that can be read. Write one yourself.',
    'category-missing': 'Choose a section.',
  },
  notices: {
    'thread-started': 'Your thread is published.',
    'opening-edited': 'Your text is changed.',
    'opening-same': 'Nothing was changed: the text is the same.',
    'thread-withdrawn': 'You have withdrawn the thread.',
    'thread-restored': 'The thread is back.',
  },
};
