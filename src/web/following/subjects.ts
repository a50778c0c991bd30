/** Names and addresses of what is followed or muted: one query for each kind of thing, however many there are. */
import type { UserStore } from '../../accounts/user-store.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import { savedSearch } from '../../forum/saved-search.js';
import type { Language } from '../../i18n/language.js';
import type { ThreadStore } from '../../news/thread-store.js';
import { categoryLink } from '../news/thread-rows.js';
import type { Link } from '../page.js';
import type { Sections } from '../sections.js';
import { urls, withQuery } from '../urls.js';

export type SubjectParts = {
  threads: Pick<ThreadStore, 'listByIds'>;
  feeds: Pick<FeedStore, 'listByIds'>;
  users: Pick<UserStore, 'listByIds'>;
  sections: Sections;
};

export type Subject = { kind: string; target: string };
export type NameOf = (subject: Subject) => Link | undefined;

/** Undefined for what is gone. */
export async function loadSubjects(
  parts: SubjectParts,
  subjects: readonly Subject[],
  language: Language,
): Promise<NameOf> {
  const ids = (kind: string) => subjects.filter((each) => each.kind === kind).map((each) => Number(each.target));
  const orNone = <T>(kind: string, list: (ids: number[]) => Promise<T[]>) => {
    const wanted = ids(kind);
    return wanted.length > 0 ? list(wanted) : Promise.resolve<T[]>([]);
  };
  const [threads, feeds, users, sections] = await Promise.all([
    orNone('thread', parts.threads.listByIds),
    orNone('source', parts.feeds.listByIds),
    orNone('member', parts.users.listByIds),
    parts.sections.current(),
  ]);
  const names = new Map<string, Link>([
    ...threads.map((thread) => [`thread ${thread.id}`, { name: thread.title, url: urls.thread(thread.id) }] as const),
    ...feeds.map((feed) => [`source ${feed.id}`, { name: feed.title, url: urls.feed(feed.id) }] as const),
    ...users.map((user) => [`member ${user.id}`, { name: user.name, url: urls.member(user.id) }] as const),
    ...sections.categories.map((each) => [`category ${each.id}`, categoryLink(each, language)] as const),
  ]);
  return ({ kind, target }) => {
    if (kind === 'tag') return { name: `#${target}`, url: urls.tag(target) };
    if (kind === 'search') return searchLink(target);
    return names.get(`${kind} ${target}`);
  };
}

function searchLink(target: string): Link {
  const { words, category } = savedSearch(target);
  return { name: words, url: withQuery(urls.search, { q: words, category }) };
}
