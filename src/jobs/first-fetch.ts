/**
 * Watches the first fetch of a new site: the progress that pages show, and the decision for the demo when the network is
 * not there. Enough failures in a row without one success decide; waiting for every dead host would leave the page empty.
 */
import type { ImportReport } from '../feeds/import-report.js';

const FAILURES_THAT_DECIDE = 6;
const WAIT_MS = 15_000;

export type FirstFetch = ReturnType<typeof createFirstFetch>;

export function createFirstFetch(total: number, loadDemo: () => Promise<void>) {
  let done = 0;
  let succeeded = 0;
  let demo: Promise<void> | undefined;
  const patience = setTimeout(() => decide(), WAIT_MS);
  patience.unref();

  function onDone(result: ImportReport | Error): void {
    done++;
    if (!(result instanceof Error) && result.isOk) succeeded++;
    if (done >= Math.min(FAILURES_THAT_DECIDE, total)) decide();
  }

  function decide(): void {
    clearTimeout(patience);
    if (succeeded === 0) demo ??= loadDemo();
  }

  return {
    onDone,
    progress: () => (done >= total ? null : { done, total }),
    /** Ends when the decision for or against the demo has been carried out. */
    settled: async () => {
      clearTimeout(patience);
      await demo;
    },
  };
}
