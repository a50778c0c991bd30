export const enMembership = {
  /** Groups of texts for pages, e.g. `membership: { title: '…' }`. */
  texts: {},
  /** By `AppError.code`; see `en-codes.ts`. */
  errors: {},
  /** One-time messages after a redirect. */
  notices: {},
};
