/**
 * One thing at a time, and no more than so many waiting, in all and of one owner: beyond that it is refused at once, while
 * memory, and places for others, are left.
 */

/** Work without an owner is bounded by the whole alone. */
export type BoundedTurns = <T>(work: () => Promise<T>, owner?: string) => Promise<T>;
export type TurnBounds = { waiting: number; ofOneOwner: number };

/** `refusal` makes the error for what found no place. */
export function createBoundedTurns(bounds: TurnBounds, refusal: () => Error): BoundedTurns {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const owned = new Map<string, number>();

  function count(owner: string | undefined, by: 1 | -1): void {
    waiting += by;
    if (owner === undefined) return;
    const now = (owned.get(owner) ?? 0) + by;
    if (now > 0) owned.set(owner, now);
    else owned.delete(owner);
  }

  return async (work, owner) => {
    if (waiting >= bounds.waiting || (owner !== undefined && (owned.get(owner) ?? 0) >= bounds.ofOneOwner))
      throw refusal();
    count(owner, 1);
    const begun = () => {
      count(owner, -1);
      return work();
    };
    const turn = last.then(begun);
    last = turn.catch(() => {});
    return turn;
  };
}
