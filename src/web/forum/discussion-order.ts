/** In which order a discussion is read, and the addresses of its pages in each. */
import type { Request } from 'express';
import { POSTS_PER_PAGE, type PostOrder } from '../../forum/post.js';
import type { Texts } from '../../i18n/texts.js';
import type { Tab } from '../page.js';
import { textQuery } from '../route.js';
import { urls, withQuery } from '../urls.js';

export function orderOf(req: Request): PostOrder {
  if (textQuery(req, 'view', 10) === 'nested') return 'nested';
  const order = textQuery(req, 'order', 10);
  return order === 'newest' || order === 'best' ? order : 'oldest';
}

/** The parameters of an address that keep the order. */
export function orderQuery(order: PostOrder): { order?: string; view?: string } {
  if (order === 'nested') return { view: 'nested' };
  return order === 'oldest' ? {} : { order };
}

export function discussionUrl(threadId: number, order: PostOrder, page = 1): string {
  return withQuery(urls.thread(threadId), { page: page > 1 ? page : null, ...orderQuery(order) });
}

/** Where a post stands when it has so many before it. */
export function pageAfter(before: number): number {
  return Math.floor(before / POSTS_PER_PAGE) + 1;
}

export function orderTabs(t: Texts, threadId: number, current: PostOrder): Tab[] {
  const orders: PostOrder[] = ['oldest', 'newest', 'best', 'nested'];
  return orders.map((order) => ({
    name: t.discussion.orders[order],
    url: `${discussionUrl(threadId, order)}#replies`,
    isCurrent: order === current,
  }));
}
