/** Measures on judged sets, in this process: no database, nothing written. */
import type { Command } from 'commander';
import { z } from 'zod';
import { type EvalDocument, evaluateSimilar, type SimilarEvaluation } from '../search/eval.js';
import type { Qrel } from '../search/eval-metrics.js';
import { SCALE_METHOD } from '../search/eval-scale.js';
import { publishQuality, toMeasuredSet } from '../search/quality.js';
import { type AddCommand, type Cli, withServices } from './context.js';
import { loadOwnSet, saveOwnSet } from './eval-feedback.js';
import { addEvalStories } from './eval-stories.js';
import { badInput } from './exit.js';
import { id, readLines, rounded, word } from './judged-lines.js';
import { toSize, withExamples, withJson } from './options.js';
import { print, printJson, table } from './output.js';
import { startProgress } from './progress.js';

/** Growing an index to a million takes minutes; it tells where it is so often. */
const GROWTH_TOLD = 50_000;

type Files = { docs: string; qrels: string };
type SimilarOptions = {
  json?: boolean;
  fromFeedback?: boolean;
  save?: string;
  scale?: number;
  publish?: string | true;
};
type JudgedSet = { docs: EvalDocument[]; qrels: Qrel[] };

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
    .argument('[docs.jsonl]', 'lines {id, title, text, date, lang}')
    .argument('[qrels.jsonl]', 'lines {query: id, relevant: [id], grades?: {id: 1…3}}')
    .option('--scale <n>', `time and weigh an index grown to so many articles: ${SCALE_METHOD}`, toSize)
    .option('--from-feedback', "measure on this site's threads and what its members and moderators said of pairs")
    .option('--publish [file]', 'write the figures where /about/similar reads them, with the date of today')
    .option('--save <folder>', 'with --from-feedback: keep the set as docs.jsonl and qrels.jsonl')
    .action((docs: string | undefined, qrels: string | undefined, options: SimilarOptions, command: Command) => {
      if (options.fromFeedback && options.publish)
        command.error('error: readers are shown figures of judged sets: --publish takes files');
      if (options.fromFeedback) return evalSimilar(cli, () => ownSet(cli, options), options);
      if (docs === undefined || qrels === undefined)
        command.error('error: name documents and judgements, or --from-feedback');
      return evalSimilar(cli, () => readSet({ docs, qrels }), options);
    });
  withExamples(withJson(similar), 'eval similar docs.jsonl qrels.jsonl', 'eval similar --from-feedback');
  addEvalStories(evaluate, cli);
};

async function evalSimilar(
  cli: Cli,
  load: () => Promise<JudgedSet>,
  { json, scale, publish: to }: SimilarOptions,
): Promise<void> {
  const { docs, qrels } = await load();
  const known = new Set(docs.map((document) => document.id));
  const judged = qrels.filter(({ query }) => known.has(query));
  if (judged.length === 0) throw badInput('No query of the judgements is an id of the documents.');
  // Three methods answer every query.
  const progress = startProgress(cli.err, 'queries', 3 * judged.length);
  let done = 0;
  const onGrown = (articles: number) => void (articles % GROWTH_TOLD === 0 && cli.err.write(`${articles} articles\n`));
  const onProgress = () => progress.update(++done);
  const figures = rounded(evaluateSimilar(docs, judged, { onProgress, scale, onGrown }));
  progress.end();
  if (to !== undefined) publish(docs, figures, to === true ? undefined : to);
  await (json ? printJson(cli.out, figures) : print(cli.out, figuresText(figures)));
}

/** Under the language of most of its documents. */
function publish(docs: readonly EvalDocument[], figures: SimilarEvaluation, file: string | undefined): void {
  const russian = docs.filter(({ lang }) => lang === 'ru').length;
  const language = 2 * russian > docs.length ? 'ru' : 'en';
  const measuredAt = new Date().toISOString().slice(0, 10);
  publishQuality(toMeasuredSet(figures, { language, measuredAt }), file);
}

async function ownSet(cli: Cli, { save }: SimilarOptions): Promise<JudgedSet> {
  const set = await withServices(cli, loadOwnSet);
  if (save !== undefined) await saveOwnSet(save, set);
  cli.err.write(`pairs judged: ${set.related} related, ${set.unrelated} not related, ${set.open} open\n`);
  return set;
}

async function readSet({ docs, qrels }: Files): Promise<JudgedSet> {
  return {
    docs: await readLines(docs, documentSchema),
    qrels: (await readLines(qrels, qrelSchema)).map(toQrel),
  };
}

function toQrel({ query, relevant, grades }: z.output<typeof qrelSchema>): Qrel {
  return grades === undefined ? { query, relevant } : { query, relevant, grades };
}

function figuresText({ references, ...own }: SimilarEvaluation): string {
  const names = ['ndcg5', 'ndcg10', 'recall10', 'map', 'p50Ms', 'p95Ms'] as const;
  const methods = { hustings: own, ...references };
  const rows = Object.entries(methods).map(([method, figures]) => [method, ...names.map((name) => figures[name])]);
  const grown = own.scale > own.docs ? `, times and memory of ${own.scale} articles` : '';
  const facts = `${own.docs} documents, ${own.queries} queries, indexed in ${own.indexMs} ms, ${own.heapMb} MB${grown}`;
  return [facts, '', table(['METHOD', ...names], rows)].join('\n');
}
