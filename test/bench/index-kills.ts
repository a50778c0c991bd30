/**
 * `bench -- index-kills [100] [lists|stories]`: as many kills of the process and of the worker in the middle of indexing;
 * of both kinds unless one is named.
 */
import { type IndexKillPlan, killIndexes } from '../support/killed-indexes.js';
import { note, print } from './figure.js';

const KINDS: readonly IndexKillPlan['of'][] = ['lists', 'stories'];

export async function benchIndexKills([kills = '100', wanted]: readonly string[]): Promise<void> {
  const count = Number(kills);
  const problems: string[] = [];
  for (const of of KINDS.filter((kind) => wanted === undefined || kind === wanted)) {
    const report = await killIndexes({ processKills: count, workerKills: count, seed: 20_261_124, of, note });
    print({ name: `index-kills-${of}-process`, value: report.processKills, unit: 'kills' });
    print({ name: `index-kills-${of}-worker`, value: report.workerKills, unit: 'kills' });
    print({ name: `index-kills-${of}-problems`, value: report.problems.length, unit: 'problems' });
    problems.push(...report.problems);
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
