/** `eval stories`: how well articles are joined to stories, on labelled pairs. */
import type { Command } from 'commander';
import { z } from 'zod';
import {
  evaluateStories,
  type LabelledPair,
  type StoriesEvaluation,
  type StoryDocument,
} from '../search/story-eval.js';
import type { Cli } from './context.js';
import { badInput } from './exit.js';
import { id, readLines, rounded, word } from './judged-lines.js';
import { withExamples, withJson } from './options.js';
import { print, printJson, table } from './output.js';
import { startProgress } from './progress.js';

type Files = { docs: string; pairs: string };

const date = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const documentSchema = z.object({ id, title: word, text: word, date, lang: word, source: word });
const label = z.union([z.literal(0), z.literal(1), z.boolean()]).transform(Boolean);
const side = <Side extends 'A' | 'B'>(name: Side) =>
  ({
    [`title${name}`]: z.string(),
    [`text${name}`]: word,
    [`date${name}`]: date,
    [`lang${name}`]: word,
    [`source${name}`]: word,
  }) as Record<`${'title' | 'text' | 'lang' | 'source'}${Side}`, typeof word> & Record<`date${Side}`, typeof date>;
const inlineSchema = z.object({ label, ...side('A'), ...side('B') });
const pairSchema = z.union([z.object({ a: id, b: id, label }), inlineSchema]);

export function addEvalStories(evaluate: Command, cli: Cli): void {
  const stories = evaluate
    .command('stories')
    .description('how well articles are joined to stories: precision, recall, the whole curve, clusters, repeats')
    .argument('<docs.jsonl>', 'lines {id, title, text, date, lang, source}')
    .argument(
      '<pairs.jsonl>',
      'lines {a: id, b: id, label: 0 or 1}, or with titleA, textA, titleB, textB in place of ids',
    )
    .action((docs: string, pairs: string, options: { json?: boolean }) => evalStories(cli, { docs, pairs }, options));
  withExamples(withJson(stories), 'eval stories docs.jsonl pairs.jsonl');
}

async function evalStories(cli: Cli, files: Files, { json }: { json?: boolean }): Promise<void> {
  const docs: StoryDocument[] = await readLines(files.docs, documentSchema);
  const pairs = (await readLines(files.pairs, pairSchema)).map((line, at) => toPair(line, at, docs));
  const known = new Set(docs.map((document) => document.id));
  const judged = pairs.filter(({ a, b }) => known.has(a) && known.has(b));
  if (judged.length === 0) throw badInput('No pair names two of the documents.');
  const progress = startProgress(cli.err, 'pairs', judged.length);
  const figures = rounded(evaluateStories(docs, judged, (done) => progress.update(done)));
  progress.end();
  await (json ? printJson(cli.out, figures) : print(cli.out, figuresText(figures)));
}

/** What stands in the pair itself becomes a document of the set. */
function toPair(line: z.output<typeof pairSchema>, at: number, docs: StoryDocument[]): LabelledPair {
  if ('a' in line) return { a: line.a, b: line.b, isSame: line.label };
  const [a, b] = [`pair ${at + 1} A`, `pair ${at + 1} B`];
  docs.push(
    { id: a, title: line.titleA, text: line.textA, date: line.dateA, lang: line.langA, source: line.sourceA },
    { id: b, title: line.titleB, text: line.textB, date: line.dateB, lang: line.langB, source: line.sourceB },
  );
  return { a, b, isSame: line.label };
}

const CURVE_SHOWN = 20;

function figuresText({ curve, nearDuplicates, ...own }: StoriesEvaluation): string {
  const facts = Object.entries(own).map(([name, value]) => [name, value]);
  const step = Math.max(1, Math.ceil(curve.length / CURVE_SHOWN));
  const points = curve.filter((_, at) => at % step === 0 || at === curve.length - 1);
  const { recall, falsePositives, compared, documents } = nearDuplicates;
  return [
    table(['FIGURE', 'VALUE'], facts),
    '',
    table(
      ['THRESHOLD', 'PRECISION', 'RECALL'],
      points.map((point) => [point.threshold, point.precision, point.recall]),
    ),
    '',
    `repeats of ${documents} documents found: light edits ${recall.light}, medium ${recall.medium}, heavy ${recall.heavy}; ` +
      `taken for repeats of ${compared} different pairs: ${falsePositives}`,
  ].join('\n');
}
