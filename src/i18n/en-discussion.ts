export const enDiscussion = {
  /** Groups of texts for pages, e.g. `discussion: { title: '…' }`. */
  texts: {},
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {},
  /** One-time messages after a redirect. */
  notices: {},
};
