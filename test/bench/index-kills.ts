/** `bench -- index-kills [100]`: a hundred kills of the process and of the worker in the middle of indexing. */
import { killIndexes } from '../support/killed-indexes.js';
import { note, print } from './figure.js';

export async function benchIndexKills([kills = '100']: readonly string[]): Promise<void> {
  const count = Number(kills);
  const report = await killIndexes({ processKills: count, workerKills: count, seed: 20_261_124, note });
  print({ name: 'index-kills-process', value: report.processKills, unit: 'kills' });
  print({ name: 'index-kills-worker', value: report.workerKills, unit: 'kills' });
  print({ name: 'index-kills-problems', value: report.problems.length, unit: 'problems' });
  if (report.problems.length > 0) throw new Error(report.problems.join('\n'));
}
