/** One measured figure, printed as a JSON line: what others rely on to compare runs. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  /** The same measure of the reference in the same run, and value / baseline. */
  baseline?: number;
  ratio?: number;
  at?: { threads: number; posts: number };
};

export function print(figure: Figure): void {
  process.stdout.write(`${JSON.stringify({ ...figure, value: round(figure.value), ...ratioOf(figure) })}\n`);
}

export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

function ratioOf({ value, baseline }: Figure): Partial<Figure> {
  return baseline === undefined ? {} : { baseline: round(baseline), ratio: round(value / baseline) };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
