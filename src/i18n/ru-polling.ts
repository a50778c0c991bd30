import type { enPolling } from './en-polling.js';

export const ruPolling: typeof enPolling = {
  texts: {},
  errors: {},
  notices: {},
};
