/** What a whole import did, document by document. */
import { type ImportCounts, type ImportReport, noCounts } from '../feeds/import-report.js';
import { table } from './output.js';
import { reasonText } from './reason-text.js';

export type ImportTotals = ImportCounts & {
  /** Documents that were understood. */
  documents: number;
  /** Why documents were not understood and entries not taken, with their number. */
  reasons: Record<string, number>;
  ms: number;
  /** Of a forum: its replies and the accounts made for their authors. */
  posts?: number;
  members?: number;
};

export type Tally = ReturnType<typeof createTally>;

export function createTally() {
  const totals: ImportTotals = { documents: 0, ...noCounts, reasons: {}, ms: 0 };
  const countReason = (reason: string, by: number) => {
    totals.reasons[reason] = (totals.reasons[reason] ?? 0) + by;
  };
  return {
    totals: (ms: number): ImportTotals => ({ ...totals, ms }),
    add(report: Pick<ImportReport, 'counts' | 'reasons'>, documents = 1): void {
      totals.documents += documents;
      for (const key of Object.keys(noCounts) as (keyof ImportCounts)[]) totals[key] += report.counts[key];
      for (const [reason, by] of Object.entries(report.reasons)) countReason(reason, by);
    },
    fail: (reason: string, by = 1) => countReason(reason, by),
    count({ documents = 0, posts, members }: Partial<Pick<ImportTotals, 'documents' | 'posts' | 'members'>>): void {
      totals.documents += documents;
      if (posts !== undefined) totals.posts = (totals.posts ?? 0) + posts;
      if (members !== undefined) totals.members = (totals.members ?? 0) + members;
    },
  };
}

export function totalsText({ reasons, ms, ...counts }: ImportTotals): string {
  const lines = [table(Object.keys(counts), [Object.values(counts)])];
  for (const [reason, number] of Object.entries(reasons)) lines.push(`${number} ${reasonText(reason)}`);
  return [...lines, `${(ms / 1000).toFixed(1)} s`].join('\n');
}
