/** Sample pages of the readers' views, long and short, in both languages, with hostile characters in plain-text fields. */
import { trustStoredHtml } from '../../src/lib/safe-html.js';
import type {
  ArticleView,
  FeedCard,
  FeedListPage,
  FeedPage,
  HomePage,
  SearchPage,
  SimilarRow,
  TagPage,
  ThreadPage,
  ThreadRow,
} from '../../src/web/news/pages.js';
import { sampleThreadTools, sampleTools } from './sample-following.js';
import { samplePosts, sampleReply } from './sample-forum.js';
import { hoursAgo } from './sample-shell.js';

const voting = { name: 'Голосование', url: '/categories/voting', slug: 'voting' };
const platforms = { name: 'Платформы', url: '/categories/platforms', slug: 'platforms' };
const herald = { name: 'Верхнеозёрский вестник', url: '/feeds/1' };
const wire = { name: 'CivicWire', url: '/feeds/2' };

const stories: [title: string, lead: string, language: string][] = [
  [
    'Избирком края проверит итоги по жребию: с 2027 года пять процентов участков пересчитают вручную',
    'Комиссия вместе с Лабораторией открытого бюллетеня готовит первый в стране аудит с ограничением риска. Участки выберут игральными костями при наблюдателях, а протоколы опубликуют в тот же день.',
    'ru',
  ],
  [
    'Norland parliament backs the Digital Campaigns Act at first reading',
    'An advertising registry, a 24-hour rule for deepfakes and fines of up to four per cent of turnover: 88 members voted in favour, 71 against.',
    'en',
  ],
  [
    'Письмо избирателю раз в месяц: «Портал-Край» открывает рассылку для тех, кто победил и проиграл',
    'Пилот начнётся в Полевом и Каменке. Кандидат обязуется отвечать на письма девяносто дней.',
    'ru',
  ],
  [
    'Пересчёт в Северобор: 1214 бюллетеней разошлись с протоколом',
    'Комиссия округа № 7 вскрыла мешки при наблюдателях.',
    'ru',
  ],
  [
    'Who reads a sample ballot? A data note from Halvik',
    'Four in ten voters open it; two read past the first page.',
    'en',
  ],
  ['Боты устают к полуночи: как «Площадь» ищет накрутку под постами кандидатов', 'Разбираем отчёт за сентябрь.', 'ru'],
  ['Школьники Приладожного провели выборы старосты на настоящем КОИБе', 'Явка — 94 %, один бюллетень съеден.', 'ru'],
  [
    'Ballotek suspended after 312,000 voter records appear on a forum',
    'The commission asks for an outside inquiry.',
    'en',
  ],
  ['Пандус есть, двери нет: доступность участков глазами наблюдателя', 'Колонка Марины Тихоновой.', 'ru'],
  ['QR-код на агитационном плакате вёл на чужой сайт', '<script>alert("не сработает")</script>', 'ru'],
  ['Two seats, fewer than 100 votes: how Norland counts again', '', 'en'],
  ['Подпись на экране: 40 тысяч петиций за год', 'Половину отклонили из-за формы, а не по существу.', 'ru'],
];

export const threadRows: ThreadRow[] = stories.map(([title, lead, language], index) => ({
  id: 100 + index,
  url: `/threads/${100 + index}`,
  title,
  lead,
  language,
  category: index % 3 === 1 ? platforms : voting,
  feed: index % 2 === 0 ? herald : wire,
  articleCount: index % 4 === 0 ? 4 : 1,
  sourceCount: index % 4 === 0 ? 3 : 1,
  editCount: index % 4 === 0 ? 2 : 0,
  replyCount: [12, 1, 0, 121][index % 4] ?? 0,
  publishedAt: hoursAgo(index ** 2 * 3 + 0.4),
  lastPostAt: index % 4 === 2 ? null : hoursAgo(index),
}));

export const homePage: HomePage = {
  heading: null,
  orders: [
    { name: 'Новые', url: '/', isCurrent: true },
    { name: 'Активные', url: '/?order=active', isCurrent: false },
    { name: 'Обсуждаемые', url: '/?order=discussed', isCurrent: false },
  ],
  isFront: true,
  threads: threadRows,
  paging: { newer: null, older: '/?before=88' },
  tools: null,
  isUnreadOnly: false,
};

const card: FeedCard = {
  id: 1,
  url: '/feeds/1',
  title: herald.name,
  siteUrl: 'https://vestnik.example/',
  language: 'ru',
  category: voting,
  articleCount: 1204,
  since: hoursAgo(5000),
  isPaused: false,
  lastSuccessAt: hoursAgo(0.3),
};
const pausedCard: FeedCard = { ...card, id: 2, title: wire.name, language: 'en', siteUrl: null, isPaused: true };
const silentCard: FeedCard = { ...card, id: 4, title: 'Полевая правда', articleCount: 1, lastSuccessAt: null };

const article: ArticleView = {
  id: 900,
  title: threadRows[0]?.title ?? '',
  html: trustStoredHtml(
    '<p>Избирательная комиссия Заречного края объявила, что с 2027 года итоги голосования будет проверять аудит с ограничением риска: после каждых выборов жребий назовёт пять процентов участков, и бюллетени там пересчитают вручную.</p><h3>Жребий при свидетелях</h3><p>«Доверие не начисляют, его проверяют», — сказала председатель избиркома Ирина Савельева. Кости бросят в прямом эфире, <a href="https://vestnik.example/a">порядок опубликован</a>.</p><blockquote><p>Если расхождение больше допустимого, пересчитывается весь округ.</p></blockquote><ul><li>участки выбирает жребий;</li><li>наблюдатели видят каждый бюллетень;</li><li>протокол выходит в тот же день.</li></ul><table><tr><th>Округ</th><th>Участков</th></tr><tr><td>Северобор, № 7</td><td>38</td></tr></table><p>Методику готовит Лаборатория открытого бюллетеня; её прежний опыт — муниципальные выборы в Халвике, где аудит занял двое суток и не изменил ни одного мандата.</p>',
  ),
  author: 'Лидия Крапивина',
  url: 'https://vestnik.example/2026/11/05/audit',
  language: 'ru',
  publishedAt: hoursAgo(20),
  isDateGiven: true,
  editedAt: hoursAgo(3),
  revisionsUrl: '/articles/900/revisions',
  isOpening: true,
  editUrl: '/openings/900/edit',
  deskUrl: '/moderation/articles/900',
  report: null,
  tags: [
    { name: 'аудит', url: '/tags/%D0%B0%D1%83%D0%B4%D0%B8%D1%82' },
    { name: 'избирком', url: '/tags/%D0%B8%D0%B7%D0%B1%D0%B8%D1%80%D0%BA%D0%BE%D0%BC' },
  ],
  enclosures: [{ url: 'https://vestnik.example/audit.pdf', type: 'application/pdf', name: 'audit.pdf' }],
  feed: card,
};
const otherArticle: ArticleView = {
  ...article,
  report: {
    badge: 'повтор с правкой',
    repeats: { lead: 'Повторяет с правкой публикацию', of: { name: 'Вестник <i>', url: '#article-900' } },
    joined: 'Присоединено машиной: 87 из 100, то же событие: Савельева',
    addition: {
      kind: 'added',
      sentences: ['Кости бросят в прямом эфире.'],
      names: ['Халвик'],
      numbers: ['38 участков'],
    },
  },
  id: 901,
  title: 'Territory will audit one precinct in twenty, by lot',
  html: trustStoredHtml('<p>Dice, thrown in public, will choose the precincts.</p>'),
  author: null,
  language: 'en',
  isDateGiven: false,
  editedAt: null,
  tags: [],
  enclosures: [],
  feed: { ...pausedCard, isPaused: false },
};

const similarRows: SimilarRow[] = [
  ['Лаборатория открытого бюллетеня учит считать по жребию', 'ru', 78, ['аудит', 'жребий', 'бюллетень', 'участок']],
  ['Пересчёт в Северобор: 1214 бюллетеней разошлись с протоколом', 'ru', 61, ['пересчёт', 'бюллетень', 'округ']],
  ['Halvik audit took two days and moved no seat', 'en', 42, ['audit', 'Halvik']],
  ['Наблюдатели просят показывать каждый бюллетень под камерой', 'ru', 27, ['наблюдатель', 'бюллетень']],
  ['Избирком опубликовал исходный код ДЭГ', 'ru', 15, []],
].map(([title, language, score, terms], index) => ({
  url: `/threads/${300 + index}`,
  title: title as string,
  language: language as string,
  feed: index % 2 === 0 ? herald : wire,
  publishedAt: hoursAgo(200 + index * 700),
  score: score as number,
  terms: terms as string[],
  isPinned: index === 0,
  judgeUrl: `/threads/100/similar/${300 + index}/judge`,
  mine: index === 1 ? -1 : null,
  desk: { related: 2, unrelated: 1, rulingUrl: `/moderation/threads/100/similar/${300 + index}` },
}));

export const threadPage: ThreadPage = {
  id: 100,
  url: '/threads/100',
  title: article.title,
  language: 'ru',
  category: voting,
  articles: [article, otherArticle],
  openArticles: 6,
  similar: similarRows,
  isSimilarPending: false,
  pinForm: { values: {}, errors: {}, action: '/moderation/threads/100/similar' },
  hide: { action: '/moderation/threads/100/hide', form: { values: {}, errors: { why: 'Причина?' } } },
  hiddenAt: null,
  withdrawn: null,
  desk: {
    merge: { action: '/moderation/threads/100/merge', form: { values: {}, errors: { other: 'Нет такой темы' } } },
    split: {
      action: '/moderation/threads/100/split',
      form: { values: {}, errors: {} },
      options: [{ value: '901', name: 'CivicWire: <b>Audit</b>' }],
    },
  },
  starter: null,
  replyCount: 3,
  posts: samplePosts,
  orders: [
    { name: 'По порядку', url: '/threads/100#replies', isCurrent: true },
    { name: 'Лучшие', url: '/threads/100?order=best#replies', isCurrent: false },
  ],
  order: 'best',
  discussionUrl: '/threads/100',
  lock: null,
  lockUrl: null,
  held: [],
  liveUrl: '/threads/100/live?after=59980',
  postPaging: { earlier: '/threads/100?before=59964', later: null },
  reply: null,
  loginUrl: '/login?next=%2Fthreads%2F100',
  registerUrl: '/register?next=%2Fthreads%2F100',
  tools: null,
  share: [
    { name: 'Площадь', url: 'https://plaza.example/share?u=1' },
    { name: 'Голубь', url: 'https://pigeon.example/share?u=1' },
    { name: 'E-mail', url: 'mailto:?subject=x' },
  ],
};
export const lockedThreadPage: ThreadPage = {
  ...threadPage,
  lock: { at: hoursAgo(3), reason: 'Ушли от <темы>' },
  lockUrl: '/moderation/threads/100/unlock',
  held: [
    { id: 1, markdown: 'Мой <b>первый</b>', createdAt: hoursAgo(1), isRejected: false, reason: '' },
    { id: 2, markdown: 'Второй', createdAt: hoursAgo(2), isRejected: true, reason: 'реклама' },
  ],
};
export const memberThreadPage: ThreadPage = { ...threadPage, reply: sampleReply, tools: sampleThreadTools };
export const bareThreadPage: ThreadPage = {
  ...threadPage,
  articles: [{ ...otherArticle, url: null }],
  similar: [],
  isSimilarPending: true,
  replyCount: 0,
  posts: [],
  postPaging: { earlier: null, later: null },
  share: [],
};

export const tagPage: TagPage = {
  tag: 'аудит',
  threads: threadRows.slice(0, 4),
  paging: { newer: '/tags/a', older: null },
  tools: sampleTools('tag', 'аудит "края"', 'tag'),
};
export const feedPage: FeedPage = {
  ...tagPage,
  isOfMembers: false,
  feed: card,
  feedAddress: 'https://vestnik.example/rss.xml',
};
export const feedListPage: FeedListPage = {
  groups: [
    { name: 'Заречный край', feeds: [card, silentCard] },
    { name: '', feeds: [pausedCard] },
  ],
  total: 3,
};

const search = {
  problems: [],
  tools: sampleTools('search', 'аудит', null),
  query: 'аудит',
  category: '',
  sort: 'relevance' as const,
  categories: [voting, platforms],
};
export const searchPage: SearchPage = {
  ...search,
  results: {
    total: 21,
    rows: threadRows.slice(0, 5).map((row) => ({
      ...row,
      highlightedTitle: [
        { text: 'Избирком проверит итоги: ', isMatch: false },
        { text: 'аудит', isMatch: true },
        { text: ' <по жребию>', isMatch: false },
      ],
      snippet: [
        { text: '… первый в стране ', isMatch: false },
        { text: 'аудит', isMatch: true },
        { text: ' с ограничением риска …', isMatch: false },
      ],
    })),
    didYouMean: { name: 'аудио', url: '/search?q=%D0%B0%D1%83%D0%B4%D0%B8%D0%BE' },
    previous: null,
    next: '/search?q=a&page=2',
  },
  isUnavailable: false,
};
export const startSearchPage: SearchPage = { ...search, query: '', results: null, isUnavailable: false };
export const unavailableSearchPage: SearchPage = { ...startSearchPage, isUnavailable: true };
export const emptySearchPage: SearchPage = {
  ...search,
  problems: ['«after:"><b>» — не дата.'],
  query: '"><b>ничего',
  results: { total: 0, rows: [], didYouMean: null, previous: null, next: null },
  isUnavailable: false,
};
