export const enFeedback = {
  texts: {
    log: {
      title: 'Moderation log',
      intro: 'Everything that moderators do, with the reason, and whether it was taken back.',
      empty: 'Nothing has been moderated yet.',
      emptyHint: 'Merged stories, hidden threads, pinned and banned pairs of similar articles will stand here.',
      reason: 'Reason:',
      undo: 'Undo',
      undoneBy: (name: string, when: string) => `taken back by ${name}, ${when}`,
    },
  },
  errors: {
    'already-undone': 'This has been taken back already.',
    'undo-impossible': 'This cannot be taken back any more.',
    'reason-missing': 'Give a reason: it stands in the public log.',
  },
  notices: {
    'action-undone': 'It is taken back.',
    'already-undone': 'This has been taken back already.',
    'undo-impossible': 'This cannot be taken back any more.',
  },
};
