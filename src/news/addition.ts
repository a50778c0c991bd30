/** What a further report of a story changes or adds, against the report that the story begins with. */

export type AdditionRun = { kind: 'same' | 'added' | 'removed'; text: string };

export type Addition =
  /** A repeat: its text with what was changed. */
  | { kind: 'changed'; runs: AdditionRun[] }
  /** Nothing but the address is new. */
  | { kind: 'unchanged' }
  /** Other words: sentences, names and numbers that the first report lacks. */
  | { kind: 'added'; sentences: string[]; names: string[]; numbers: string[] };
