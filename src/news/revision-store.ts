/** SQL of what articles said before their sources changed them, and of the versions that stand beside one another. */
import type { Knex } from 'knex';
import type { Db, Executor } from '../db/db.js';
import { collapse } from '../lib/text.js';
import {
  type Edit,
  type FamilyMember,
  type OwnRepeat,
  type OwnVersions,
  type VersionPlace,
  versionsOf,
} from './change-timeline.js';
import { ARTICLES_SHOWN } from './story.js';

export type VersionText = { title: string; text: string };

// A page that changes every minute (a live text) must not fill the database: the first version stays, and the newest.
export const REVISIONS_KEPT = 20;
const LONGEST_TEXT = 50_000;

/** Before an article is overwritten; true when there is something new to read. A difference of white space alone is none; neither is one of tags or addresses. */
export async function keepRevision(
  trx: Knex.Transaction,
  articleId: number,
  next: { title: string; text: string },
  { changeSeq, now }: { changeSeq: number; now: number },
): Promise<boolean> {
  const stored = await trx('articles').where('id', articleId).first('title', 'text', 'source_text');
  if (!stored) return false;
  // A full text from the article's page is no version of the source's: like is compared with like.
  const before = { title: String(stored.title), text: String(stored.source_text ?? stored.text) };
  if (!isReadableChange(before, next)) return false;
  await trx('article_revisions').insert({
    article_id: articleId,
    title: before.title,
    text: before.text.slice(0, LONGEST_TEXT).toWellFormed(),
    replaced_at: now,
    change_seq: changeSeq,
  });
  const ids: number[] = await trx('article_revisions').where('article_id', articleId).orderBy('id').pluck('id');
  // The first, and the newest of the others.
  const surplus = ids.slice(1, Math.max(1, ids.length - REVISIONS_KEPT + 1));
  if (surplus.length > 0) await trx('article_revisions').whereIn('id', surplus).delete();
  return true;
}

export function createRevisionStore(db: Db) {
  return {
    /** Oldest first, each article's. */
    async listEdits(articleIds: readonly number[]): Promise<Edit[]> {
      return db
        .read('article_revisions')
        .whereIn('article_id', [...articleIds])
        .orderBy('id')
        .limit(articleIds.length * REVISIONS_KEPT)
        .select({ id: 'id', articleId: 'article_id', replacedAt: 'replaced_at' });
    },

    /** The articles of a story, with the reports that they repeat; oldest first. */
    async listMembers(threadId: number): Promise<FamilyMember[]> {
      const rows = await db
        .read('articles')
        .leftJoin('story_additions', 'story_additions.article_id', 'articles.id')
        .where('articles.thread_id', threadId)
        .orderBy(['articles.published_at', 'articles.id'])
        .limit(ARTICLES_SHOWN)
        .select<(FamilyMember & { isEdited: unknown })[]>({
          id: 'articles.id',
          feedId: 'articles.feed_id',
          title: 'articles.title',
          language: 'articles.language',
          publishedAt: 'articles.published_at',
          repeatsId: 'repeats_id',
          isEdited: 'is_edited',
        });
      return rows.map((row) => ({ ...row, isEdited: Boolean(row.isEdited) }));
    },

    /** What a version says: as its source said it, not as its page was fetched. */
    async findVersion({ table, id }: VersionPlace): Promise<VersionText | undefined> {
      if (table === 'revision') return db.read('article_revisions').where('id', id).first('title', 'text');
      const row = await db.read('articles').where('id', id).first('title', 'text', 'source_text');
      return row && { title: row.title, text: row.source_text ?? row.text };
    },

    /**
     * How often each of these articles' sources published the same text again in the same story, and whether with changes;
     * what was published once is left out.
     */
    async countVersions(articleIds: readonly number[]): Promise<Map<number, OwnVersions>> {
      const threads = db
        .read('articles')
        .whereIn('id', [...articleIds])
        .select('thread_id');
      const rows = await ownRepeat(db.read)
        .join('articles', 'articles.id', 'story_additions.article_id')
        .whereIn('articles.thread_id', threads)
        .limit(articleIds.length * ARTICLES_SHOWN)
        .select<(Omit<OwnRepeat, 'isEdited'> & { isEdited: unknown })[]>({
          id: 'articles.id',
          repeatsId: 'repeats_id',
          isEdited: 'is_edited',
        });
      return versionsOf(
        articleIds,
        rows.map((row) => ({ ...row, isEdited: Boolean(row.isEdited) })),
      );
    },

    /** How many of them these articles have; those without any are left out. */
    async countByArticle(articleIds: readonly number[]): Promise<Map<number, number>> {
      const rows = await db
        .read('article_revisions')
        .whereIn('article_id', [...articleIds])
        .groupBy('article_id')
        .select({ articleId: 'article_id' })
        .count({ count: '*' });
      return new Map(rows.map((row) => [Number((row as { articleId: number }).articleId), Number(row.count)]));
    },
  };
}

/** Of an article in the outer query: the row that says that it repeats an earlier one of its own source, in one story. */
export function ownRepeat(executor: Executor): Knex.QueryBuilder {
  return executor('story_additions')
    .join('articles as earlier', 'earlier.id', 'story_additions.repeats_id')
    .whereRaw('story_additions.article_id = articles.id')
    .whereRaw('earlier.feed_id = articles.feed_id and earlier.thread_id = articles.thread_id');
}

export type RevisionStore = ReturnType<typeof createRevisionStore>;

function isReadableChange(before: { title: string; text: string }, next: { title: string; text: string }): boolean {
  // Equal as they stand, which is the rule, costs no tidying.
  const differs = (a: string, b: string) => a !== b && collapse(a) !== collapse(b);
  return differs(before.title, next.title.slice(0, 500)) || differs(before.text, next.text);
}
