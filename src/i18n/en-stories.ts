export const enStories = {
  texts: {
    diff: { added: 'added: ', removed: 'removed: ' },
    /** By the action's key in the public log: a verb in the past. */
    moderationActions: {
      'full-text-on': 'switched on the full texts of',
      'full-text-off': 'switched off the full texts of',
      'thread-hide': 'hid',
      'similar-pin': 'pinned as similar',
      'similar-release': 'left to the machine',
      'similar-ban': 'banned as not similar',
    } as Record<string, string>,
    moderationSubjects: {
      thread: 'the story',
      article: 'the article',
      post: 'the post',
      feed: 'the source',
      user: 'the member',
      rule: 'the rule',
      similar: 'the pair',
      site: 'the site',
    },
  },
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {},
  /** One-time messages after a redirect. */
  notices: {},
};
