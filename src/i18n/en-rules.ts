export const enRules = {
  /** Groups of texts for pages, e.g. `rules: { title: '…' }`. */
  texts: {},
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {},
  /** One-time messages after a redirect. */
  notices: {},
};
