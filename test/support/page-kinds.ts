/** One address for each kind of page of a demo site: what a test that is about every page goes through. */
import type { Role } from '../../src/accounts/user.js';
import { MOVED_FOR, MOVED_TIMES } from '../../src/feeds/address-proof.js';
import { POSTS_PER_PAGE } from '../../src/forum/post.js';
import { tagKey } from '../../src/news/tag.js';
import { addRule, furnishRules } from './rule-builders.js';
import type { TestSite } from './test-site.js';

export type PageKind = {
  name: string;
  path: string;
  /** Who must ask; null is anybody. */
  role: Role | null;
  status: number;
};

export type Places = Awaited<ReturnType<typeof furnish>>;

/** Adds to a demo site what the demo lacks: a discussion of several pages and a source with a history. */
export async function furnish({ services, addUser }: TestSite, posts = POSTS_PER_PAGE + 10) {
  const [thread] = (await services.threads.list({ order: 'discussed', limit: 1 })).threads;
  if (!thread) throw new Error('the demo has threads');
  const author = await addUser('member', {
    name: 'Пишущая участница',
    place: 'Тверь',
    about: 'Читаю протоколы.\nПишу о них.',
  });
  const postIds: number[] = [];
  for (let number = thread.replyCount + 1; number <= posts; number++) {
    const input = {
      threadId: thread.id,
      markdown: `Ответ **№ ${number}** о протоколах`,
      replyToId: postIds.at(-1) ?? null,
    };
    postIds.push((await services.writePost(author, input)).postId);
  }
  const [changed = 0, , gone = 0] = postIds;
  await services.editPost(author, { postId: changed, markdown: 'Ответ **исправлен** тут же', reason: 'опечатка' });
  await services.deletePost(author, { postId: gone, reason: '' });
  const voter = await addUser('member', { name: 'Голосующий' });
  await services.vote(voter, { postId: postIds.at(-1) ?? 0, value: 1 });
  const flag = { postId: postIds[1] ?? 0, reason: 'insult', words: 'Это обидно' } as const;
  await services.flagPost(voter, flag);
  const [article] = await services.articles.listByThread(thread.id);
  const tag = (await firstTag(services)) ?? '';
  const [feed] = await services.feeds.list();
  if (!article || !feed || tag === '') throw new Error('the demo has articles with tags');
  const ruleId = await furnishRules(services.db, feed.id, article.id);
  const twinId = await furnishTwins(services, feed.categoryId);
  return { thread, article, author, postIds, tag, feed, ruleId, twinId };
}

/** A source that has moved for good to the address of another. */
async function furnishTwins({ feeds, db }: TestSite['services'], categoryId: number): Promise<number> {
  const draft = { siteUrl: null, language: 'ru', groupName: '', categoryId };
  const heir = await feeds.insert(
    { ...draft, url: 'https://new.example/rss', title: 'Переехавшая газета' },
    Date.now(),
  );
  const old = await feeds.insert(
    { ...draft, url: 'https://old.example/rss', title: 'Газета по старому адресу' },
    Date.now(),
  );
  const proof = { moved_to: heir.url, moved_count: MOVED_TIMES, moved_since: Date.now() - 2 * MOVED_FOR };
  await db.write('feeds').where('id', old.id).update(proof);
  await addRule(db, { feedId: old.id, name: 'Без погоды', terms: 'погода' });
  return old.id;
}

async function firstTag({ threads, articles }: TestSite['services']): Promise<string | undefined> {
  const { threads: newest } = await threads.list({ order: 'newest', limit: 30 });
  for (const { id } of newest) {
    const tag = (await articles.listByThread(id))[0]?.tags[0];
    if (tag) return tagKey(tag);
  }
  return undefined;
}

export function pageKinds({ thread, article, author, postIds, tag, feed, ruleId, twinId }: Places): PageKind[] {
  const kind = (name: string, path: string, role: Role | null = null, status = 200): PageKind => ({
    name,
    path,
    role,
    status,
  });
  return [
    kind('home', '/'),
    kind('home, active', '/?order=active'),
    kind('home, discussed', '/?order=discussed'),
    kind('category', '/categories/elections'),
    kind('tag', `/tags/${encodeURIComponent(tag)}`),
    kind('thread', `/threads/${thread.id}`),
    kind('about similar articles', '/about/similar'),
    kind('thread, page 2', `/threads/${thread.id}?page=2`),
    kind('thread of a member', `/threads/${thread.id}`, 'member'),
    kind('thread, best replies', `/threads/${thread.id}?order=best`),
    kind('thread, as a conversation', `/threads/${thread.id}?view=nested`),
    kind('thread, answering and quoting', `/threads/${thread.id}?reply=${postIds.at(-1)}&quote=1`, 'member'),
    kind('thread of a moderator', `/threads/${thread.id}`, 'moderator'),
    kind('history of a post', `/posts/${postIds[0]}/history`),
    kind('report a post', `/posts/${postIds[1]}/flag`, 'member'),
    kind('reports', '/moderation/flags', 'moderator'),
    kind('posts that wait', '/moderation/posts', 'moderator'),
    kind('edit a post', `/posts/${postIds[1]}/edit`, 'moderator'),
    kind('search', '/search'),
    kind('search with results', '/search?q=%D0%B2%D1%8B%D0%B1%D0%BE%D1%80%D1%8B'),
    kind('search without results', '/search?q=xyzzyqwv'),
    kind('search with a mistake', '/search?q=%D0%B3%D0%BE%D0%BB%D0%BE%D1%81%D0%BE%D0%B2%D0%BD%D0%B8%D0%B5'),
    kind('feeds', '/feeds'),
    kind('feed', `/feeds/${feed.id}`),
    kind('member', `/members/${author.id}`),
    kind('register', '/register'),
    kind('login', '/login'),
    kind('reset', '/reset'),
    kind('expired link', '/reset/expired', null, 410),
    kind('account', '/account', 'member'),
    kind('notifications', '/notifications', 'member'),
    kind('notification settings', '/account/notifications', 'member'),
    kind('own digest', '/account/digest?rhythm=monthly', 'member'),
    kind('digest', '/digests/monthly'),
    kind('following', '/account/following', 'member'),
    kind('mutes', '/account/mutes', 'member'),
    kind('bookmarks', '/account/bookmarks', 'member'),
    kind('bookmark', `/account/bookmarks/one?thread=${thread.id}`, 'member'),
    kind('home of a member', '/', 'member'),
    kind('unread', '/?order=unread', 'member'),
    kind('security', '/account/security', 'member'),
    kind('second factor', '/account/second-step', 'member'),
    kind('own data', '/account/data', 'member'),
    kind('mail', '/moderation/mail', 'admin'),
    kind('passkeys', '/account/passkeys', 'member'),
    kind('moderated feeds', '/moderation/feeds', 'moderator'),
    kind('moderated feeds, filtered', '/moderation/feeds?state=trouble&q=xyz', 'moderator'),
    kind('moderated feed', `/moderation/feeds/${feed.id}`, 'moderator'),
    kind('feed that has moved onto another', `/moderation/feeds/${twinId}`, 'moderator'),
    kind('merge feeds', `/moderation/feeds/${twinId}/merge`, 'moderator'),
    kind('rules', '/moderation/rules', 'moderator'),
    kind('rules of a source', `/moderation/rules?source=${feed.id}`, 'moderator'),
    kind('rule', `/moderation/rules/${ruleId}`, 'moderator'),
    kind('topics', '/moderation/topics', 'moderator'),
    kind('held', '/moderation/held', 'moderator'),
    kind('held, deleted', '/moderation/held?kind=deleted', 'moderator'),
    kind('retention', `/moderation/retention?source=${feed.id}`, 'moderator'),
    kind('article under moderation', `/moderation/articles/${article.id}`, 'moderator'),
    kind('revisions', `/articles/${article.id}/revisions`),
    kind('moderation log', '/log'),
    kind('moderation log of a moderator', '/log', 'moderator'),
    kind('lists and groups', '/moderation/lists', 'moderator'),
    kind('full texts of a feed', `/moderation/feeds/${feed.id}/media`, 'moderator'),
    kind('start a thread', '/threads/new', 'member'),
    kind('not found', '/threads/999999', null, 404),
    kind('forbidden', '/moderation/feeds', 'member', 403),
  ];
}
