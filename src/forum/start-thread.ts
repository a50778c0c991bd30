/**
 * Use case: a member starts a thread, with or without a link. Enters what was typed; leaves the thread's number.
 * Its opening text is an article like any other, so it is indexed, found and compared as one.
 */
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import { type Role, roles, type User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { leadOf } from '../feeds/draft.js';
import type { FeedStore } from '../feeds/feed-store.js';
import { plainText } from '../feeds/sanitise.js';
import { type Clock, DAY } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import { CLEANER_VERSION } from '../lib/html.js';
import { detectLanguage } from '../lib/language.js';
import type { SafeHtml } from '../lib/safe-html.js';
import { collapse } from '../lib/text.js';
import { canonicalUrl, urlKey } from '../lib/url.js';
import type { ArticleDraft } from '../news/article.js';
import { insertArticles } from '../news/article-write-store.js';
import { fingerprint } from '../news/fingerprint.js';
import type { ThreadStore } from '../news/thread-store.js';
import { checkAllowance, checkedText } from './check-post.js';
import type { FollowStore } from './follow-store.js';
import type { RenderPost } from './render-post.js';

export const LONGEST_THREAD_TITLE = 200;
const SHORTEST_THREAD_TITLE = 8;

export type StartThreadParts = {
  db: Db;
  feeds: Pick<FeedStore, 'incrementArticles'>;
  /** The source under which members' threads stand; made when the first is started. */
  membersFeed: (trx: Knex.Transaction, categoryId: number) => Promise<number>;
  threads: Pick<ThreadStore, 'updateStarter'>;
  /** Whoever begins a thread hears of the replies. */
  follows: Pick<FollowStore, 'insert'>;
  rule: StartRule;
  clock: Clock;
  announce: () => void;
};

/** Who may: from which role on, and a member of how many days. */
export type StartRule = { role: Role; days: number };
/** The article, and what was typed for it: an edit begins from that. */
export type OpeningDraft = { draft: ArticleDraft; markdown: string };
export type ThreadInput = { title: string; markdown: string; link: string };

export function createStartThread(parts: StartThreadParts) {
  return async function startThread(
    actor: User | null,
    { draft, markdown, categoryId }: OpeningDraft & { categoryId: number },
  ): Promise<number> {
    checkStanding(actor, parts.rule, parts.clock());
    const now = parts.clock();
    const threadId = await parts.db.transact(async (trx) => {
      const feedId = await parts.membersFeed(trx, categoryId);
      const context = { feedId, categoryId, cleanerVersion: CLEANER_VERSION, now };
      const [started = 0] = await insertArticles(trx, context, [draft]);
      const aboutKey = draft.url === null ? null : urlKey(draft.url);
      await parts.threads.updateStarter(trx, started, { userId: actor.id, aboutKey, markdown });
      await parts.feeds.incrementArticles(trx, feedId, 1);
      const follow = { kind: 'thread', target: String(started), isAutomatic: true, createdAt: now } as const;
      await parts.follows.insert({ ...follow, userId: actor.id }, trx);
      return started;
    });
    parts.announce();
    return threadId;
  };
}

export type StartThread = ReturnType<typeof createStartThread>;

/** Throws what the member is told: not at all, or from which day on. */
export function checkStanding(actor: User | null, rule: StartRule, now: number): asserts actor is User {
  if (!actor || !can(actor, 'thread.start') || roles.indexOf(actor.role) < roles.indexOf(rule.role)) {
    throw new AppError('may-not-start', { status: 403 });
  }
  const from = actor.createdAt + rule.days * DAY;
  // Moderators are known to the site.
  if (actor.role === 'member' && now < from) {
    throw new AppError('may-not-start-yet', { status: 403, params: { days: Math.ceil((from - now) / DAY) } });
  }
}

export type DraftThreadParts = { renderPost: RenderPost; clock: Clock };

/** The opening text as an article. Refuses what a reply would be refused for, with the code of what is wrong. */
export function createDraftThread(parts: DraftThreadParts) {
  return async function draftThread(actor: User, input: ThreadInput): Promise<OpeningDraft> {
    const title = checkedTitle(input.title);
    const url = checkedLink(input.link);
    // With a link the text may be left out: what is talked about stands there.
    const markdown = input.markdown.trim() === '' && url !== null ? '' : checkedText(input.markdown);
    const rendered = await parts.renderPost(markdown);
    checkAllowance(actor, rendered, parts.clock());
    return { draft: toArticleDraft(title, url, rendered.html), markdown };
  };
}

export type DraftThread = ReturnType<typeof createDraftThread>;

function toArticleDraft(title: string, url: string | null, html: SafeHtml): ArticleDraft {
  const text = plainText(html);
  const keys = fingerprint({
    guid: randomUUID(),
    canonicalUrl: url,
    title,
    author: null,
    html,
    tags: [],
    enclosures: [],
    published: null,
  });
  return {
    ...keys,
    // The address stays free for the article itself, should a source bring it.
    urlKey: null,
    url,
    title,
    author: null,
    language: detectLanguage(`${title}\n${text}`),
    html,
    text,
    lead: leadOf(text, title),
    tags: [],
    enclosures: [],
    publishedAt: null,
    editedAt: null,
  };
}

export function checkedTitle(typed: string): string {
  const title = collapse(typed);
  const params = { min: SHORTEST_THREAD_TITLE, max: LONGEST_THREAD_TITLE };
  if (title.length < SHORTEST_THREAD_TITLE) throw new AppError('title-too-short', { status: 422, params });
  if (title.length > LONGEST_THREAD_TITLE) throw new AppError('title-too-long', { status: 422, params });
  return title;
}

/** null for none. */
export function checkedLink(typed: string): string | null {
  const link = typed.trim();
  if (link === '') return null;
  const url = /^https?:\/\//i.test(link) ? canonicalUrl(link) : null;
  if (url === null || url.length > 2000) throw new AppError('link-invalid', { status: 422 });
  return url;
}
