export const enStories = {
  texts: {
    diff: { added: 'added: ', removed: 'removed: ' },
  },
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {},
  /** One-time messages after a redirect. */
  notices: {},
};
