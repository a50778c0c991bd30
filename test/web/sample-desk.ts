/** Sample pages of accounts, moderation and errors. */

import type { Feed } from '../../src/feeds/feed.js';
import { DAY } from '../../src/lib/clock.js';
import type {
  AccountPage,
  ConfirmPage,
  LoginPage,
  NewPasswordPage,
  OwnDataPage,
  PasskeysPage,
  RecoveryCodesPage,
  RegisterPage,
  ResetPage,
  SecondFactorPage,
  SecondStepPage,
  SecurityPage,
} from '../../src/web/accounts/pages.js';
import { PICTURE, toFeedHealth } from '../../src/web/moderation/feed-health.js';
import type {
  FeedCandidatesPage,
  FeedField,
  FeedPreviewPage,
  FetchRow,
  MailPage,
  ManageFeedPage,
  MergeFeedPage,
  ModeratedFeedRow,
  ModeratedFeedsPage,
} from '../../src/web/moderation/pages.js';
import type { ErrorPage } from '../../src/web/operations/pages.js';
import { form, hoursAgo, NOW } from './sample-shell.js';

export const registerPage: RegisterPage = {
  form: form(
    { name: 'артём "лис"', password: 'must-not-be-shown' },
    { name: 'Это имя занято.', form: 'Проверьте форму.' },
  ),
  next: '/threads/100',
  isOpen: true,
  isEmailRequired: true,
};
export const closedRegisterPage: RegisterPage = { form: form(), next: '', isOpen: false, isEmailRequired: false };
export const loginPage: LoginPage = {
  form: form<'login' | 'password'>({}, { form: 'Имя и пароль не подходят.' }),
  next: '/',
  hasPasskeys: true,
};
export const accountPage: AccountPage = {
  form: form(
    { gender: 'female', birthday: '1984-05-17', hidePlace: 'on', language: 'ru' },
    { birthday: 'Такой даты нет.' },
  ),
};
const session = { network: '203.0.113.*', createdAt: hoursAgo(70), seenAt: hoursAgo(1) };
export const securityPage: SecurityPage = {
  password: form({}, { newPassword: 'Такой пароль легко подобрать.' }),
  email: { confirmed: 'old@example.org', pending: 'new@example.org', form: form({}, { email: 'Не адрес.' }) },
  isSecondStepOn: true,
  passkeyCount: 2,
  sessions: [
    { ...session, handle: 'abc', device: 'Firefox, Windows', isCurrent: true },
    { ...session, handle: 'def', device: null, isCurrent: false },
  ],
};
const empty = form<'currentPassword' | 'code'>();
const forms = { start: empty, code: empty, renew: empty, off: empty };
export const secondFactorPage: SecondFactorPage = { isOn: false, codesLeft: 0, setup: null, forms };
export const setupPage: SecondFactorPage = {
  ...secondFactorPage,
  setup: {
    secret: 'ABCD EFGH',
    uri: 'otpauth://totp/x?secret=ABCDEFGH&issuer=y',
    qr: { size: 29, path: 'M4 4h1v1h-1z' },
  },
  forms: { ...forms, code: form({}, { code: 'Код не подходит.' }) },
};
export const secondFactorOnPage: SecondFactorPage = { ...secondFactorPage, isOn: true, codesLeft: 7 };
export const codesPage: RecoveryCodesPage = { codes: ['ABCD-EFGH-JKLM-NPQR', 'STUV-WXYZ-2345-6789'] };
export const secondStepPage: SecondStepPage = { form: form({}, { code: 'Код не подходит.' }) };
export const passkeysPage: PasskeysPage = {
  isPossible: true,
  asksForCode: true,
  passkeys: [
    { id: 1, name: 'Телефон <синий>', createdAt: hoursAgo(50), usedAt: hoursAgo(2) },
    { id: 2, name: 'Ключ', createdAt: hoursAgo(40), usedAt: null },
  ],
  add: form({ name: 'Телефон' }, { currentPassword: 'Пароль неверен.' }),
  remove: form({ passkey: '2' }),
};
export const ownDataPage: OwnDataPage = {
  leavesAt: null,
  graceDays: 7,
  forms: { export: form({}, { currentPassword: 'Пароль неверен.' }), leave: form({ posts: 'remove' }) },
};
export const leavingPage: OwnDataPage = { ...ownDataPage, leavesAt: hoursAgo(-100) };
export const mailPage: MailPage = {
  outboxFolder: '/srv/hustings/outbox',
  counts: { waiting: 1, sent: 20, failed: 2 },
  troubles: [{ id: 1, subject: 'Новый <пароль>', attempts: 3, lastError: '550 no such user', at: hoursAgo(2) }],
  address: 'admin@example.org',
};
export const noPasskeysPage: PasskeysPage = {
  isPossible: false,
  asksForCode: false,
  passkeys: [],
  add: form(),
  remove: form(),
};
export const resetPage: ResetPage = { form: form({ login: 'артём "лис"' }, { login: 'Заполните это поле.' }) };
export const newPasswordPage: NewPasswordPage = { form: form(), name: 'артём_л', action: '/reset/abc' };
export const confirmPage: ConfirmPage = {
  title: 'Подтверждение',
  intro: 'a@example.org',
  action: '/verify/abc',
  label: 'Да',
};
export const expiredPage: ConfirmPage = {
  title: 'Устарела',
  intro: 'Ещё раз.',
  link: { url: '/reset', name: 'Пароль' },
};

const feedForm = form<FeedField>({
  url: 'https://vestnik.example/rss.xml',
  title: 'Вестник',
  category: 'voting',
  language: 'de',
});
const choices = {
  categories: [
    { slug: 'voting', name: 'Голосование' },
    { slug: 'platforms', name: 'Платформы' },
  ],
  groups: ['Заречный край', 'Norland'],
};

const healthy: ModeratedFeedRow = {
  id: 1,
  manageUrl: '/moderation/feeds/1',
  title: 'Верхнеозёрский вестник',
  address: 'https://vestnik.example/rss.xml',
  category: 'Голосование',
  group: 'Заречный край',
  articleCount: 1204,
  isPaused: false,
  isFetched: true,
  lastAttemptAt: hoursAgo(0.2),
  lastSuccessAt: hoursAgo(0.2),
  lastOutcome: 'unchanged',
  lastDetail: null,
  nextFetchAt: hoursAgo(-0.4),
  nextFetchWhy: 'activity',
  failureCount: 0,
  failureScore: 0,
  normalPerWeek: 70,
  silentSince: null,
};
const failing: ModeratedFeedRow = {
  ...healthy,
  id: 2,
  title: 'CivicWire, a name that is long enough to take a second line in any table',
  address: 'https://civicwire.example/feeds/elections-and-everything-around-them.xml?format=rss',
  lastOutcome: 'tls',
  lastDetail: 'certificate has expired',
  failureCount: 5,
  failureScore: 2.5,
  lastSuccessAt: null,
  nextFetchAt: hoursAgo(-16),
  nextFetchWhy: 'backoff',
};
const paused: ModeratedFeedRow = { ...healthy, id: 3, isPaused: true, nextFetchAt: null, nextFetchWhy: 'gone' };
const silent: ModeratedFeedRow = { ...healthy, id: 5, silentSince: hoursAgo(90) };
const archived: ModeratedFeedRow = {
  ...healthy,
  id: 4,
  isFetched: false,
  lastOutcome: null,
  nextFetchAt: null,
  nextFetchWhy: null,
};

export const moderatedFeedsPage: ModeratedFeedsPage = {
  addForm: form({}, { url: 'Это не адрес в интернете.' }),
  ...choices,
  feeds: [failing, silent, healthy, paused, archived],
  counts: { all: 4, trouble: 2, failing: 1, silent: 1, paused: 1, pushed: 0 },
  filter: { state: 'silent', group: 'Norland', text: 'a"b' },
  isFiltered: true,
  total: 120,
  paging: { newer: null, older: '/moderation/feeds?page=2' },
};

const tagged = { name: 'Явка', url: '/moderation/rules/2', action: 'tag', value: 'явка', words: ['явки'] };

export const feedPreviewPage: FeedPreviewPage = {
  form: feedForm,
  ...choices,
  feed: {
    title: 'Вестник',
    format: 'rss',
    charset: 'windows-1251',
    language: 'ru',
    repairs: ['charset-guessed', 'odd'],
    itemsPerDay: 7.25,
  },
  decisions: (['new', 'updated', 'same', 'held', 'rejected', 'rejected'] as const).map((decision, index) => ({
    title: `Явка к полудню: ${index + 20},5 %`,
    url: index === 3 ? null : 'https://vestnik.example/1',
    publishedAt: index === 2 ? null : hoursAgo(index * 9),
    lead: 'Избирком назвал первые цифры по четырём городам.',
    decision,
    language: 'ru',
    reason: index === 5 ? 'no-content' : decision === 'rejected' ? 'excluded' : null,
    rule: index === 3 || index === 4 ? { name: 'Без "спорта"', url: '/moderation/rules/1', words: ['матч'] } : null,
    effects: index === 0 ? [{ ...tagged, action: 'category', value: 'Голосование' }, tagged] : [],
    match:
      index === 0
        ? { kind: 'story', title: 'Явка на полдень', url: '/threads/7', score: 71 }
        : index === 2
          ? { kind: 'duplicate', title: 'Явка на вечер', url: '/threads/8', score: null }
          : null,
  })),
  counts: [
    { decision: 'new', count: 12 },
    { decision: 'held', count: 2 },
  ],
  missing: [{ field: 'author', count: 4 }],
  languages: ['ru', 'en'],
  storyFrom: 50,
  total: 40,
};

const fetched: FetchRow = {
  startedAt: hoursAgo(0.2),
  outcome: 'fresh',
  status: 200,
  ms: 412,
  bytes: 77_310,
  added: 3,
  updated: 1,
  same: 26,
  rejected: 2,
  held: 1,
  reasons: { 'no-content': 1, excluded: 1 },
  charset: 'windows-1251',
  repairs: 'charset-guessed, entries-capped',
  detail: null,
};
const refused: FetchRow = {
  ...fetched,
  outcome: 'refused',
  status: null,
  ms: 15_020,
  bytes: 0,
  charset: null,
  repairs: '',
  detail: 'ECONNREFUSED',
};

const feedOfHealth = {
  ...{ failureScore: 2.5, normalPerWeek: 70, lastArticleAt: hoursAgo(90), silentSince: hoursAgo(18) },
  ...{ movedTo: 'https://civicwire.example/new.xml', movedCount: 3 },
} as Feed;
const today = Math.floor(NOW / DAY) * DAY;

export const health = toFeedHealth(
  feedOfHealth,
  {
    alerts: [
      { id: 1, feedId: 2, kind: 'failing', openedAt: hoursAgo(20) },
      { id: 2, feedId: 2, kind: 'silent', openedAt: hoursAgo(18) },
    ],
    daily: Array.from({ length: 20 }, (_, at) => ({ day: today - (at + 4) * DAY, count: (at * 7) % 19 })),
    outcomes: Array.from({ length: 24 }, (_, at) => ({
      day: today - at * DAY,
      ok: at < 2 ? 0 : 40,
      failed: at < 4 ? 6 : 0,
    })),
  },
  NOW,
);

const candidate = {
  url: 'https://vestnik.example/rss.xml',
  title: 'Вестник & "Край"',
  siteUrl: 'https://vestnik.example/',
  format: 'rss',
  language: 'ru',
  itemCount: 20,
  itemsPerDay: 3.5,
  newest: [
    { title: 'Явка <b>выросла</b>', publishedAt: hoursAgo(2) },
    { title: 'Без даты', publishedAt: null },
  ],
  knownUrl: null,
};
export const feedCandidatesPage: FeedCandidatesPage = {
  address: 'https://vestnik.example/',
  candidates: [candidate, { ...candidate, itemsPerDay: null, knownUrl: '/moderation/feeds/3' }],
  replaces: null,
};
export const replacementsPage: FeedCandidatesPage = {
  ...feedCandidatesPage,
  replaces: { id: 2, title: 'Вестник "Край"', siteUrl: '', category: 'voting', group: 'Norland', language: 'ru' },
};

export const mergeFeedPage: MergeFeedPage = {
  feed: { name: 'Вестник <b>старый', url: '/moderation/feeds/3' },
  heir: { name: 'Вестник "новый"', url: '/moderation/feeds/2' },
  heirId: 2,
  articles: 1201,
  doubles: 21,
  waiting: 2,
  away: 1,
  followers: 5,
  muters: 1,
  rules: [{ id: 7, name: 'Без <i>спорта', action: 'exclude', url: '/moderation/rules/7', isTicked: true }],
  retention: { kind: 'days', amount: 30 },
  form: { values: {}, errors: { reason: 'Нужна причина' } },
};

export const manageFeedPage: ManageFeedPage = {
  twin: { name: 'Вестник <b>новый', url: '/moderation/feeds/2', mergeUrl: '/moderation/feeds/3/merge' },
  replacements: [
    {
      url: 'https://vestnik.example/atom.xml',
      title: 'Вестник <i>Atom',
      itemCount: 21,
      newest: [{ title: 'Явка & жалобы', publishedAt: null }],
    },
  ],
  feed: failing,
  health,
  picture: PICTURE,
  push: {
    hub: 'https://hub.example/',
    state: 'active',
    until: hoursAgo(-200),
    lastAt: hoursAgo(3),
    detail: 'HTTP 500',
  },
  form: feedForm,
  ...choices,
  fetches: [fetched, refused],
};
export const errorPage: ErrorPage = { status: 404, message: 'Такой страницы здесь нет.', requestId: '01J-"x"' };
