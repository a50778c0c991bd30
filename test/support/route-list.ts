/** The URL map itself, and an address that exists for each of its lines. */
import { tokenHash } from '../../src/accounts/token.js';
import { tokenKinds } from '../../src/accounts/token-store.js';
import { createLetterTokens } from '../../src/notifications/letter-token.js';
import type { Route } from '../../src/web/route.js';
import { createRoutes, type RouteParts } from '../../src/web/routes.js';
import { type FeedServer, rssOf } from './feed-server.js';
import { addRule } from './rule-builders.js';
import { testSecret } from './session-app.js';
import type { TestSite } from './test-site.js';

/** Handlers are made, never called: the map needs no parts to be read. */
export function routeList(): Route[] {
  return createRoutes({ accountPages: {} } as RouteParts);
}

export function routeName(route: Pick<Route, 'method' | 'path'>): string {
  return `${route.method.toUpperCase()} ${route.path}`;
}

const smallFeed = rssOf('Малый источник', [
  { id: 'one', title: 'Первое известие о выборах', html: '<p>Текст о выборах.</p>', tags: ['Выборы'] },
  { id: 'two', title: 'Второе известие о суде', html: '<p>Текст о суде.</p>', tags: ['Суд'] },
]);

/** One source, two stories, one post: number 1 exists of everything; a member's thread, whose text is number 3. */
export async function furnishSmall(site: TestSite, server: FeedServer): Promise<void> {
  const { services } = site;
  server.publish('/small.xml', smallFeed);
  const [category] = await services.categories.list();
  const draft = {
    url: server.address('/small.xml'),
    title: 'Малый источник',
    siteUrl: null,
    language: 'ru',
    groupName: '',
  };
  await services.feeds.insert({ ...draft, categoryId: category?.id ?? 0 }, Date.now());
  await services.poller.fetchNow(1);
  const author = await site.addUser('member', { name: 'Первая' });
  await services.writePost(author, { threadId: 1, markdown: 'Первый ответ', replyToId: null });
  const opening = await services.draftThread(author, { title: 'Тема первой', markdown: 'О сроках', link: '' });
  await services.startThread(author, { ...opening, categoryId: category?.id ?? 0 });
  await services.db.transact((trx) =>
    services.heldPosts.insert(trx, {
      threadId: 1,
      userId: author.id,
      replyToId: null,
      markdown: 'Ждущий ответ',
      createdAt: Date.now(),
    }),
  );
  await services.db.transact((trx) =>
    services.moderationLog.insert(trx, {
      actorId: author.id,
      action: 'test',
      subject: 'site',
      subjectId: 1,
      title: 'Проба',
      reason: 'Чтобы в журнале что-то было',
      details: {},
      at: Date.now(),
    }),
  );
  await placeTokens(site, author.id);
  // Somebody else's: the author of everything may revoke their own.
  const reader = await site.addUser('member', { name: 'Вторая' });
  await services.flagPost(reader, { postId: 1, reason: 'spam', words: '' });
  await services.feedTokens.replace(reader.id, feedToken, Date.now());
  await addRule(services.db, { name: 'Проба', terms: 'проба' });
  await site.untilIndexed();
}

const knownToken = 'k'.repeat(43);

/** A link of each kind that works once, under a token that tests know. */
async function placeTokens({ services }: TestSite, userId: number): Promise<void> {
  const hash = tokenHash(knownToken) ?? '';
  const record = { userId, hash, email: 'first@example.org', expiresAt: Date.now() + 3_600_000 };
  for (const kind of tokenKinds) {
    await services.db.transact((trx) => services.tokens.insert(trx, { ...record, kind }));
  }
}

const feedToken = 'secret-address-of-a-feed';

const places: Record<string, string> = {
  token: knownToken,
  feedToken,
  letterToken: createLetterTokens(() => testSecret).make(1, { what: 'mail' }),
  rhythm: 'weekly',

  handle: 'unknown-session',
  id: '1',
  similarId: '2',
  openingId: '3',
  slug: 'elections',
  tag: encodeURIComponent('выборы'),
  format: 'rss',
};

/** The pattern with a value for each parameter: of `more`, else of something that exists. */
export function addressOf(route: Pick<Route, 'path'>, more: Record<string, string> = {}): string {
  return route.path.replace(/:(\w+)/g, (_part, name: string) => more[name] ?? places[name] ?? 'unknown-parameter');
}

/** Everything that a request could change, as text: equal texts mean that nothing happened. Sessions and limits aside. */
export async function stateOf({ services }: TestSite): Promise<string> {
  const tables = ['users', 'feeds', 'fetches', 'threads', 'articles', 'posts', 'post_versions', 'held_posts'];
  const more = [
    'moderation_log',
    'rules',
    'set_aside',
    'follows',
    'mutes',
    'bookmarks',
    'tokens',
    'passkeys',
    'recovery_codes',
  ];
  const ofMembers = [
    'read_marks',
    'notification_settings',
    'private_feed_tokens',
    'push_subscriptions',
    'post_votes',
    'post_flags',
    'drafts',
  ];
  const rows = await Promise.all([
    ...[...tables, ...more].map((table) => services.db.read(table).select().orderBy('id')),
    ...ofMembers.map((table) => services.db.read(table).select().orderBy('user_id')),
  ]);
  return JSON.stringify(rows);
}
