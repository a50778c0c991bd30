/** Sample pages of rules, held items, revisions, retention and the topic. */
import { trustStoredHtml } from '../../src/lib/safe-html.js';
import type { ArticleDeskPage } from '../../src/web/moderation/article-desk.js';
import type { HeldPage, HeldRow } from '../../src/web/moderation/held.js';
import type { RetentionPage } from '../../src/web/moderation/retention.js';
import { newRuleValues, type RuleFormField } from '../../src/web/moderation/rule-form.js';
import type { RulePage, RuleRow, RulesPage } from '../../src/web/moderation/rule-pages.js';
import type { TopicsPage } from '../../src/web/moderation/topics.js';
import type { RevisionsPage } from '../../src/web/news/show-revisions.js';
import { form, hoursAgo } from './sample-shell.js';

const categories = [
  { slug: 'voting', name: 'Голосование' },
  { slug: 'platforms', name: 'Платформы' },
];
const rule: RuleRow = {
  id: 1,
  url: '/moderation/rules/1',
  name: 'Без "спорта" <b>ничего',
  action: 'exclude',
  value: '',
  matcher: 'words',
  fields: ['title', 'tag'],
  terms: 'матч, чемпионат, сборная',
  isAll: false,
  isEnabled: true,
};
const routed: RuleRow = { ...rule, id: 2, name: 'Явка', action: 'category', value: 'Голосование', isAll: true };
const topic: RuleRow = {
  ...rule,
  id: 3,
  name: 'Тема',
  action: 'include',
  matcher: 'topic',
  terms: '',
  isEnabled: false,
};
const wrong = form<RuleFormField>(
  { action: 'tag', matcher: 'pattern', terms: '(незакрытая', 'in-title': 'on', isEnabled: 'on' },
  { tag: 'Заполните это поле.', terms: 'Строка 1 не годится как шаблон.', 'in-title': 'Отметьте хотя бы одно.' },
);

export const rulesPage: RulesPage = {
  source: { name: 'Вестник', url: '/moderation/feeds/1' },
  sourceId: 1,
  rules: [rule, routed, topic],
  scopes: [
    { name: 'Сайт', url: '/moderation/rules', isCurrent: false },
    { name: 'Вестник (3)', url: '/moderation/rules?source=1', isCurrent: true },
  ],
  form: wrong,
  usual: newRuleValues,
  action: '/moderation/rules',
  categories,
  trial: null,
};
export const emptyRulesPage: RulesPage = {
  ...rulesPage,
  source: null,
  sourceId: null,
  rules: [],
  scopes: [{ name: 'Сайт', url: '/moderation/rules', isCurrent: true }],
  form: form({ 'in-title': 'on' }),
  trial: { tried: 0, affected: 0, isInclude: false, rows: [] },
};
export const rulePage: RulePage = {
  name: rule.name,
  back: { name: 'Правила', url: '/moderation/rules' },
  usual: newRuleValues,
  form: form({ name: rule.name, action: 'include', matcher: 'words', terms: 'явка\nпротокол', 'in-text': 'on' }),
  action: '/moderation/rules/1',
  sourceId: null,
  categories,
  trial: {
    tried: 100,
    affected: 62,
    isInclude: true,
    rows: [
      { title: 'Сборная сыграла <script>', url: '/threads/1', language: 'ru', words: [] },
      { title: 'Turnout', url: '/threads/2', language: 'en', words: ['turnout'] },
    ],
  },
};

const held: HeldRow = {
  id: 7,
  title: 'Слухи о "пересчёте" <b>ничего',
  url: 'https://vestnik.example/7',
  language: 'ru',
  feed: { name: 'Вестник', url: '/moderation/feeds/1' },
  createdAt: hoursAgo(2),
  publishedAt: null,
  html: trustStoredHtml('<p>Текст <strong>записи</strong>.</p>'),
  lead: 'Текст записи.',
  effects: [{ name: 'Слухи', url: '/moderation/rules/4', action: 'hold', value: '', words: ['Слухи'] }],
  reason: '',
  isTicked: true,
};
export const heldPage: HeldPage = {
  kind: 'held',
  tabs: [
    { name: 'Ждут', url: '/moderation/held', isCurrent: true },
    { name: 'Отклонены', url: '/moderation/held?kind=rejected', isCurrent: false },
  ],
  rows: [held, { ...held, id: 8, url: null, html: null, language: '', effects: [] }],
  total: 41,
  older: '/moderation/held?before=8',
  form: form({ reason: 'Слухи' }, { form: 'Сначала отметьте запись.' }),
};
export const rejectedPage: HeldPage = { ...heldPage, kind: 'rejected', rows: [{ ...held, reason: 'Не новость' }] };
export const deletedPage: HeldPage = {
  ...heldPage,
  kind: 'deleted',
  rows: [{ ...held, reason: 'Выдумка' }],
  older: null,
};
export const emptyHeldPage: HeldPage = { ...heldPage, rows: [], total: 0, older: null };

export const articleDeskPage: ArticleDeskPage = {
  id: 900,
  title: 'Аудит "по жребию"',
  language: 'ru',
  thread: { name: 'Аудит', url: '/threads/100#article-900' },
  feed: { name: 'Вестник', url: '/moderation/feeds/1' },
  publishedAt: hoursAgo(20),
  effects: [
    { name: 'Явка', url: '/moderation/rules/2', action: 'category', value: 'Голосование', words: ['явка'] },
    { name: 'Явка', url: '/moderation/rules', action: 'tag', value: 'явка', words: [] },
  ],
  fullText: { outcome: 'no-article', detail: '<b>пусто', retryUrl: '/moderation/feeds/1/media/retry' },
  revisions: 2,
  revisionsUrl: '/articles/900/revisions',
  form: form({ reason: '' }, { reason: 'Нужна причина.' }),
};
export const untouchedDeskPage: ArticleDeskPage = {
  ...articleDeskPage,
  effects: [],
  fullText: null,
  revisions: 0,
  revisionsUrl: null,
  form: form(),
};

export const revisionsPage: RevisionsPage = {
  title: 'Аудит пройдёт в два дня',
  language: 'ru',
  article: { name: 'Аудит пройдёт в два дня', url: '/threads/100#article-900' },
  changes: [
    { at: hoursAgo(2), url: '/articles/900/revisions', what: 'правка', source: 'Вестник <b>', isCurrent: true },
    { at: hoursAgo(9), url: '/articles/900/revisions?change=r1', what: 'повтор', source: 'Заря', isCurrent: false },
  ],
  shown: {
    at: hoursAgo(2),
    isNoticed: true,
    what: 'правка',
    article: { name: 'Вестник <b>', url: '/threads/100#article-900' },
    language: 'ru',
    headline: 'Аудит пройдёт в два дня',
    title: null,
    text: [
      { kind: 'same', text: 'Аудит пройдёт ' },
      { kind: 'removed', text: 'в один день' },
      { kind: 'added', text: 'в два дня <script>' },
    ],
  },
};
export const unchangedPage: RevisionsPage = { ...revisionsPage, changes: [], shown: null };

export const retentionPage: RetentionPage = {
  source: { name: 'Вестник', url: '/moderation/feeds/1' },
  sourceId: 1,
  form: form({ kind: 'days', amount: '0' }, { amount: 'Укажите число дней.' }),
  site: { kind: 'days', amount: 400 },
  survey: { stored: 1204, past: 310, spared: 12 },
};
export const siteRetentionPage: RetentionPage = {
  source: null,
  sourceId: null,
  form: form({ kind: 'all' }),
  site: { kind: 'all', amount: 0 },
  survey: null,
};
export const topicsPage: TopicsPage = {
  form: form({}, {}),
  lists: [
    { language: 'ru', words: 'явка\nвыбор*', count: 2, isShipped: false, error: null },
    { language: 'en', words: '', count: 0, isShipped: true, error: 'Заполните это поле.' },
  ],
};
