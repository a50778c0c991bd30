/**
 * One part of what a member can take along: areas hand theirs in, the archive (export-archive.ts) asks each for bounded
 * pages and writes JSON and readable HTML of them.
 */
import type { Texts } from '../i18n/texts.js';
import type { User } from './user.js';

/** Plain values under stable names; what ends in `At` is a time in ms, shown as a date. `id` only grows within a section. */
export type ExportItem = { id: number } & Record<string, string | number | boolean | null>;

export type ExportSection = {
  /** Of the files in the archive: lower-case letters and hyphens. */
  name: string;
  title: (t: Texts) => string;
  /** Items with an `id` beyond `after`, ascending, at most `limit`; the first page begins after 0. */
  list: (user: User, after: number, limit: number) => Promise<ExportItem[]>;
};
