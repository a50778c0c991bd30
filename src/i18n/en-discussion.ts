import { createPlural } from './plural.js';

type Params = Record<string, string | number>;
const { count } = createPlural('en');
const seconds = (n: number) => count(n, { one: 'second', other: 'seconds' });
const minutes = (n: number) => count(n, { one: 'minute', other: 'minutes' });
const wait = (n: number) => (n > 90 ? minutes(Math.ceil(n / 60)) : seconds(n));
const numberOf = (value: string | number | undefined) => Number(value ?? 0) || 0;

export const enDiscussion = {
  /** Groups of texts for pages, e.g. `discussion: { title: '…' }`. */
  texts: {
    emoji: {
      summary: 'Emoji',
      hint: 'Write the name between colons: it becomes the character in the published text.',
      pressHint: 'Press one to put its name into the text.',
    },
    flags: {
      title: 'Reports',
      waiting: (n: number) => `${count(n, { one: 'reported post', other: 'reported posts' })} to decide on`,
      intro: 'Posts that members have reported. Only moderators see who did; the decision stands in the public log.',
      empty: 'Nothing has been reported.',
      emptyHint: 'Below every post of others a member finds the link “Report”; such posts are collected here.',
      later: 'Further reports',
      further: (n: number) => `and ${count(n, { one: 'more report', other: 'more reports' })}`,
      flag: 'Report',
      flagPost: (id: number) => `Report post ${id}`,
      flagged: 'You reported this',
      flaggedPost: (id: number) => `You reported post ${id}`,
      flagTitle: (id: number) => `Report post ${id}`,
      flagIntro: 'Moderators will read it. Neither the author nor other members learn who reported the post.',
      flaggedAlready: 'You have reported this post already. Moderators will look at it.',
      reason: 'What is wrong',
      reasons: {
        spam: 'Advertising or spam',
        insult: 'Insult or harassment',
        false: 'Deliberately false',
        illegal: 'Against the law',
        'off-topic': 'Off topic',
        other: 'Something else, as I explain below',
      },
      words: 'Explain, if need be',
      wordsHint: 'A sentence or two. Required for “something else”.',
      submit: 'Send the report',
      keep: 'Nothing wrong',
      delete: 'Remove the post',
      decisionReason: 'Reason (required to remove)',
      ownWords: 'This is your own post: another moderator decides.',
    },
    discussion: {
      orders: { oldest: 'Oldest first', newest: 'Newest first', best: 'Best replies', nested: 'As a conversation' },
      orderBy: 'Order of the replies',
      bestFormula:
        'Best replies: by the lower end of the 95 % Wilson interval for the share of votes “useful” (E. B. Wilson, 1927). Few votes prove little, so 1 of 1 stands below 9 of 10.',
      quote: 'Quote',
      quotePost: (name: string, id: number) => `Quote ${name}, post ${id}`,
      edit: 'Edit',
      editPost: (id: number) => `Edit post ${id}`,
      edited: (when: string) => `edited ${when}`,
      backTo: (id: number) => `back to #${id}`,
      deletedByAuthor: 'Deleted by its author',
      deletedByModerator: 'Removed by a moderator',
      restore: 'Restore',
      voteUp: (id: number, n: number) => `Post ${id} is useful: ${count(n, { one: 'vote', other: 'votes' })}`,
      voteDown: (id: number, n: number) => `Post ${id} is not useful: ${count(n, { one: 'vote', other: 'votes' })}`,
      votes: (up: number, down: number) => `useful: ${up}, not useful: ${down}`,
      editTitle: (id: number) => `Edit post ${id}`,
      editIntro: 'What the post said before stays readable in its history.',
      text: 'Text',
      reason: 'Reason',
      reasonHint: 'Published in the moderation log.',
      save: 'Save',
      deleteTitle: 'Delete the post',
      deleteIntro: 'Its number, the votes and the answers stay; you can restore it at any time.',
      delete: 'Delete',
      backToPost: 'Back to the post',
      historyTitle: (id: number) => `History of post ${id}`,
      historyIntro: 'Every change, newest first. Struck out: what went; underlined: what came.',
      historyEmpty: 'This post has never been changed.',
      restoreVersion: 'Edit from the text before this change',
      byDeleted: 'a former member',
      olderChanges: 'Older changes',
      newReplies: (n: number) => count(n, { one: 'new reply', other: 'new replies' }),
      lookForNew: 'Look for new replies',
      draftRestored: 'This is your unsent text.',
      draftKept: (when: string) => `Kept ${when}.`,
      draftDiscard: 'Discard it',
      draftSaved: 'Draft kept',
      draftFailed: 'No connection: the draft is kept in this browser',
      charactersLeft: (used: string, max: string) => `${used} of ${max} characters`,
      mentionHint: 'Mention a member with @name, or @"name with spaces".',
      suggestions: 'Members to mention',
      trap: 'Leave this field empty',
      locked: 'The discussion is closed',
      lockTitle: 'Close the discussion',
      lockSubmit: 'Close',
      unlockTitle: 'Open the discussion again',
      unlockSubmit: 'Open',
      heldOwn: 'Waiting for a moderator: you see this reply, others do not yet.',
      heldRejected: 'Turned away by a moderator',
      heldTitle: 'Posts that wait',
      heldIntro: 'First posts of new members. Let through, a post gets its number and is shown to everybody.',
      heldEmpty: 'Nothing is waiting.',
      heldEmptyHint: 'First posts of new members come here when HOLD_FIRST_POSTS asks for it.',
      heldIn: 'in',
      approve: 'Let through',
      reject: 'Turn away',
      rejectReason: 'Reason, when it is turned away',
      laterHeld: 'Later posts',
    },
  },
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {
    'flag-words-required': 'Say in a few words what is wrong: the moderator could not tell otherwise.',
    'flag-reason-required': 'Choose what is wrong with the post.',
    'too-many-flags': (p: Params) =>
      `Too many reports in a row. The next one is possible in ${wait(numberOf(p.seconds))}.`,
    'own-verdict': 'What a moderator decided about your post only another moderator can take back.',
    'flags-decided': 'Another moderator has decided on these reports already.',
    'edit-held':
      'While a moderator looks at your first posts they cannot be changed. This passes with the first ones that are published.',
    'text-too-complex': 'This text takes too long to show. Use fewer nested marks.',
    'too-many-links': (p: Params) =>
      `Too many links: your account may put ${numberOf(p.max)} into one post. The limit grows as you take part.`,
    'too-many-mentions': (p: Params) =>
      `Too many mentions: your account may name ${numberOf(p.max)} members in one post. The limit grows as you take part.`,
    'duplicate-text': (p: Params) =>
      `You have published these words already, as post ${numberOf(p.id)}. Link to it instead.`,
    'vote-locked': 'This discussion is closed: votes stay as they are.',
    'edit-locked': 'This discussion is closed: its posts are no longer changed.',
    'thread-locked': 'This discussion is closed. Your text is kept as a draft.',
    'reason-required': 'Say why: the reason is published in the moderation log.',
    'posting-too-fast-new': (p: Params) =>
      `New members may post three times a minute. The next post can go in ${wait(numberOf(p.seconds))}; the limit grows as you take part.`,
    'form-too-quick': (p: Params) =>
      `The form has only just opened, and programs that post at once are kept out. Your text is kept: send it again in ${wait(numberOf(p.seconds))}.`,
    'looks-automatic': 'A field that people do not see was filled in. Empty it and send the reply again.',
    'held-enough': (p: Params) =>
      `${count(numberOf(p.count), { one: 'post', other: 'posts' })} of yours already wait for a moderator. You can write on when they have been read; this text is kept as a draft.`,
    'already-decided': 'Another moderator has decided on this post already.',
    'held-in-hidden':
      'The story is hidden, so nobody would see this post. Bring the story back from the log first, or turn the post away.',
    'vote-down-new':
      'New members cannot vote “not useful” yet. It opens three days after joining, with five posts, or after thirty days.',
  },
  /** One-time messages after a redirect. */
  notices: {
    'post-flagged': 'Thank you, moderators will look at the post.',
    'post-flagged-before': 'You have reported this post already.',
    'flags-kept': 'The post stays, the reports are closed. It can be undone in the log.',
    'flags-deleted': 'The post is removed, the reports are closed. It can be undone in the log.',
    'flags-decided': 'Another moderator has decided on these reports already.',
    'post-edited': 'The post is changed. Its earlier text is in the history.',
    'post-same': 'Nothing was changed.',
    'post-deleted': 'The post is deleted. “Restore” brings it back.',
    'post-restored': 'The post is back.',
    'text-kept': 'Your session has ended, your text has not: log in and it is back in its form.',
    'text-kept-here': 'The form was out of date. Your text is back in it: send it again.',
    'draft-discarded': 'The draft is thrown away.',
    'post-held': 'Thank you. First posts are read by a moderator before everybody sees them.',
    'held-post-approved': 'The post is published.',
    'held-post-rejected': 'The post is turned away.',
    'already-decided': 'Another moderator has decided on this post already.',
    'held-in-hidden':
      'The story is hidden, so nobody would see this post. Bring the story back from the log first, or turn the post away.',
    'thread-locked-now': 'The discussion is closed.',
    'thread-unlocked': 'The discussion is open again.',
    'reason-required': 'Nothing was done: say why, the reason is published in the moderation log.',
    'no-new-replies': 'No new replies since.',
    'vote-down-new':
      'New members cannot vote “not useful” yet. It opens three days after joining, with five posts, or after thirty days.',
  },
};
