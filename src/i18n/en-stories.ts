import { createPlural } from './plural.js';

const { count } = createPlural('en');
const sources = (n: number) => count(n, { one: 'source', other: 'sources' });

export const enStories = {
  texts: {
    diff: { added: 'added: ', removed: 'removed: ' },
    stories: {
      /** By `StoryRelation.kind`; after `lead` stands a link to the other report. */
      relations: {
        revision: { badge: 'new version', lead: 'A newer version of' },
        'edited-repeat': { badge: 'repeat with changes', lead: 'Repeats, with changes,' },
        repeat: { badge: 'repeat', lead: 'Repeats' },
      },
      /** By `Change.kind`. */
      changeKinds: { edit: 'edit', revision: 'new version', 'edited-repeat': 'repeat with changes' },
      edits: (n: number) => count(n, { one: 'edit', other: 'edits' }),
      wholeText: 'Whole text',
      toDiscussion: (replies: string) => `To the discussion: ${replies}`,
      moreReports: (n: number) => count(n, { one: 'more report', other: 'more reports' }),
      changes: 'What was changed',
      unchanged: 'The same text, word for word.',
      adds: 'Adds to the first report:',
      newFacts: 'New in this report:',
      addsNothing: 'Adds nothing to the first report.',
      coveredBy: (n: number) => `covered by ${sources(n)}`,
      joined: (score: number, why: string) => `Joined by machine: ${score} of 100${why === '' ? '' : `, ${why}`}`,
      reasons: {
        copy: () => 'almost the same text',
        repeat: ({ share = 50 }) => `an edited repeat, ${share} % of its word sequences are in the other text`,
        'same-event': ({ names }) => (names ? `the same event: ${names}` : 'the same event'),
        ruled: () => 'as a moderator decided',
      } as Record<string, (params: Record<string, string | number>) => string>,
      desk: 'Merge or split this story',
      merge: 'Bring another story here',
      other: 'Number or address of the other story',
      otherHint: 'Its reports and replies come here, and its address leads here. It can be undone in the log.',
      split: 'Make a report a story of its own',
      article: 'Report',
      reason: 'Reason',
      reasonHint: 'Stands in the public log.',
    },
    /** By the action's key in the public log: a verb in the past. */
    moderationActions: {
      'feed-add': 'added',
      'feed-edit': 'changed',
      'feed-pause': 'paused',
      'feed-resume': 'resumed',
      'feed-merge': 'merged',
      'opml-import': 'added sources from a list:',
      'group-on': 'switched on the group:',
      'group-off': 'switched off the group:',
      'thread-merge': 'merged',
      'article-split': 'made a story of its own of',
      'full-text-on': 'switched on the full texts of',
      'full-text-off': 'switched off the full texts of',
      'thread-hide': 'hid',
      'thread-lock': 'closed the discussion of',
      'thread-unlock': 'opened again the discussion of',
      'post-edit': 'edited',
      'post-redact': 'hid the earlier text when editing',
      'post-delete': 'removed',
      'flag-dismiss': 'found nothing wrong with',
      'post-restore': 'restored',
      'post-approve': 'let through',
      'post-reject': 'turned away a post of',
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
  errors: {
    'same-thread': 'This is the same story.',
    'last-article': 'A story keeps at least one report.',
  },
  /** One-time messages after a redirect. */
  notices: {
    'stories-merged': 'The stories are one now. The log can take it back.',
    'article-split': 'The report is a story of its own now. The log can take it back.',
  },
};
