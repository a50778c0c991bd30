import type { enMedia } from './en-media.js';

export const ruMedia: typeof enMedia = {
  texts: {},
  errors: {},
  notices: {},
};
