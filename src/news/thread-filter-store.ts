/** SQL that narrows a list of threads to what one member wants to see: without what they mute, or unread only. */
import type { Knex } from 'knex';
import { TITLE_BREAKS } from './title-words.js';

export type ThreadFilter = {
  hidden?: {
    feedIds: ReadonlySet<number>;
    tagKeys: ReadonlySet<string>;
    words: readonly string[];
    memberIds: ReadonlySet<number>;
  };
  unread?: { userId: number; allReadAt: number };
};

export function narrow(rows: Knex.QueryBuilder, { hidden, unread }: ThreadFilter): void {
  if (hidden && hidden.feedIds.size > 0) rows.whereNotIn('threads.feed_id', [...hidden.feedIds]);
  if (hidden && hidden.tagKeys.size > 0) rows.whereNotExists(withTags([...hidden.tagKeys]));
  if (hidden && hidden.memberIds.size > 0) withoutStarters(rows, [...hidden.memberIds]);
  for (const pattern of hidden?.words ?? []) withoutWord(rows, pattern);
  if (unread) onlyUnread(rows, unread);
}

/** Most threads were started by nobody: NULL is never "not in" anything. */
function withoutStarters(rows: Knex.QueryBuilder, memberIds: number[]): void {
  rows.where((query) => query.whereNull('threads.user_id').orWhereNotIn('threads.user_id', memberIds));
}

function withTags(keys: string[]) {
  return (query: Knex.QueryBuilder) =>
    query
      .from('articles as tagged')
      .select('tagged.id')
      .join('article_tags as hidden_tags', 'hidden_tags.article_id', 'tagged.id')
      .whereRaw('tagged.thread_id = threads.id')
      .whereIn('hidden_tags.tag_key', keys);
}

/** SQLite folds only Latin letters, so the three ways in which headlines write a word are looked for. */
function withoutWord(rows: Knex.QueryBuilder, pattern: string): void {
  const word = pattern.trim();
  const capital = `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  for (const written of new Set([word, capital, word.toUpperCase()])) {
    rows.whereRaw(`${FOLDED_TITLE} not like ? escape '!'`, [`%${escapeLike(pattern.replace(word, written))}%`]);
  }
}

const FOLDED_TITLE = `' ' || ${TITLE_BREAKS.reduce(
  (sql, mark) => `replace(${sql}, '${mark === '?' ? '\\?' : mark}', ' ')`,
  "replace(replace(threads.title, 'ё', 'е'), 'Ё', 'Е')",
)} || ' '`;

function escapeLike(text: string): string {
  return text.replace(/[!%_]/g, '!$&');
}

function onlyUnread(rows: Knex.QueryBuilder, { userId, allReadAt }: { userId: number; allReadAt: number }): void {
  rows
    .where('threads.active_at', '>', allReadAt)
    .whereNotExists((query: Knex.QueryBuilder) =>
      query
        .from('read_marks')
        .select('read_marks.thread_id')
        .whereRaw('read_marks.thread_id = threads.id')
        .where('read_marks.user_id', userId)
        .whereRaw('read_marks.read_until >= threads.active_at'),
    );
}
