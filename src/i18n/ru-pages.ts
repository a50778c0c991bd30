import type { enPages } from './en-pages.js';

export const ruPages: typeof enPages = {
  orders: { newest: 'Новые', active: 'Обсуждаемые сейчас', discussed: 'Больше всего ответов', unread: 'Непрочитанные' },
  categoryDescription: (name: string) => `${name}: свежие статьи и их обсуждение`,
  tagDescription: (tag: string) => `Статьи с меткой «${tag}»`,
  feedsDescription: 'Источники, которые ведут модераторы, по группам',
  feedDescription: (title: string) => `Статьи источника «${title}», обсуждения и похожие материалы`,
  memberDescription: (name: string) => `${name}: профиль и ответы`,
  searchTitle: 'Поиск',
  searchFor: (query: string) => `Поиск: ${query}`,
  searchDescription: 'Поиск по всем статьям на русском и английском, в любой форме слова',
  replyBy: (name: string, title: string) => `${name} — «${title}»`,
  manageFeedsTitle: 'Источники: модерация',
  manageFeedsDescription: 'Добавить, изменить, приостановить источник',
  previewTitle: (title: string) => `Предпросмотр: ${title}`,
  errorTitle: (status: number) => `Ошибка ${status}`,
};
