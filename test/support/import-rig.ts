/** An import over a test database, with a publisher that answers what the test says and a reader in this very thread. */
import type { Db } from '../../src/db/db.js';
import { createApplyRules } from '../../src/feeds/apply-rules.js';
import { createClaimStore } from '../../src/feeds/claim-store.js';
import { type DraftedFeed, toDrafts } from '../../src/feeds/draft.js';
import type { Feed } from '../../src/feeds/feed.js';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import { createFetchStore } from '../../src/feeds/fetch-store.js';
import { createImportFeed, type ImportFeedParts } from '../../src/feeds/import-feed.js';
import { judge } from '../../src/feeds/judge.js';
import type { DocumentReader } from '../../src/feeds/parse-client.js';
import { parseDocument } from '../../src/feeds/parse-document.js';
import { createReadSource } from '../../src/feeds/read-source.js';
import { createRuleStore } from '../../src/feeds/rule-store.js';
import { createSetAsideStore } from '../../src/feeds/set-aside-store.js';
import { createTopics } from '../../src/feeds/topic.js';
import { createTopicStore } from '../../src/feeds/topic-store.js';
import type {
  HttpGet,
  HttpGetFailed,
  HttpGetOptions,
  HttpGetOutcome,
  HttpResponse,
  Redirect,
} from '../../src/lib/http-get.js';
import { createArticleStore } from '../../src/news/article-store.js';
import { NOW } from './news-builders.js';

export type Answer =
  | { status?: number; headers?: Record<string, string>; body?: string; redirects?: Redirect[] }
  | { fails: HttpGetFailed['reason'] };

/** Reads as the parse worker does, without the thread. */
export const directReader: DocumentReader = {
  read: async (input) => {
    const outcome = await parseDocument(input);
    return outcome.ok ? { ok: true, feed: toDrafts(outcome.feed) } : outcome;
  },
};

/** Rules as the worker applies them, without the thread. */
export function directRules(db: Db) {
  const rules = createRuleStore(db);
  const { topicWords } = createTopics(createTopicStore(db));
  const direct = { judge: async (...given: Parameters<typeof judge>) => judge(...given) };
  return {
    rules,
    setAside: createSetAsideStore(db),
    applyRules: createApplyRules({ rules, judge: direct, topicWords }),
  };
}

/** `answer` may be changed between imports; `asked` holds the requests' headers. */
export function createPublisher(first: Answer = {}) {
  const publisher = { answer: first, asked: [] as Record<string, string>[] };
  const httpGet = async (url: string, options: HttpGetOptions = {}): Promise<HttpGetOutcome> => {
    publisher.asked.push(options.headers ?? {});
    const { answer } = publisher;
    if ('fails' in answer) return { kind: 'failed', reason: answer.fails, detail: answer.fails, ms: 5 };
    const body = new TextEncoder().encode(answer.body ?? '');
    const { status = 200, headers = {}, redirects = [] } = answer;
    return {
      kind: 'response',
      status,
      headers,
      body,
      url,
      redirects,
      ms: 5,
      bytes: body.length,
    } satisfies HttpResponse;
  };
  return Object.assign(publisher, { httpGet });
}

export function createImportRig(
  db: Db,
  { httpGet: given, ...more }: Partial<ImportFeedParts> & { httpGet?: HttpGet } = {},
) {
  const publisher = createPublisher();
  const httpGet = given ?? publisher.httpGet;
  const announced: number[] = [];
  const feeds = createFeedStore(db);
  const parts: ImportFeedParts = {
    db,
    feeds,
    fetches: createFetchStore(db),
    claims: createClaimStore(db, { spacingMs: 0 }),
    articles: createArticleStore(db),
    ...directRules(db),
    readSource: createReadSource({ httpGet, reader: more.reader ?? directReader }),
    reader: directReader,
    clock: () => NOW,
    random: () => 0.5,
    announce: () => announced.push(1),
    ...more,
  };
  const imports = createImportFeed(parts);
  return {
    ...imports,
    publisher,
    announced,
    feeds,
    /** As the poller does: with the feed as it is stored now. */
    fetch: async (id: number) => imports.importFeed(await feeds.get(id)),
    store: (feed: Feed, document: DraftedFeed) => imports.importDrafted(feed, document),
  };
}

/** An RSS document of these items. */
export function rss(...items: { title: string; guid?: string; link?: string; text?: string; date?: string }[]): string {
  const markup = items.map(({ title, guid, link, text, date }) =>
    [
      `<item><title>${title}</title>`,
      guid ? `<guid isPermaLink="false">${guid}</guid>` : '',
      link ? `<link>${link}</link>` : '',
      `<description>${text ?? title}</description>`,
      `<pubDate>${date ?? 'Sat, 30 May 2026 10:00:00 GMT'}</pubDate></item>`,
    ].join(''),
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://s.example/</link>${markup.join('')}</channel></rss>`;
}
