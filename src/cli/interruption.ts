/** Ctrl+C as a wish to stop at the next safe place. A second one ends the process as usual. */
export type Interruption = { isStopping: () => boolean; end: () => void };

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export function listenForInterruption(onFirst: () => void): Interruption {
  let isStopping = false;
  const stop = () => {
    isStopping = true;
    end();
    onFirst();
  };
  const end = () => {
    for (const signal of SIGNALS) process.removeListener(signal, stop);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return { isStopping: () => isStopping, end };
}
