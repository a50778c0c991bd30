import type { enMembership } from './en-membership.js';

export const ruMembership: typeof enMembership = {
  texts: {},
  errors: {},
  notices: {},
};
