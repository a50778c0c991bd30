import { createPlural } from './plural.js';

type Params = Record<string, string | number>;
const { count } = createPlural('en');
const numberOf = (value: string | number | undefined) => Number(value ?? 0) || 0;

export const enDiscussion = {
  /** Groups of texts for pages, e.g. `discussion: { title: '…' }`. */
  texts: {
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
    },
  },
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {
    'text-too-complex': 'This text takes too long to show. Use fewer nested marks.',
    'too-many-links': (p: Params) =>
      `Too many links: your account may put ${numberOf(p.max)} into one post. The limit grows as you take part.`,
    'too-many-mentions': (p: Params) =>
      `Too many mentions: your account may name ${numberOf(p.max)} members in one post. The limit grows as you take part.`,
    'duplicate-text': (p: Params) =>
      `You have published these words already, as post ${numberOf(p.id)}. Link to it instead.`,
    'thread-locked': 'This discussion is closed. Your text is kept as a draft.',
    'reason-required': 'Say why: the reason is published in the moderation log.',
    'vote-down-new':
      'New members cannot vote “not useful” yet. It opens three days after joining, with five posts, or after thirty days.',
  },
  /** One-time messages after a redirect. */
  notices: {
    'post-edited': 'The post is changed. Its earlier text is in the history.',
    'post-same': 'Nothing was changed.',
    'post-deleted': 'The post is deleted. “Restore” brings it back.',
    'post-restored': 'The post is back.',
    'vote-down-new':
      'New members cannot vote “not useful” yet. It opens three days after joining, with five posts, or after thirty days.',
  },
};
