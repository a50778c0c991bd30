import type { enFollowing } from './en-following.js';

export const ruFollowing: typeof enFollowing = {
  texts: {},
  errors: {},
  notices: {},
};
