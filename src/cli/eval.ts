/** Measures on judged sets, in this process: no database, nothing written. */
import { z } from 'zod';
import { type EvalDocument, evaluateSimilar, type SimilarEvaluation } from '../search/eval.js';
import type { Qrel } from '../search/eval-metrics.js';
import type { AddCommand, Cli } from './context.js';
import { addEvalStories } from './eval-stories.js';
import { badInput } from './exit.js';
import { id, readLines, rounded, word } from './judged-lines.js';
import { withExamples, withJson } from './options.js';
import { print, printJson, table } from './output.js';
import { startProgress } from './progress.js';

type Files = { docs: string; qrels: string };

const documentSchema = z.object({
  id,
  title: word,
  text: word,
  date: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  lang: word,
});
const qrelSchema = z.object({ query: id, relevant: z.array(id), grades: z.record(z.string(), z.number()).optional() });

export const addEval: AddCommand = (program, cli) => {
  const evaluate = program.command('eval').description('measure on a judged set of your own');
  withExamples(evaluate, 'eval similar docs.jsonl qrels.jsonl --json');
  const similar = evaluate
    .command('similar')
    .description('quality and speed of "similar articles", beside two reference methods')
    .argument('<docs.jsonl>', 'lines {id, title, text, date, lang}')
    .argument('<qrels.jsonl>', 'lines {query: id, relevant: [id], grades?: {id: 1…3}}')
    .action((docs: string, qrels: string, options: { json?: boolean }) => evalSimilar(cli, { docs, qrels }, options));
  withExamples(withJson(similar), 'eval similar docs.jsonl qrels.jsonl');
  addEvalStories(evaluate, cli);
};

async function evalSimilar(cli: Cli, files: Files, { json }: { json?: boolean }): Promise<void> {
  const docs: EvalDocument[] = await readLines(files.docs, documentSchema);
  const qrels = (await readLines(files.qrels, qrelSchema)).map(toQrel);
  const known = new Set(docs.map((document) => document.id));
  const judged = qrels.filter(({ query }) => known.has(query));
  if (judged.length === 0) throw badInput('No query of the judgements is an id of the documents.');
  // Three methods answer every query.
  const progress = startProgress(cli.err, 'queries', 3 * judged.length);
  let done = 0;
  const figures = rounded(evaluateSimilar(docs, judged, { onProgress: () => progress.update(++done) }));
  progress.end();
  await (json ? printJson(cli.out, figures) : print(cli.out, figuresText(figures)));
}

function toQrel({ query, relevant, grades }: z.output<typeof qrelSchema>): Qrel {
  return grades === undefined ? { query, relevant } : { query, relevant, grades };
}

function figuresText({ references, ...own }: SimilarEvaluation): string {
  const names = ['ndcg5', 'ndcg10', 'recall10', 'map', 'p50Ms', 'p95Ms'] as const;
  const methods = { hustings: own, ...references };
  const rows = Object.entries(methods).map(([method, figures]) => [method, ...names.map((name) => figures[name])]);
  const facts = `${own.docs} documents, ${own.queries} queries, indexed in ${own.indexMs} ms, ${own.heapMb} MB`;
  return [facts, '', table(['METHOD', ...names], rows)].join('\n');
}
