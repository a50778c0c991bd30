import type { enStories } from './en-stories.js';

export const ruStories: typeof enStories = {
  texts: {
    diff: { added: 'добавлено: ', removed: 'убрано: ' },
  },
  errors: {},
  notices: {},
};
