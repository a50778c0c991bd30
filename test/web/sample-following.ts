/** Sample pages of following, bookmarks and mutes, and the buttons of other pages. */
import type { FollowKind } from '../../src/forum/follow.js';
import type { MuteKind } from '../../src/forum/mute.js';
import { trustStoredHtml } from '../../src/lib/safe-html.js';
import type {
  BookmarkPage,
  BookmarksPage,
  FollowingPage,
  MutesPage,
  OwnTools,
  ThreadTools,
} from '../../src/web/following/pages.js';
import { form, hoursAgo } from './sample-shell.js';

export function sampleTools(kind: FollowKind, target: string, mute: MuteKind | null): OwnTools {
  return {
    follow: { kind, target, category: kind === 'search' ? 'voting' : '', isOn: kind === 'tag' },
    mute: mute && { kind: mute, target, isOn: kind === 'member' },
    next: '/tags/a?x=1&y="2"',
  };
}

export const sampleThreadTools: ThreadTools = {
  ...sampleTools('thread', '100', null),
  bookmark: { url: '/account/bookmarks/one?thread=100', isOn: false },
  read: { action: '/threads/100/read', upTo: 59971, isOn: false },
  firstUnread: { url: '/threads/100/unread' },
};

export const followingPage: FollowingPage = {
  kinds: [
    { name: 'Все', url: '/account/following', isCurrent: true },
    { name: 'Темы', url: '/account/following?kind=thread', isCurrent: false },
  ],
  rows: [
    {
      kind: 'thread',
      target: '100',
      category: '',
      name: 'Аудит <по жребию>',
      url: '/threads/100',
      isAutomatic: true,
      createdAt: hoursAgo(30),
    },
    {
      kind: 'search',
      target: 'явка "выборы"',
      category: 'voting',
      name: 'явка "выборы"',
      url: '/search?q=1',
      isAutomatic: false,
      createdAt: hoursAgo(900),
    },
    { kind: 'source', target: '9', category: '', name: '—', url: '', isAutomatic: false, createdAt: hoursAgo(1) },
  ],
  older: '/account/following?before=7',
};

export const mutesPage: MutesPage = {
  rows: [
    { kind: 'word', target: 'погода', name: 'погода', url: null, createdAt: hoursAgo(3) },
    { kind: 'source', target: '1', name: 'Вестник <b>', url: '/feeds/1', createdAt: hoursAgo(3) },
  ],
  form: form({ kind: 'word', target: '"' }, { target: 'Нужны хотя бы две буквы или цифры.' }),
};

export const bookmarksPage: BookmarksPage = {
  query: 'аудит',
  rows: [
    {
      id: 3,
      threadId: 100,
      postId: 59964,
      editUrl: '/account/bookmarks/one?post=59964',
      thread: { name: 'Аудит <по жребию>', url: '/threads/100', language: 'ru' },
      post: {
        name: '59964',
        url: '/posts/59964',
        html: trustStoredHtml('<p>Пять процентов — это <strong>38 участков</strong>.</p>'),
        authorName: 'Daniel <O>',
      },
      note: 'Спросить у <script>alert(1)</script>\nи проверить',
      createdAt: hoursAgo(2),
    },
    {
      id: 2,
      threadId: 101,
      postId: null,
      editUrl: '/account/bookmarks/one?thread=101',
      thread: { name: 'Halvik counts again', url: '/threads/101', language: 'en' },
      post: null,
      note: '',
      createdAt: hoursAgo(200),
    },
    {
      id: 1,
      threadId: 102,
      postId: null,
      editUrl: null,
      thread: { name: 'скрытая тема', url: '/threads/102', language: '' },
      post: null,
      note: 'Своё',
      createdAt: hoursAgo(300),
    },
  ],
  older: null,
};

export const bookmarkPage: BookmarkPage = {
  subject: { name: '#59964, Аудит <по жребию>', url: '/posts/59964' },
  threadId: 100,
  postId: 59964,
  id: 3,
  form: form({ note: 'Спросить "завтра"' }, { note: 'Слишком длинно.' }),
  maxLength: 1000,
};
