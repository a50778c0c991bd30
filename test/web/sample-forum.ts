/** Sample replies, members and the pages around them. */

import { trustStoredHtml } from '../../src/lib/safe-html.js';
import { avatarOf } from '../../src/web/forum/avatar.js';
import type { EditOpeningPage } from '../../src/web/forum/edit-opening.js';
import type { FlagPostPage } from '../../src/web/forum/flag-post.js';
import type {
  AuthorCard,
  EditPostPage,
  MemberPage,
  PostHistoryPage,
  PostView,
  ReplyForm,
} from '../../src/web/forum/pages.js';
import type { FlagsPage } from '../../src/web/moderation/flags.js';
import type { HeldPostsPage } from '../../src/web/moderation/held-posts.js';
import { sampleTools } from './sample-following.js';
import { hoursAgo } from './sample-shell.js';

export const author: AuthorCard = {
  id: 3,
  name: 'Марина Т.',
  url: '/members/3',
  role: 'moderator',
  joinedAt: hoursAgo(9000),
  postCount: 1234,
  gender: 'female',
  birthday: '1984-05-17',
  place: 'Северобор',
  avatar: avatarOf({ id: 3, name: 'Марина Т.' }),
};
const newcomer: AuthorCard = {
  ...author,
  id: 5,
  name: 'Daniel <O>',
  url: '/members/5',
  role: 'member',
  postCount: 1,
  gender: null,
  birthday: null,
  place: null,
  avatar: avatarOf({ id: 5, name: 'Daniel <O>' }),
};

const bare = {
  editUrl: null,
  edited: null,
  deleted: null,
  votes: { up: 0, down: 0, own: 0 as const, action: null },
  depth: 0,
  backTo: null,
};

export const samplePosts: PostView[] = [
  {
    id: 59964,
    url: '/posts/59964',
    html: trustStoredHtml(
      '<p>Пять процентов — это <strong>38 участков</strong> на весь край. Мы в сентябре за день прошли четырнадцать, так что двух суток хватит.</p>',
    ),
    createdAt: hoursAgo(18),
    author,
    replyTo: null,
    replyUrl: '/threads/100?replyTo=59964#field-markdown',
    quoteUrl: '/threads/100?replyTo=59964&quote=1#field-markdown',
    ...bare,
    editUrl: '/posts/59964/edit',
    edited: { at: hoursAgo(4), url: '/posts/59964/history' },
    votes: { up: 12, down: 1, own: 1, action: '/posts/59964/vote' },
  },
  {
    id: 59971,
    url: '/posts/59971',
    html: trustStoredHtml(
      '<blockquote><p>Пять процентов — это 38 участков</p></blockquote><p>Who throws the dice? In Halvik it was a schoolgirl, and nobody complained. See <code>method.pdf</code>, page 4.</p>',
    ),
    createdAt: hoursAgo(5),
    author: newcomer,
    replyTo: { id: 59964, url: '/posts/59964', authorName: 'Марина Т.' },
    replyUrl: null,
    quoteUrl: null,
    ...bare,
    depth: 1,
    backTo: { id: 59980, url: '/posts/59980' },
  },
  {
    id: 59975,
    url: '/posts/59975',
    html: trustStoredHtml(''),
    createdAt: hoursAgo(4),
    author: newcomer,
    replyTo: null,
    replyUrl: null,
    quoteUrl: null,
    ...bare,
    deleted: { at: hoursAgo(1), isByAuthor: false, reason: 'Реклама <b>', restoreUrl: '/posts/59975/restore' },
  },
];

export const sampleReply: ReplyForm = {
  values: { markdown: '> Who throws the dice?\n\nЖребий тянет <младший> член комиссии.', replyTo: '59971' },
  errors: { markdown: 'Текст слишком длинный: не более 20 000 знаков.' },
  action: '/threads/100/posts',
  preview: trustStoredHtml(
    '<blockquote><p>Who throws the dice?</p></blockquote><p>Жребий тянет младший член комиссии.</p>',
  ),
  replyTo: { id: 59971, authorName: 'Daniel <O>' },
  maxLength: 20_000,
  author: 3,
  shown: 'abc.def',
  draft: { place: 'thread:100:59971', isRestored: true, keptAt: hoursAgo(2) },
};

const thread = { name: 'Избирком края проверит итоги <по жребию>', url: '/threads/100' };
export const editPostPage: EditPostPage = {
  post: { id: 59964, url: '/posts/59964', thread },
  form: { values: { markdown: 'Пять <b> процентов' }, errors: { reason: 'Напишите почему.' }, preview: null },
  maxLength: 20_000,
  isOthers: true,
  mayHideEarlier: true,
  author: 3,
  draft: { place: 'edit:59964', isRestored: false, keptAt: null },
  deleteForm: { values: {}, errors: {} },
};
export const editOpeningPage: EditOpeningPage = {
  thread,
  about: 'https://vestnik.example/a?b="c"',
  action: '/openings/900/edit',
  form: { values: { title: 'Кто <считает>?', markdown: 'Пять <b> процентов' }, errors: { title: 'Короткий.' } },
  preview: { title: 'Кто <считает>?', html: trustStoredHtml('<p>Пять процентов</p>') },
  maxLength: 20_000,
  maxTitle: 200,
  author: 3,
  draft: { place: 'opening:900', isRestored: true, keptAt: hoursAgo(2) },
  withdraw: { action: '/openings/900/withdraw', obstacle: null },
};
export const postHistoryPage: PostHistoryPage = {
  post: editPostPage.post,
  changes: [
    {
      id: 7,
      at: hoursAgo(4),
      editor: { name: 'Марина Т.', url: '/members/3' },
      reason: 'опечатка',
      runs: [
        { kind: 'same', text: 'Пять ' },
        { kind: 'removed', text: 'процентв <i>' },
        { kind: 'added', text: 'процентов' },
      ],
      isWithdrawn: false,
      restoreUrl: '/posts/59964/edit?version=7',
    },
    {
      id: 6,
      at: hoursAgo(5),
      editor: null,
      reason: '',
      runs: [{ kind: 'added', text: 'да' }],
      isWithdrawn: true,
      restoreUrl: null,
    },
  ],
  withdrawnLogUrl: '/log',
  older: '/posts/59964/history?before=6',
};

export const memberPage: MemberPage = {
  card: author,
  activity: { weeks: [0, 3, 1, 12], total: 16, most: 12 },
  about: 'Координатор наблюдателей. Люблю протоколы, & ещё раз протоколы.',
  isOwn: true,
  posts: samplePosts.map(({ id, url, html, createdAt }) => ({
    id,
    url,
    html,
    createdAt,
    thread: { name: 'Избирком края проверит итоги по жребию', url: '/threads/100' },
  })),
  older: '/members/3?before=59964',
  tools: sampleTools('member', '3', 'member'),
};
export const silentMemberPage: MemberPage = {
  card: newcomer,
  about: null,
  activity: null,
  isOwn: false,
  posts: [],
  older: null,
  tools: null,
};

export const heldPostsPage: HeldPostsPage = {
  posts: [
    {
      id: 4,
      author: newcomer,
      thread,
      createdAt: hoursAgo(2),
      html: trustStoredHtml('<p>Здравствуйте!</p>'),
      action: '/moderation/posts/4',
      form: { values: { reason: '<b>' }, errors: { reason: 'Напишите почему.' } },
    },
  ],
  later: '/moderation/posts?after=4',
};

export const flagPostPage: FlagPostPage = {
  post: { id: 59971, url: '/posts/59971' },
  action: '/posts/59971/flag',
  isFlagged: false,
  form: { values: { reason: 'insult', words: '<b>' }, errors: { reason: 'Выберите.', words: 'Напишите.' } },
  maxLength: 300,
};

export const flagsPage: FlagsPage = {
  posts: [
    {
      id: 59971,
      url: '/posts/59971',
      author: newcomer,
      createdAt: hoursAgo(2),
      html: trustStoredHtml('<p>Здравствуйте!</p>'),
      flags: [
        { by: { name: 'Марина <Т>', url: '/members/3' }, reason: 'insult', words: '"Обидно"', at: hoursAgo(1) },
        { by: null, reason: 'spam', words: '', at: hoursAgo(1) },
      ],
      furtherFlags: 3,
      action: '/moderation/flags/59971',
      form: { values: { reason: '<b>' }, errors: { reason: 'Напишите почему.' } },
    },
    {
      id: 59972,
      url: '/posts/59972',
      author,
      createdAt: hoursAgo(2),
      html: trustStoredHtml('<p>Своё.</p>'),
      flags: [],
      furtherFlags: 0,
      action: null,
      form: { values: {}, errors: {} },
    },
  ],
  after: 2,
  later: '/moderation/flags?after=4',
};
