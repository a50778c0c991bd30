/** Sample pages of notifications, their settings, letters' links and digests. */
import type {
  DigestPage,
  NotificationSettingsPage,
  NotificationsPage,
  StopPage,
} from '../../src/web/following/notification-pages.js';
import { hoursAgo } from './sample-shell.js';

export const notificationsPage: NotificationsPage = {
  tabs: [
    { name: 'Все', url: '/notifications', isCurrent: true },
    { name: 'Непрочитанные', url: '/notifications?show=unread', isCurrent: false },
  ],
  rows: [
    {
      id: 9,
      kind: 'reply',
      what: 'Вам ответил(а) Daniel <O>: «Аудит "по жребию"»',
      url: '/posts/59971',
      why: 'Вы получили это, потому что это ответ на ваше сообщение.',
      excerpt: 'Who throws the dice? <script>alert(1)</script>',
      reason: '',
      isUnread: true,
      createdAt: hoursAgo(2),
      follow: null,
    },
    {
      id: 8,
      kind: 'story',
      what: 'Халвик считает заново',
      url: '/threads/302',
      why: 'Вы получили это, потому что у вас есть подписка: запрос «явка "выборы"».',
      excerpt: '',
      reason: '',
      isUnread: false,
      createdAt: hoursAgo(200),
      follow: { kind: 'search', target: 'явка "выборы"', category: 'voting' },
    },
    {
      id: 7,
      kind: 'moderation',
      what: 'Решение модератора: удаление вашего сообщения',
      url: '/notifications',
      why: 'Вы получили это, потому что речь о вашем сообщении.',
      excerpt: '',
      reason: 'Оскорбления <b>',
      isUnread: false,
      createdAt: hoursAgo(300),
      follow: null,
    },
  ],
  upTo: 9,
  older: '/notifications?before=7',
};

export const notificationSettingsPage: NotificationSettingsPage = {
  rows: [
    { kind: 'reply', way: 'bundle', isPushed: true },
    { kind: 'story', way: 'off', isPushed: false },
  ],
  ways: ['off', 'site', 'mail', 'bundle'],
  digest: 'weekly',
  digests: ['off', 'daily', 'weekly', 'monthly'],
  followsReplies: true,
  hasAddress: false,
  privateFeed: { createdAt: hoursAgo(100) },
  newFeedUrls: [{ name: 'rss', url: 'https://hustings.example/feeds/private/abc.rss' }],
  push: {
    publicKey: 'BPublic',
    devices: [
      { id: 4, device: 'Firefox, Linux', createdAt: hoursAgo(5) },
      { id: 5, device: '', createdAt: hoursAgo(5) },
    ],
  },
};

export const stopPage: StopPage = {
  question: 'Письма вида «Ответы вам» больше не придут.',
  isDone: false,
  action: '/unsubscribe/abc.def',
};

export const digestPage: DigestPage = {
  title: 'Главное за неделю',
  days: '16 ноября 2026 — 22 ноября 2026',
  tabs: [{ name: 'каждую неделю', url: '/digests/weekly', isCurrent: true }],
  sections: [
    {
      heading: 'Главные темы',
      stories: [
        {
          title: 'Аудит <по жребию>',
          url: '/threads/100',
          language: 'ru',
          facts: 'Вестник · 5 источников · 12 ответов',
          reply: { author: 'Daniel <O>', text: 'Who throws the dice?', url: '/posts/59971' },
        },
        { title: 'Halvik counts', url: '/threads/302', language: 'en', facts: 'Herald', reply: null },
      ],
    },
  ],
  isOwn: false,
};
