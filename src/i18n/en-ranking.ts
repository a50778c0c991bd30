export const enRanking = {
  /** Groups of texts for pages, e.g. `ranking: { title: '…' }`. */
  texts: {},
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {},
  /** One-time messages after a redirect. */
  notices: {},
};
