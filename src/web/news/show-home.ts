/** Front page and category pages: threads by newest, most active, most discussed; for members also what is unread. */
import type { Request, Response } from 'express';
import { DAY } from '../../lib/clock.js';
import { notFound } from '../../lib/errors.js';
import type { Category } from '../../news/category.js';
import type { ThreadCursor, ThreadOrder, ThreadSummary } from '../../news/thread.js';
import type { ThreadStore } from '../../news/thread-store.js';
import { loadListView, type MemberListParts } from '../following/list-view.js';
import type { Pictures } from '../media/pictures.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import type { Sections } from '../sections.js';
import { urls, withQuery } from '../urls.js';
import type { HomePage } from './pages.js';
import { categoryLink, pagingLinks, positionOf, THREADS_PER_PAGE, toThreadRow } from './thread-rows.js';

export type HomeParts = MemberListParts & {
  threads: Pick<ThreadStore, 'list'>;
  sections: Sections;
  siteName: string;
  pictures: Pictures;
};

type Order = ThreadOrder | 'unread';

const orders: Order[] = ['newest', 'active', 'discussed', 'unread'];

const cursors: Record<Order, (thread: ThreadSummary) => ThreadCursor> = {
  newest: (thread) => [thread.publishedAt, thread.id],
  active: (thread) => [thread.activeAt, thread.id],
  discussed: (thread) => [thread.replyCount, thread.id],
  unread: (thread) => [thread.activeAt, thread.id],
};

export function createShowHome(parts: HomeParts): Handler {
  return (req, res) => showThreads(parts, req, res, null);
}

export function createShowCategory(parts: HomeParts): Handler {
  return async (req, res) => {
    const { bySlug } = await parts.sections.current();
    const category = bySlug.get(String(req.params.slug));
    if (!category) throw notFound('category');
    return showThreads(parts, req, res, category);
  };
}

async function showThreads(parts: HomeParts, req: Request, res: Response, category: Category | null): Promise<void> {
  const { t, language } = res.locals;
  const sections = await parts.sections.current();
  const offered = req.user ? orders : orders.filter((name) => name !== 'unread');
  const order = offered.find((name) => name === req.query.order) ?? 'newest';
  const path = category ? urls.category(category.slug) : urls.home;
  const position = positionOf(req.query);
  const own = await loadListView(parts, req, { isUnreadOnly: order === 'unread', category });
  const list = await parts.threads.list({
    order: order === 'unread' ? 'active' : order,
    ...(category ? { categoryId: category.id } : {}),
    ...position,
    filter: own.filter,
    limit: THREADS_PER_PAGE,
  });
  // Where everything is unread, marks would say nothing.
  const unreadIds = order === 'unread' ? new Set() : await own.unreadAmong(list.threads);
  const orderParam: Record<string, string> = order === 'newest' ? {} : { order };
  const heading = category ? categoryLink(category, language).name : null;
  const isFirstPage = !position.after && !position.before;
  const isFront = category === null && isFirstPage && order === 'newest';
  const threads = isFront ? leadFirst(list.threads) : list.threads;
  const [leading] = threads;
  const page: HomePage = {
    heading,
    orders: offered.map((name) => ({
      name: t.pages.orders[name],
      url: withQuery(path, { order: name === 'newest' ? null : name }),
      isCurrent: name === order,
    })),
    isFront,
    leadPicture: isFront && leading ? await parts.pictures.ofThread(leading.id) : null,
    threads: threads.map((thread) => ({
      ...toThreadRow(thread, sections, language),
      isUnread: unreadIds.has(thread.id),
    })),
    paging: pagingLinks(list, path, orderParam, cursors[order]),
    tools: own.tools,
    isUnreadOnly: order === 'unread',
  };
  const head = {
    title: heading ?? parts.siteName,
    description: heading ? t.pages.categoryDescription(heading) : t.site.tagline,
    path: withQuery(path, { ...orderParam, ...queryPosition(req, isFirstPage) }),
    feedPath: category ? `${path}/feed` : '/feed',
  };
  await renderPage(req, res, 'news/home', { head, page });
}

function queryPosition(req: Request, isFirstPage: boolean): Record<string, string> {
  if (isFirstPage) return {};
  const { before, after } = req.query;
  return typeof before === 'string' ? { before } : typeof after === 'string' ? { after } : {};
}

// The front page's first screen: what came within two days of the newest.
const LEAD_WINDOW = 2 * DAY;

/** The story that most sources tell, then the one most talked about, leads; the others stay in their order. A member's own thread never leads. */
function leadFirst(threads: readonly ThreadSummary[]): ThreadSummary[] {
  const newest = threads[0]?.publishedAt ?? 0;
  const [lead] = threads
    .filter((thread) => thread.starterId === null && newest - thread.publishedAt <= LEAD_WINDOW)
    .toSorted((a, b) => b.articleCount - a.articleCount || b.replyCount - a.replyCount);
  return lead ? [lead, ...threads.filter((thread) => thread !== lead)] : [...threads];
}
