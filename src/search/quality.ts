/** How good "similar articles" were found to be on judged sets: `eval similar --publish` writes it, readers are shown it. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { shippedDataDir } from '../config/paths.js';
import type { SimilarEvaluation } from './eval.js';

export const qualityFile = path.join(shippedDataDir, 'similar-quality.json');

const share = z.number().min(0).max(1);
const setSchema = z.object({
  language: z.enum(['ru', 'en']),
  measuredAt: z.iso.date(),
  docs: z.number().int(),
  queries: z.number().int(),
  /** nDCG@10 of this ranking, of full TF-IDF cosine, and of a search for the headline. */
  ndcg10: share,
  cosine: share,
  title: share,
  recall10: share,
});
const qualitySchema = z.object({ sets: z.array(setSchema) });

export type MeasuredSet = z.infer<typeof setSchema>;
export type MeasuredQuality = z.infer<typeof qualitySchema>;

/** Null where the file is missing or not ours: the page then says nothing of it. */
export function readQuality(file = qualityFile): MeasuredQuality | null {
  try {
    return qualitySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

export function toMeasuredSet(
  { docs, queries, ndcg10, recall10, references }: SimilarEvaluation,
  about: Pick<MeasuredSet, 'language' | 'measuredAt'>,
): MeasuredSet {
  const { cosine, title } = references;
  return { ...about, docs, queries, ndcg10, cosine: cosine.ndcg10, title: title.ndcg10, recall10 };
}

/** In place of what was known of a set in this language; those of other languages stay. */
export function publishQuality(measured: MeasuredSet, file = qualityFile): void {
  const others = readQuality(file)?.sets.filter(({ language }) => language !== measured.language) ?? [];
  const sets = [measured, ...others].sort((a, b) => b.language.localeCompare(a.language));
  const written = `${file}.new`;
  writeFileSync(written, `${JSON.stringify({ sets }, null, 2)}\n`);
  renameSync(written, file);
}
