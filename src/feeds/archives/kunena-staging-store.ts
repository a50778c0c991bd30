/**
 * SQL of a dump on its way in: tables of a dump come in any order and may be larger than the memory, so they are laid out in
 * a SQLite file of their own first (never in the site's database) and read from there topic by topic.
 */
import { chunksOf, inChunks } from '../../db/chunks.js';
import type { Db } from '../../db/db.js';
import type { KunenaMessage, KunenaRow, KunenaTopic } from './kunena-rows.js';

export type StagedTopic = KunenaTopic & { category: string };
export type StagedMessage = KunenaMessage & { text: string };

// Bindings of one statement: 500 rows of nine columns stay below SQLite's 32,766.
const ROWS = 500;

const topicColumns = { id: 'id', categoryId: 'category_id', subject: 'subject', movedId: 'moved_id', hold: 'hold' };
const messageColumns = {
  id: 'id',
  topicId: 'topic_id',
  parentId: 'parent_id',
  categoryId: 'category_id',
  userId: 'user_id',
  name: 'name',
  subject: 'subject',
  time: 'time',
  hold: 'hold',
};

export function createKunenaStaging(db: Db) {
  async function create(): Promise<void> {
    // A crash costs the file, which is made again: nothing here is worth waiting for the disk.
    await db.write.raw('PRAGMA synchronous = OFF');
    await db.write.schema.createTable('topics', (table) => {
      table.integer('id').primary();
      for (const name of ['category_id', 'moved_id', 'hold']) table.integer(name).notNullable();
      table.text('subject').notNullable();
    });
    await db.write.schema.createTable('messages', (table) => {
      table.integer('id').primary();
      for (const name of ['topic_id', 'parent_id', 'category_id', 'user_id', 'time', 'hold'])
        table.bigInteger(name).notNullable();
      table.text('name').notNullable();
      table.text('subject').notNullable();
    });
    await db.write.schema.createTable('texts', (table) => {
      table.integer('message_id').primary();
      table.text('text').notNullable();
    });
    await db.write.schema.createTable('categories', (table) => {
      table.integer('id').primary();
      table.text('name').notNullable();
    });
  }

  async function insertRows(rows: readonly KunenaRow[]): Promise<void> {
    const of = <K extends KunenaRow['kind']>(kind: K) =>
      rows.filter((row): row is Extract<KunenaRow, { kind: K }> => row.kind === kind);
    const texts = [...of('text').map((row) => row.text), ...of('message').flatMap((row) => row.text ?? [])];
    const tables: [string, object[]][] = [
      ['topics', of('topic').map(({ topic }) => toColumns(topic, topicColumns))],
      ['messages', of('message').map(({ message }) => toColumns(message, messageColumns))],
      ['texts', texts.map(({ messageId, text }) => ({ message_id: messageId, text }))],
      ['categories', of('category').map(({ category }) => category)],
    ];
    await db.transact(async (trx) => {
      for (const [table, inserted] of tables) {
        for (const chunk of chunksOf(inserted, ROWS)) {
          const key = table === 'texts' ? 'message_id' : 'id';
          await trx(table).insert(chunk).onConflict(key).ignore();
        }
      }
    });
  }

  /** Kunena 1 and topics that were lost: their first message stands for them. Returns how many topics there are. */
  async function complete(): Promise<number> {
    await db.write.raw(
      `insert or ignore into topics (id, category_id, moved_id, hold, subject)
       select topic_id, category_id, 0, hold, subject from messages where parent_id = 0 order by id`,
    );
    await db.write.schema.alterTable('messages', (table) => table.index(['topic_id', 'time', 'id']));
    return countTopics();
  }

  async function countTopics(): Promise<number> {
    const [row] = await db.write('topics').count({ count: '*' });
    return Number(row?.count ?? 0);
  }

  return {
    create,
    insertRows,
    complete,
    countTopics,

    async listTopics(after: number, limit: number): Promise<StagedTopic[]> {
      const prefixed = Object.fromEntries(
        Object.entries(topicColumns).map(([key, column]) => [key, `topics.${column}`]),
      );
      const rows = await db
        .read('topics')
        .leftJoin('categories', 'categories.id', 'topics.category_id')
        .where('topics.id', '>', after)
        .orderBy('topics.id')
        .limit(limit)
        .select<(KunenaTopic & { category: string | null })[]>({ ...prefixed, category: 'categories.name' });
      return rows.map((row) => ({ ...row, category: row.category ?? '' }));
    },

    /** In the order in which they were written. */
    async listMessages(topicIds: readonly number[]): Promise<StagedMessage[]> {
      const prefixed = Object.fromEntries(
        Object.entries(messageColumns).map(([key, column]) => [key, `messages.${column}`]),
      );
      return inChunks<number, StagedMessage>(topicIds, (chunk) =>
        db
          .read('messages')
          .join('texts', 'texts.message_id', 'messages.id')
          .whereIn('messages.topic_id', chunk)
          .orderBy(['messages.topic_id', 'messages.time', 'messages.id'])
          .select({ ...prefixed, text: 'texts.text' }),
      );
    },

    /** The account that began most topics, when it began more than half: the news bot. */
    async findBot(): Promise<{ userId: number; name: string } | null> {
      const rows = await db
        .read('messages')
        .where('parent_id', 0)
        .groupBy('user_id')
        .orderBy('count', 'desc')
        .limit(1)
        .select({ userId: 'user_id' })
        .max({ name: 'name' })
        .count({ count: '*' });
      const [all] = await db.read('messages').where('parent_id', 0).count({ count: '*' });
      const first = rows[0] as { userId: number; name: string; count: number } | undefined;
      return first && first.userId > 0 && first.count * 2 > Number(all?.count ?? 0) ? first : null;
    },

    async findLargestMessage(): Promise<number> {
      const [row] = await db.read('messages').max({ id: 'id' });
      return Number(row?.id ?? 0);
    },

    async findMember(name: string): Promise<{ userId: number; name: string } | null> {
      return (await db.read('messages').where('name', name).first({ userId: 'user_id', name: 'name' })) ?? null;
    },
  };
}

export type KunenaStaging = ReturnType<typeof createKunenaStaging>;

function toColumns(value: object, columns: Record<string, string>): object {
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [columns[key] ?? key, field]));
}
