export const enFollowing = {
  /** Groups of texts for pages, e.g. `following: { title: '…' }`. */
  texts: {},
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {},
  /** One-time messages after a redirect. */
  notices: {},
};
