/** Sample pages of full texts, pictures and archives. */
import type { FeedMediaPage } from '../../src/web/media/feed-media.js';
import { hoursAgo } from './sample-shell.js';

export const feedMediaPage: FeedMediaPage = {
  feed: { id: 3, title: 'Вестник "Заречье" & Ко', language: 'ru' },
  isOn: true,
  waiting: 12,
  counts: [
    { outcome: 'stored', count: 1204 },
    { outcome: 'timeout', count: 2 },
    { outcome: 'constructor', count: 1 },
  ],
  failures: [
    {
      ...{
        articleId: 4,
        url: '/articles/4',
        title: 'Протоколы <опубликованы>',
        outcome: 'timeout',
        detail: 'no answer',
      },
      dueAt: hoursAgo(-2),
    },
    { articleId: 5, url: '/articles/5', title: 'Погода', outcome: 'other-article', detail: null, dueAt: null },
  ],
};

export const feedMediaOffPage: FeedMediaPage = {
  feed: { id: 4, title: 'Quiet', language: '' },
  isOn: false,
  waiting: 0,
  counts: [],
  failures: [],
};
