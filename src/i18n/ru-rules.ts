import type { enRules } from './en-rules.js';

export const ruRules: typeof enRules = {
  texts: {},
  errors: {},
  notices: {},
};
