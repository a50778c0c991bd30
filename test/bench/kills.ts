/** 200 kills at random moments of an import. Fails when anything differs at the end. */
import { killImports } from '../support/killed-imports.js';
import { note, print } from './figure.js';

export async function benchKills([kills = '200']: readonly string[] = []): Promise<void> {
  const report = await killImports({ kills: Number(kills), documents: 5, items: 80, seed: 20_261_124, note });
  print({ name: 'import-kills', value: report.kills, unit: 'kills' });
  print({ name: 'import-kills-while-storing', value: report.midImport, unit: 'kills' });
  print({ name: 'import-kills-while-joining', value: report.midStories, unit: 'kills' });
  print({ name: 'import-kills-problems', value: report.problems.length, unit: 'problems' });
  if (report.problems.length > 0) throw new Error(report.problems.join('\n'));
}
