/**
 * What an import leaves behind, in two parts: `essenceOf` must be the same whatever happened on the way; `brokenInvariants`
 * names what must hold in any order. Which near-copies stand in one story, and how alike two articles are, may depend on
 * what was compared when: of those only the second part speaks.
 */
import type { openServices } from '../../src/app.js';
import type { Db } from '../../src/db/db.js';
import { orphans } from './inspect-db.js';

type Services = Awaited<ReturnType<typeof openServices>>;

/** Everything that an import leaves but numbers, the time of day and stories. */
export type Essence = Record<string, string[]>;

export async function essenceOf({ read }: Db): Promise<Essence> {
  const lines = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();
  const ofArticles = (table: string) => read(`${table} as x`).join('articles as a', 'a.id', 'x.article_id');
  const articles = read('articles as a')
    .join('feeds as f', 'f.id', 'a.feed_id')
    .select('f.title as feed', 'a.guid_key', 'a.url_key', 'a.identity_key', 'a.content_hash', 'a.title', 'a.text')
    .select('a.tags', 'a.published_at');
  return {
    articles: lines(await articles),
    versions: lines(await ofArticles('article_versions').select('x.content_hash', 'a.identity_key')),
    revisions: lines(await ofArticles('article_revisions').select('x.title', 'x.text', 'a.identity_key')),
    tags: lines(await ofArticles('article_tags').select('x.tag_key', 'a.identity_key')),
    tombstones: lines(await read('set_aside').select('kind', 'guid_key', 'url_key', 'identity_key', 'content_hash')),
    feeds: lines(await read('feeds').select('url', 'title', 'article_count')),
  };
}

export async function brokenInvariants(services: Services): Promise<string[]> {
  const { db } = services;
  return [
    ...(await orphans(db)).map((name) => `orphans in ${name}`),
    ...(await brokenStories(db)),
    ...(await brokenLists(db)),
    ...(await brokenIndex(services)),
  ];
}

type ThreadRow = { id: number; article_count: number; source_count: number; merged_into: number | null };
type ArticleRow = { id: number; thread_id: number; feed_id: number; own: number | null; kind: string | null };

/** Every article stands in one living story and has its decision; a story that joined is empty and leads to a living one. */
async function brokenStories({ read }: Db): Promise<string[]> {
  const threads: ThreadRow[] = await read('threads').select('id', 'article_count', 'source_count', 'merged_into');
  const articles: ArticleRow[] = await read('articles as a')
    .leftJoin('story_decisions as d', 'd.article_id', 'a.id')
    .select('a.id', 'a.thread_id', 'a.feed_id', 'd.own_thread_id as own', 'd.kind');
  const problems: string[] = [];
  const byId = new Map(threads.map((thread) => [thread.id, thread]));
  const isLiving = (id: number | null) => id !== null && byId.get(id)?.merged_into === null;
  for (const thread of threads) {
    const own = articles.filter((article) => article.thread_id === thread.id);
    const sources = new Set(own.map((article) => article.feed_id)).size;
    if (isLiving(thread.id)) {
      if (own.length === 0) problems.push(`story ${thread.id} is empty`);
      if (own.length !== thread.article_count) problems.push(`story ${thread.id} counts its articles wrongly`);
      if (sources !== thread.source_count) problems.push(`story ${thread.id} counts its sources wrongly`);
    } else if (own.length > 0 || !isLiving(heirOf(byId, thread))) {
      problems.push(`story ${thread.id} joined another, and still has articles or leads nowhere`);
    }
  }
  for (const { id, thread_id: stands, own, kind } of articles) {
    if (!isLiving(stands)) problems.push(`article ${id} stands in no living story`);
    if (kind === null) problems.push(`article ${id} has no decision`);
    else if ((kind === 'own') !== (own === stands)) problems.push(`article ${id} stands elsewhere than decided`);
  }
  const waiting = await read('story_queue').select('article_id');
  return waiting.length === 0 ? problems : [...problems, `${waiting.length} articles wait for their story`];
}

function heirOf(byId: ReadonlyMap<number, ThreadRow>, thread: ThreadRow): number | null {
  const seen = new Set<number>();
  let at: ThreadRow | undefined = thread;
  while (at && at.merged_into !== null && !seen.has(at.id)) {
    seen.add(at.id);
    at = byId.get(at.merged_into);
  }
  return at?.merged_into === null ? at.id : null;
}

/** Every living story has its list of similar ones, which names living ones only; a pair is stored once for each finder. */
async function brokenLists({ read }: Db): Promise<string[]> {
  const living = read('threads').whereNull('merged_into').select('id');
  const states = read('similar_states').select('thread_id');
  const missing = await read('threads').whereNull('merged_into').whereNotIn('id', states).select('id');
  const dead = await read('similar_threads')
    .where((query) => query.whereNotIn('thread_id', living).orWhereNotIn('similar_id', living))
    .select('thread_id');
  const queued = await read('similar_queue').select('thread_id');
  return [
    ...(missing.length > 0 ? [`${missing.length} stories have no list of similar ones`] : []),
    ...(dead.length > 0 ? [`${dead.length} lists name stories that joined others`] : []),
    ...(queued.length > 0 ? [`${queued.length} stories still queued`] : []),
  ];
}

async function brokenIndex({ db, index, similar }: Services): Promise<string[]> {
  const held = await index.versions();
  const indexed = new Map([...held.ids].map((id, at) => [id, held.versions[at]]));
  const threads = await similar.listVersions(0, 100_000);
  const living = await db.read('threads').whereNull('merged_into').count({ count: '*' });
  const isEqual = indexed.size === threads.length && threads.every(({ id, version }) => indexed.get(id) === version);
  return isEqual && threads.length === Number(living[0]?.count) ? [] : ['the index differs from the database'];
}
