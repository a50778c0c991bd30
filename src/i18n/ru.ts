/** Интерфейс по-русски. Ключи и параметры задаёт `en.ts`. */
import { createPlural } from './plural.js';
import { ruCodes } from './ru-codes.js';
import { ruDiscussion } from './ru-discussion.js';
import { ruFeedback } from './ru-feedback.js';
import { ruFollowing } from './ru-following.js';
import { ruMedia } from './ru-media.js';
import { ruMembers } from './ru-members.js';
import { ruMembership } from './ru-membership.js';
import { ruPages } from './ru-pages.js';
import { ruPolling } from './ru-polling.js';
import { ruRanking } from './ru-ranking.js';
import { ruRules } from './ru-rules.js';
import { ruStarting } from './ru-starting.js';
import { ruStories } from './ru-stories.js';
import type { Texts } from './texts.js';

const { count, form } = createPlural('ru');
const replies = (n: number) => count(n, { one: 'ответ', few: 'ответа', many: 'ответов', other: 'ответа' });
const sources = (n: number) => count(n, { one: 'источник', few: 'источника', many: 'источников', other: 'источника' });
const articles = (n: number) => count(n, { one: 'статья', few: 'статьи', many: 'статей', other: 'статьи' });
const stories = (n: number) => count(n, { one: 'тема', few: 'темы', many: 'тем', other: 'темы' });
const characters = (n: number) => count(n, { one: 'знака', few: 'знаков', many: 'знаков', other: 'знака' });
// Родительный падеж после «из».
const ofSources = (n: number) => count(n, { one: 'источника', other: 'источников' });

export const ru: Texts = {
  ...ruCodes,
  ...ruMembers,
  ...ruStories.texts,
  ...ruRanking.texts,
  ...ruPolling.texts,
  ...ruRules.texts,
  ...ruMedia.texts,
  ...ruMembership.texts,
  ...ruDiscussion.texts,
  ...ruFollowing.texts,
  ...ruFeedback.texts,
  ...ruStarting.texts,
  errors: {
    ...ruCodes.errors,
    ...ruStories.errors,
    ...ruPolling.errors,
    ...ruRules.errors,
    ...ruMembership.errors,
    ...ruDiscussion.errors,
    ...ruFollowing.errors,
    ...ruFeedback.errors,
    ...ruStarting.errors,
  },
  notices: {
    ...ruCodes.notices,
    ...ruStories.notices,
    ...ruPolling.notices,
    ...ruRules.notices,
    ...ruMedia.notices,
    ...ruMembership.notices,
    ...ruDiscussion.notices,
    ...ruFollowing.notices,
    ...ruFeedback.notices,
    ...ruStarting.notices,
  },
  pages: ruPages,
  site: {
    tagline: 'Выборы и цифровая политика: новости и разговор о них',
    demo: 'Демонстрация: новости и люди вымышлены.',
    demoMore: 'Отвечайте, регистрируйтесь, добавляйте источники — всё здесь понарошку.',
    demoRemove: 'Убрать вместе с ответами:',
    socialLinks: 'Мы в соц. сетях',
    feeds: 'Ленты этой страницы',
    feedOf: (title: string, format: string) => `${title}: ${format}`,
    opml: 'Все источники в OPML',
    madeWith: 'Hustings — открытый новостной агрегатор с форумом',
    progress: 'Собираем первые статьи',
    progressCount: (done: number, total: number) => `${done} из ${ofSources(total)}`,
  },
  nav: {
    main: 'Рубрики',
    account: 'Учётная запись',
    home: 'Главная',
    feeds: 'Источники',
    search: 'Поиск',
    searchPlaceholder: 'Искать в новостях',
    login: 'Войти',
    register: 'Регистрация',
    logout: 'Выйти',
    settings: 'Настройки',
    moderation: 'Модерация',
    language: 'Язык',
    newer: 'Новее',
    older: 'Раньше',
    earlier: 'Предыдущие сообщения',
    later: 'Следующие сообщения',
    paging: 'Страницы',
  },
  a11y: {
    skip: 'Перейти к содержанию',
    errorPrefix: 'Ошибка:',
  },
  languages: { ru: 'Русский', en: 'English', auto: 'Как просит браузер' },
  home: {
    title: 'Новости',
    orderBy: 'Порядок',
    more: 'Ещё новости',
    empty: 'Здесь пока ничего не опубликовано.',
    emptyHint:
      'Статьи появятся, как только их принесут источники. Загляните в список источников или вернитесь через несколько минут.',
    replies,
    noReplies: 'ответов пока нет',
    reports: (n: number) => count(n, { one: 'публикация', few: 'публикации', many: 'публикаций', other: 'публикации' }),
    lastReply: (when: string) => `последний ответ ${when}`,
  },
  thread: {
    by: (name: string) => `Автор: ${name}`,
    readOriginal: 'Читать в источнике',
    articleText: 'Текст статьи',
    source: 'Источник',
    firstSeen: 'впервые замечено',
    edited: (when: string) => `источник датирует правку: ${when}`,
    coverage: (n: number) => `Об этом пишут ${sources(n)}`,
    otherReports: 'О том же в других источниках',
    tags: 'Метки',
    attachments: 'Приложения',
    share: 'Поделиться',
    permalink: 'Постоянная ссылка на тему',
    similar: 'Похожие статьи',
    similarIntro: 'Релевантность — от 0 до 100. Общие слова показывают, почему статья попала сюда.',
    topic: 'Тема',
    relevance: 'Релевантность',
    relevanceOf: (score: number) => `${score} из 100`,
    date: 'Дата',
    sharedTerms: 'Общие слова',
    similarPending: 'Подбираем похожие статьи. Обновите страницу через несколько секунд.',
    similarEmpty: 'Достаточно близких статей пока не было.',
    discussion: 'Обсуждение',
    replies,
    noPosts: 'Пока никто не ответил.',
    noPostsHint: 'Начните разговор: хороший вопрос — уже половина беседы.',
    postNumber: (id: number) => `№ ${id}`,
    permalinkOf: (id: number) => `Постоянная ссылка на сообщение № ${id}`,
    inReplyTo: (name: string, id: number) => `в ответ на № ${id}, ${name}`,
    reply: 'Ответить',
    replyToPost: (name: string, id: number) => `Ответить на сообщение № ${id}, ${name}`,
    yourReply: 'Ваш ответ',
    answering: (name: string, id: number) => `Вы отвечаете на № ${id}, ${name}`,
    cancelReplyTo: 'Ответить просто в тему',
    markdownHint: (max: number) =>
      `Работает Markdown: **жирный**, *курсив*, > цитата, [ссылка](https://…). Не более ${characters(max)}.`,
    preview: 'Предпросмотр',
    previewTitle: 'Так будет выглядеть ваш ответ',
    post: 'Опубликовать',
    joinLead: 'Присоединяйтесь к беседе:',
    joinOr: 'или',
    cannotReply: 'В этой теме вы не можете отвечать.',
  },
  search: {
    title: 'Поиск',
    label: 'Что найти?',
    category: 'Рубрика',
    anyCategory: 'Все рубрики',
    sort: 'Порядок',
    relevance: 'Сначала самое близкое',
    newest: 'Сначала новое',
    submit: 'Найти',
    filters: 'Можно уточнить: «точная фраза», source:название, category:рубрика, after:2026-09-01, before:2026-10-01.',
    foundFor: (n: number, query: string) =>
      `По запросу «${query}» ${form(n, { one: 'найдена', other: 'найдено' })} ${stories(n)}`,
    nothing: (query: string) => `По запросу «${query}» ничего не нашлось.`,
    nothingHint: 'Уберите часть слов, возьмите более общие или ищите во всех рубриках.',
    didYouMean: 'Возможно, вы имели в виду',
    start: 'Ищите по всем темам, на русском и на английском.',
    startHint: 'Слово найдётся в любой форме. Опечатки и не та раскладка клавиатуры — не беда.',
    unavailable: 'Поиск запускается.',
    unavailableHint: 'Указатель загружается. Попробуйте через минуту, всё остальное работает.',
    previous: 'Предыдущие результаты',
    next: 'Следующие результаты',
  },
  feeds: {
    title: 'Источники',
    intro: 'Все статьи на сайте — отсюда. Источники выбирают и за ними следят модераторы.',
    total: sources,
    empty: 'Источников пока нет.',
    emptyHint: 'Модератор может добавить их в разделе «Модерация».',
    ungrouped: 'Другие источники',
    site: 'Сайт',
    address: 'Адрес ленты',
    language: 'Язык',
    articles,
    since: (date: string) => `у нас с ${date}`,
    lastSuccess: (when: string) => `прочитан ${when}`,
    neverRead: 'ещё не прочитан',
    paused: 'приостановлен',
    latest: 'Последнее из этого источника',
    noThreads: 'Этот источник пока ничего не принёс.',
    tagTitle: (tag: string) => `Метка: ${tag}`,
    tagEmpty: 'Тем с этой меткой нет.',
    tagEmptyHint: 'Попробуйте поиск.',
    manage: 'Управлять',
  },
};
