/**
 * Rows of a Kunena database (Joomla's forum) → what an import needs of them. Any table prefix; with the name of the table, or
 * without one by the columns. Kunena 1 has no topics: there a message without a parent begins one.
 */
import type { DumpRow } from './mysql-inserts.js';

export type KunenaTopic = { id: number; categoryId: number; subject: string; movedId: number; hold: number };
export type KunenaMessage = {
  id: number;
  topicId: number;
  parentId: number;
  categoryId: number;
  userId: number;
  name: string;
  subject: string;
  /** Milliseconds. */
  time: number;
  hold: number;
};
export type KunenaText = { messageId: number; text: string };
export type KunenaCategory = { id: number; name: string };

export type KunenaRow =
  | { kind: 'topic'; topic: KunenaTopic }
  | { kind: 'message'; message: KunenaMessage; text: KunenaText | null }
  | { kind: 'text'; text: KunenaText }
  | { kind: 'category'; category: KunenaCategory };

type Row = DumpRow['row'];
type Kind = KunenaRow['kind'];

const LARGEST_ID = 2_147_483_647;
// 1990 to 2100: whatever lies outside is no time of a forum.
const TIMES: [number, number] = [631_152_000, 4_102_444_800];

/** null: another table's row; 'bad': one of ours that cannot be understood. */
export function kunenaRow({ table, row }: DumpRow): KunenaRow | 'bad' | null {
  const kind = kindOf(table, row);
  if (kind === null) return null;
  return readers[kind](row) ?? 'bad';
}

/** Whether a table's broken rows are worth telling. */
export function isKunenaTable(table: string): boolean {
  return kindByName(table) !== null;
}

function kindOf(table: string, row: Row): Kind | null {
  if (table !== '') return kindByName(table);
  if ('mesid' in row && 'message' in row) return 'text';
  if ('first_post_id' in row && 'subject' in row) return 'topic';
  if ('thread' in row && 'parent' in row && 'userid' in row) return 'message';
  return 'parent_id' in row && 'name' in row && 'alias' in row ? 'category' : null;
}

function kindByName(table: string): Kind | null {
  const name = /(?:^|_)(?:kunena|fb)_(topics|messages|messages_text|categories)$/i.exec(table)?.[1]?.toLowerCase();
  if (name === 'topics') return 'topic';
  if (name === 'messages') return 'message';
  return name === 'messages_text' ? 'text' : name === 'categories' ? 'category' : null;
}

const readers: Record<Kind, (row: Row) => KunenaRow | null> = {
  topic: (row) => {
    const [id, subject] = [whole(row.id), row.subject ?? null];
    if (!id || subject === null) return null;
    const topic = {
      id,
      subject,
      categoryId: whole(row.category_id),
      movedId: whole(row.moved_id),
      hold: whole(row.hold),
    };
    return { kind: 'topic', topic };
  },
  message: (row) => {
    const id = whole(row.id);
    const topicId = whole(row.thread) || id;
    const time = Number(row.time);
    if (!id || !(time >= TIMES[0] && time <= TIMES[1])) return null;
    const message = {
      ...{ id, topicId, parentId: whole(row.parent), categoryId: whole(row.catid), userId: whole(row.userid) },
      ...{ name: row.name ?? '', subject: row.subject ?? '', time: Math.round(time * 1000), hold: whole(row.hold) },
    };
    return { kind: 'message', message, text: row.message == null ? null : { messageId: id, text: row.message } };
  },
  text: (row) => {
    const messageId = whole(row.mesid);
    return messageId && row.message != null ? { kind: 'text', text: { messageId, text: row.message } } : null;
  },
  category: (row) => {
    const id = whole(row.id);
    return id && row.name ? { kind: 'category', category: { id, name: row.name } } : null;
  },
};

/** 0 for what is no id. */
function whole(text: string | null | undefined): number {
  const value = /^\d{1,10}$/.test(text ?? '') ? Number(text) : 0;
  return value <= LARGEST_ID ? value : 0;
}
