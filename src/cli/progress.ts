/** Progress of long work on standard error: a bar for a person, a line now and then for a log. */
import cliProgress from 'cli-progress';
import { SECOND } from '../lib/clock.js';
import { collapse } from '../lib/text.js';
import type { Output } from './output.js';

export type Progress = {
  update: (done: number) => void;
  /** A line of its own, above the bar. */
  note: (line: string) => void;
  end: () => void;
};

const LINE_EVERY = 5 * SECOND;
const CLEAR_LINE = '\r\u001b[K';

export function startProgress(err: Output, label: string, total: number): Progress {
  return err.isTTY ? startBar(err, label, total) : startLines(err, label, total);
}

function startBar(err: Output, label: string, total: number): Progress {
  const format = `${label} [{bar}] {percentage}% | {value}/{total} | {eta_formatted} left`;
  const bar = new cliProgress.SingleBar({
    format,
    stream: err,
    clearOnComplete: true,
    gracefulExit: false,
    emptyOnZero: true,
  });
  bar.start(total, 0);
  return {
    update: (done) => bar.update(Math.min(done, total)),
    note: (line) => void err.write(`${CLEAR_LINE}${collapse(line)}\n`),
    end: () => bar.stop(),
  };
}

function startLines(err: Output, label: string, total: number): Progress {
  let saidAt = Date.now();
  return {
    update: (done) => {
      if (Date.now() - saidAt < LINE_EVERY) return;
      saidAt = Date.now();
      err.write(`${label}: ${done} of ${total}\n`);
    },
    note: (line) => void err.write(`${collapse(line)}\n`),
    end: () => {},
  };
}
