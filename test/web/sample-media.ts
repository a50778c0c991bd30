/** Sample pages of full texts, pictures and archives. */
import type { FeedMediaPage } from '../../src/web/media/feed-media.js';
import type { OpmlPage } from '../../src/web/media/lists.js';
import { form, hoursAgo } from './sample-shell.js';

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

export const listsPage: OpmlPage = {
  form: form({ text: '<opml version="2.0"/>' }, { file: 'Это не OPML.' }),
  groups: [
    { name: 'Заречный "край"', feeds: 4, paused: 1 },
    { name: '', feeds: 2, paused: 2 },
    { name: 'Norland', feeds: 1, paused: 0 },
  ],
  lines: [
    { title: 'Новая', address: 'https://a.example/rss', groupName: 'Заречный "край"', decision: 'new', feedId: null },
    { title: 'Есть', address: 'https://b.example/rss', groupName: '', decision: 'known', feedId: 3 },
    { title: '', address: 'file:///etc', groupName: '', decision: 'bad-address', feedId: null },
  ],
  total: 3,
  fresh: 1,
};

export const emptyListsPage: OpmlPage = { form: form(), groups: [], lines: [], total: 0, fresh: 0 };
