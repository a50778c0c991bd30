import type { enDiscussion } from './en-discussion.js';

export const ruDiscussion: typeof enDiscussion = {
  texts: {},
  errors: {},
  notices: {},
};
