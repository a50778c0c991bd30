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
      'rule-add': 'made',
      'rule-edit': 'changed',
      'rule-on': 'switched on',
      'rule-off': 'switched off',
      'rule-delete': 'deleted',
      'item-release': 'let in',
      'item-reject': 'turned down',
      'article-delete': 'deleted',
      'retention-set': 'changed how long articles are kept of',
      'topic-edit': 'changed the words of the topic for',
    } as Record<string, string>,
    moderationSubjects: {
      thread: 'the story',
      article: 'the article',
      item: 'the item',
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
