/** One thing at a time, and no more than so many waiting: beyond that it is refused at once, while memory is left. */

export type BoundedTurns = <T>(work: () => Promise<T>) => Promise<T>;

/** `refusal` makes the error for what found no place. */
export function createBoundedTurns(maxWaiting: number, refusal: () => Error): BoundedTurns {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  return async (work) => {
    if (waiting >= maxWaiting) throw refusal();
    waiting++;
    const begun = () => {
      waiting--;
      return work();
    };
    const turn = last.then(begun);
    last = turn.catch(() => {});
    return turn;
  };
}
