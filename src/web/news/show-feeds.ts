/** The public list of sources, and one source with its articles. */
import { type Feed, MEMBERS_FEED_URL } from '../../feeds/feed.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import { notFound } from '../../lib/errors.js';
import type { OwnVersions } from '../../news/change-timeline.js';
import type { RevisionStore } from '../../news/revision-store.js';
import type { ThreadStore } from '../../news/thread-store.js';
import { loadOwnTools, type OwnToolsParts } from '../following/own-tools.js';
import type { Pictures } from '../media/pictures.js';
import { renderPage } from '../render.js';
import { type Handler, idParam } from '../route.js';
import type { Sections } from '../sections.js';
import { urls, withQuery } from '../urls.js';
import { toFeedCard } from './feed-cards.js';
import type { FeedListPage, FeedPage } from './pages.js';
import { sourceName } from './source-name.js';
import { pagingLinks, positionOf, THREADS_PER_PAGE, toThreadRow } from './thread-rows.js';

export type FeedPagesParts = OwnToolsParts & {
  feeds: Pick<FeedStore, 'list' | 'get'>;
  threads: Pick<ThreadStore, 'listOfFeed'>;
  revisions: Pick<RevisionStore, 'countVersions'>;
  sections: Sections;
  pictures: Pictures;
};

export function createShowFeeds(parts: FeedPagesParts): Handler {
  return async (req, res) => {
    const { t, language } = res.locals;
    const [all, sections] = await Promise.all([parts.feeds.list(), parts.sections.current()]);
    const feeds = all.filter((feed) => feed.url !== MEMBERS_FEED_URL);
    const icons = await parts.pictures.iconsOf(feeds.map((feed) => feed.id));
    const groups = new Map<string, Feed[]>();
    for (const feed of feeds) groups.set(feed.groupName, [...(groups.get(feed.groupName) ?? []), feed]);
    const page: FeedListPage = {
      groups: [...groups].map(([name, members]) => ({
        name,
        feeds: members.map((feed) => ({ ...toFeedCard(feed, sections, language), icon: icons.get(feed.id) ?? null })),
      })),
      total: feeds.length,
    };
    const head = { title: t.feeds.title, description: t.pages.feedsDescription, path: urls.feeds };
    await renderPage(req, res, 'news/feeds', { head, page });
  };
}

export function createShowFeed(parts: FeedPagesParts): Handler {
  return async (req, res) => {
    const { t, language } = res.locals;
    const id = idParam(req);
    if (id === null) throw notFound('feed');
    const feed = await parts.feeds.get(id);
    if (feed.mergedInto !== null) throw notFound('feed');
    const path = urls.feed(id);
    const position = positionOf(req.query);
    // Who opens the page of a source wants to see it, muted or not.
    const filter = { hidden: { ...(await parts.ownMutes(req)), feedIds: new Set<number>() } };
    const [icons, list, sections, tools] = await Promise.all([
      parts.pictures.iconsOf([id]),
      parts.threads.listOfFeed(id, { ...position, filter, limit: THREADS_PER_PAGE }),
      parts.sections.current(),
      loadOwnTools(parts, req, { kind: 'source', target: String(id), mute: 'source' }),
    ]);
    const name = sourceName(feed.title, language);
    const versions = await parts.revisions.countVersions(list.threads.map(({ cursorId }) => cursorId));
    const page: FeedPage = {
      isOfMembers: feed.url === MEMBERS_FEED_URL,
      feed: { ...toFeedCard(feed, sections, language), icon: icons.get(id) ?? null },
      feedAddress: feed.isFetched ? feed.url : null,
      threads: list.threads.map((article) => ({
        ...toThreadRow(article, sections, language),
        // The thread may stand under another source, whose report was first.
        ...{ url: urls.articleIn(article.id, article.cursorId), feed: { name, url: path } },
        versions: toVersions(article.cursorId, versions.get(article.cursorId)),
      })),
      paging: pagingLinks(list, path, {}, (thread) => [thread.publishedAt, thread.cursorId]),
      tools,
    };
    const head = {
      title: name,
      description: t.pages.feedDescription(name),
      path: withQuery(path, { after: list.threads.length > 0 ? stringOf(req.query.after) : null }),
      feedPath: `${path}/feed`,
    };
    await renderPage(req, res, 'news/feed', { head, page });
  };
}

function toVersions(
  articleId: number,
  versions: OwnVersions | undefined,
): { count: number; url: string | null } | null {
  return versions ? { count: versions.count, url: versions.isEdited ? urls.revisions(articleId) : null } : null;
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
