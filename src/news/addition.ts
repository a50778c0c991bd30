/** What a further report of a story changes or adds: against the report it repeats, or else against the story's first. */

export type AdditionRun = { kind: 'same' | 'added' | 'removed'; text: string };

export type Addition =
  /** An edited repeat of an earlier report: its text with what was changed. */
  | { kind: 'changed'; againstId: number; runs: AdditionRun[] }
  /** A repeat where nothing but the address is new. */
  | { kind: 'unchanged'; againstId: number }
  /** Other words: sentences, names and numbers that the first report lacks. */
  | { kind: 'added'; sentences: string[]; names: string[]; numbers: string[] };
