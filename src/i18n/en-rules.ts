/** English for rules, the held queue, the topic's words, revisions and retention. */
import { createPlural } from './plural.js';

type Params = Record<string, string | number>;
const { count } = createPlural('en');
const items = (n: number) => count(n, { one: 'item', other: 'items' });
const articles = (n: number) => count(n, { one: 'article', other: 'articles' });
const rulesOf = (n: number) => count(n, { one: 'rule', other: 'rules' });

/** By `PatternProblem.kind`; `part` is where the pattern goes wrong. */
const patternProblems: Record<string, (part: string) => string> = {
  'group-open': () => 'a bracket “(” is not closed. For the bracket itself write “\\(”.',
  'group-extra': () => 'a bracket “)” closes nothing. For the bracket itself write “\\)”.',
  'class-open': () => 'a set that begins with “[” is not closed by “]”. For the bracket itself write “\\[”.',
  range: (part) => `“${part}” is no set of characters: in a range the earlier letter stands first.`,
  'nothing-to-repeat': (part) =>
    `“${part}” repeats what stands before it, and nothing does. For the sign itself write “\\${part}”.`,
  'repeated-twice': (part) => `“${part}” are two repetitions in a row; one is enough.`,
  'repeat-count': (part) => `“${part}” repeats too often (at most 1000 times in all) or begins above its end.`,
  backslash: () => 'a backslash stands at the end. For the sign itself write it twice.',
  escape: (part) => `“${part}” means nothing here. References to groups, such as “\\1”, are not possible.`,
  'look-around': (part) =>
    `“${part}” looks ahead or back, which patterns here cannot do. A rule of its own for what must not be there does the same.`,
  'group-kind': (part) => `“${part}” is no kind of group that is known here. A plain “(…)” or “(?:…)” will do.`,
  long: (most) => `the pattern is longer than ${most} characters. Make several lines of it.`,
  other: () => 'this pattern cannot be read. The language of patterns is RE2.',
};

export const enRules = {
  /** Groups of texts for pages, e.g. `rules: { title: '…' }`. */
  texts: {
    fates: {
      languages: 'Languages of the items',
      outcome: 'What would happen',
      missing: 'Missing',
      nothingMissing: 'nothing',
      lacks: { date: 'date', author: 'author', text: 'text', address: 'address', id: 'own id' },
      heldBy: 'held by the rule',
      rejectedBy: 'by the rule',
      because: (words: string) => `because of: ${words}`,
      duplicateOf: 'Already here:',
      sameStory: (score: number) => `Same story, likeness ${score} of 100:`,
      storyNote: (from: number) =>
        `“Same story” means a likeness of ${from} or more of 100 with a published article; it is a hint, nothing is joined here.`,
      effects: {
        include: 'let in by',
        exclude: 'left out by',
        hold: 'held by',
        category: (name: string) => `to “${name}” by`,
        tag: (name: string) => `tagged “${name}” by`,
      },
    },
    searchProblems: {
      date: (typed: string) => `“${typed}” is no date and was left out of the search. Write it as 2026-09-01.`,
      category: (typed: string) => `There is no category as in “${typed}”; it was left out of the search.`,
      source: (typed: string) => `There is no source as in “${typed}”; it was left out of the search.`,
    },
    rules: {
      title: 'Rules',
      titleOf: (name: string) => `Rules: ${name}`,
      heldCount: 'Held',
      intro:
        'Rules meet every item as it comes in. An exclusion outweighs everything, then come “only these”, then a hold; the first section counts, and all tags.',
      introSource: 'These rules are for this source alone; the rules of the site come on top.',
      ofSite: 'Site',
      scopes: 'Where rules apply',
      empty: 'There are no rules here.',
      emptyHint: 'Everything that a source brings is published. Write a rule below and try it on what came last.',
      add: 'New rule',
      edit: 'Edit the rule',
      name: 'Name',
      nameHint: 'Shown on every item that the rule touches. Left empty, the first words stand in.',
      action: 'What happens',
      actions: {
        include: 'only these come in',
        exclude: 'leave out',
        hold: 'hold for review',
        category: 'put into a section',
        tag: 'add a tag',
      },
      place: 'Section and tag',
      details: 'More exactly: condition, where to look, name',
      category: 'Section',
      noCategory: 'none chosen',
      categoryHint: 'For “put into a section”.',
      tag: 'Tag',
      tagHint: 'For “add a tag”.',
      matcher: 'Condition',
      matchers: { words: 'words', pattern: 'patterns', topic: 'elections and digital politics' },
      terms: 'Words or patterns',
      termsHint:
        'Words: one word or phrase a line; a word finds all its forms, “elect*” everything that begins so, “=poll” this form alone. Patterns: RE2, one a line, letter case is ignored. The topic needs nothing here.',
      fields: 'Looks at',
      fieldNames: {
        title: 'headline',
        text: 'text',
        url: 'address',
        author: 'author',
        tag: 'tags',
        language: 'language',
      },
      mode: 'How many',
      modes: { any: 'one line is enough', all: 'every line must be met' },
      isEnabled: 'The rule is on',
      off: 'off',
      tryIt: 'Try it on what came last',
      save: 'Save the rule',
      turnOn: 'Switch on',
      turnOff: 'Switch off',
      up: 'Move up',
      down: 'Move down',
      delete: 'Delete',
      ofRule: (name: string) => `the rule “${name}”`,
      trial: 'What it would have done',
      trialSum: (affected: number, tried: number) => `It touches ${affected} of the last ${items(tried)}.`,
      trialInclude: (affected: number, tried: number) => `It would keep out ${affected} of the last ${items(tried)}.`,
      trialNone: 'There is nothing stored yet to try it on.',
      trialMore: (n: number) => `and ${n} more`,
      related: 'See also',
    },
    held: {
      waiting: (n: number) => `Items that wait for a decision: ${n}`,
      postsWaiting: (n: number) => `Posts that wait for a look: ${n}`,
      toDecide: 'wait for a decision',
      title: 'Held items',
      intro:
        'What rules held for review. Let in, an item becomes a story; turned down, it stays away while its source lists it.',
      kinds: { held: 'Waiting', rejected: 'Turned down', deleted: 'Deleted' },
      total: items,
      empty: { held: 'Nothing waits.', rejected: 'Nothing was turned down.', deleted: 'No article was deleted.' },
      emptyHint: {
        held: 'A rule with “hold for review” sends items here.',
        rejected: 'Items that moderators turn down are listed here and can still be let in.',
        deleted: 'Deleted articles can be brought back from the log.',
      },
      select: (title: string) => `Choose “${title}”`,
      release: 'Let in',
      releaseOf: (title: string) => `Let in “${title}”`,
      reject: 'Turn down',
      rejectOf: (title: string) => `Turn down “${title}”`,
      releaseTicked: 'Let in the chosen',
      rejectTicked: 'Turn down the chosen',
      reason: 'Reason',
      reasonHint: 'Stands in the public log; needed to turn something down.',
      heldAt: (when: string) => `held ${when}`,
      text: 'Text',
      toLog: 'To the log',
      older: 'Older',
    },
    articleDesk: {
      title: 'Article under moderation',
      link: 'Moderate the article',
      effects: 'What rules did',
      noEffects: 'No rule touched it.',
      versions: (n: number) =>
        `The source changed it: ${count(n, { one: 'earlier version', other: 'earlier versions' })}`,
      delete: 'Delete the article',
      deleteHint:
        'It leaves all lists and the search, and does not come back while its source lists it. Replies keep their thread. The log can bring it back.',
      reason: 'Reason',
      reasonHint: 'Stands in the public log.',
      emptied: 'The articles of this story were deleted by moderators. The discussion stays.',
    },
    revisions: {
      titleOf: (title: string) => `Changes: ${title}`,
      heading: 'How the text changed',
      intro:
        'Edits by its source, newer versions, and repeats by other sources. Earlier words are struck out, new ones are marked. Differences of white space are left out. An edit bears the time when this site noticed it: the source may have made it before.',
      changes: 'Changes',
      noticedAt: (when: string) => `We noticed this edit on ${when}`,
      changedAt: (when: string) => `Published ${when}`,
      headline: 'Headline',
      text: 'Text',
      noText: 'The text stayed as it was.',
      back: 'To the article',
      none: 'Nothing was changed here.',
      link: 'see what was changed',
    },
    retention: {
      title: 'How long articles are kept',
      titleOf: (name: string) => `How long articles are kept: ${name}`,
      intro:
        'Everything is kept unless you say otherwise. Threads with replies, bookmarks or followers stay in any case, and what went does not come back.',
      kind: 'Keep',
      kinds: { site: 'as the site does', all: 'everything', days: 'for so many days', count: 'so many of the newest' },
      amount: 'Days, or articles of each source',
      siteNow: {
        all: 'The site keeps everything.',
        days: 'The site keeps so many days:',
        count: 'The site keeps so many articles of each source:',
      },
      tryIt: 'See what would go',
      save: 'Save',
      survey: (go: number, stored: number) => `${articles(go)} of ${stored} would go.`,
      spared: (n: number) =>
        `${articles(n)} past that age would stay, because people discuss, bookmark or follow them.`,
    },
    topics: {
      title: 'Words of the topic',
      intro:
        'By these words an item counts as being about elections and digital politics. Rules with that condition use them.',
      language: (name: string) => `Words: ${name}`,
      count: (n: number) => count(n, { one: 'line', other: 'lines' }),
      hint: 'One word or phrase a line; a word finds all its forms, “elect*” everything that begins so, “=poll” this form alone.',
      shipped: 'as shipped',
      changed: 'changed here',
      save: 'Save the words',
      reset: 'Back to the shipped words',
    },
  },
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {
    'held-none': 'Choose at least one item first.',
    'held-no-reason': 'Give a reason to turn something down; nothing was changed.',
    'rule-no-field': 'Tick at least one thing to look at.',
    'thread-gone': 'This story was removed by moderators or by age.',
    'article-gone': 'This article was removed by moderators or by age.',
    'retention-days': 'Give a number of days, at least 1.',
    'retention-count': 'Give a number of articles, at least 10.',
    'rule-no-words': 'Write at least one word that carries meaning.',
    'rule-too-many': (p: Params) => `Too many lines: at most ${p.max ?? ''}.`,
    'rule-pattern': (p: Params) =>
      `Line ${p.line ?? ''}: ${(patternProblems[p.kind ?? ''] ?? patternProblems.other)?.(String(p.part ?? ''))}`,
    'rules-full': (p: Params) => `There are ${rulesOf(Number(p.max ?? 0))} already: join some before adding more.`,
  },
  /** One-time messages after a redirect. */
  notices: {
    'rule-saved': 'The rule is saved. It meets what comes in from now on.',
    'rule-on': 'The rule is on.',
    'rule-off': 'The rule is off.',
    'rule-moved': 'The order is changed.',
    'rule-deleted': 'The rule is deleted. The log can bring it back.',
    'held-released': (p: Params) => `Let in: ${p.count ?? 0}.`,
    'held-rejected': (p: Params) => `Turned down: ${p.count ?? 0}.`,
    'article-deleted': 'The article is deleted. The log can bring it back.',
    'retention-saved': 'Saved. Articles past it go in small steps during the next hours.',
    'topic-saved': 'The words are saved.',
  },
};
