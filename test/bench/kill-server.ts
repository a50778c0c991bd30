/** `node dist/test/bench/kill-server.js --kills 1000`: one JSON line; exit 1 when a post was lost or doubled. */
import { parseArgs } from 'node:util';
import { killServer } from '../support/kill-server.js';
import { note } from './figure.js';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '1000' } } });
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 1) {
  note('--kills takes a whole number from 1');
  process.exitCode = 2;
} else {
  const report = await killServer({ kills, say: note });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (report.lost.length + report.doubled.length + report.wrong.length > 0) process.exitCode = 1;
}
