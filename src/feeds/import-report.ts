/** What an import did, for the feed's history, the command line and the pages. */
import type { Decision } from './dedupe.js';

export type ImportCounts = { new: number; updated: number; same: number; rejected: number; held: number };

export type ImportReport = {
  /** `fresh`, `unchanged`, `gone`, `limited` or a reason of failure: a key of the texts' `fetchOutcomes`. */
  outcome: string;
  isOk: boolean;
  detail: string | null;
  counts: ImportCounts;
  /** Reasons of rejected entries, with their number. */
  reasons: Record<string, number>;
  ms: number;
};

export const noCounts: ImportCounts = { new: 0, updated: 0, same: 0, rejected: 0, held: 0 };

export function countDecisions(decisions: readonly Decision[]): Pick<ImportReport, 'counts' | 'reasons'> {
  const counts = { ...noCounts };
  const reasons: Record<string, number> = {};
  for (const decision of decisions) {
    counts[decision.kind === 'waiting' ? 'same' : decision.kind]++;
    if (decision.kind === 'rejected') reasons[decision.reason] = (reasons[decision.reason] ?? 0) + 1;
  }
  return { counts, reasons };
}
