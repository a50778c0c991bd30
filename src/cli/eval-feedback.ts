/** The judged set that a site's own members and moderators made: its threads as documents, their verdicts as judgements. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { EvalDocument } from '../search/eval.js';
import { type FeedbackSet, feedbackSet } from '../search/feedback-set.js';
import { badInput } from './exit.js';
import type { CliServices } from './services.js';

// The measure works in memory, on every text: 200,000 threads take about 2 GB.
const MOST_DOCUMENTS = 200_000;
const PAGE = 500;

export type OwnSet = FeedbackSet & { docs: EvalDocument[] };

/** The newest threads where there are more than can be measured at once. */
export async function loadOwnSet({ feedback, similar }: Pick<CliServices, 'feedback' | 'similar'>): Promise<OwnSet> {
  const set = feedbackSet(await feedback.listJudged());
  if (set.qrels.length === 0) {
    throw badInput('Nobody has found two threads related yet: there is nothing to measure against.');
  }
  const docs: EvalDocument[] = [];
  for (let afterId = 0; ; ) {
    const page = await similar.listVersions(afterId, PAGE);
    const last = page.at(-1);
    if (!last) break;
    const documents = await similar.listDocuments(page.map(({ id }) => id));
    for (const { id, title, text, publishedAt, language } of documents) {
      docs.push({ id: String(id), title, text, date: new Date(publishedAt).toISOString(), lang: language });
    }
    if (docs.length > MOST_DOCUMENTS) docs.splice(0, docs.length - MOST_DOCUMENTS);
    afterId = last.id;
  }
  return { ...set, docs };
}

/** In the formats that `eval similar` reads. */
export async function saveOwnSet(folder: string, { docs, qrels }: OwnSet): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeLines(path.join(folder, 'docs.jsonl'), docs);
  await writeLines(path.join(folder, 'qrels.jsonl'), qrels);
}

function writeLines(file: string, rows: readonly object[]): Promise<void> {
  const lines = function* () {
    for (const row of rows) yield `${JSON.stringify(row)}\n`;
  };
  return pipeline(Readable.from(lines()), createWriteStream(file));
}
