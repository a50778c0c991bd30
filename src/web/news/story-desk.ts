/** Moderators' forms that shape a story, as its page shows them. */
import type { FormState } from '../page.js';
import { urls } from '../urls.js';
import type { ArticleView, StoryDesk } from './pages.js';

/** Forms that are shown again. */
export type StoryForms = {
  merge?: FormState<'other' | 'mergeReason'>;
  split?: FormState<'article' | 'splitReason'>;
};

export function toStoryDesk(threadId: number, articles: readonly ArticleView[], forms: StoryForms): StoryDesk {
  const empty = { values: {}, errors: {} };
  const options = articles.map(({ id, title, feed }) => ({ value: String(id), name: `${feed.title}: ${title}` }));
  return {
    merge: { action: urls.mergeStories(threadId), form: forms.merge ?? empty },
    split: { action: urls.splitArticle(threadId), form: forms.split ?? empty, options },
  };
}
