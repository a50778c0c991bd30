/** How good "similar articles" were found to be on judged sets; copied from what `eval similar` printed, shown to readers. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { shippedDataDir } from '../config/paths.js';

export const qualityFile = path.join(shippedDataDir, 'similar-quality.json');

const share = z.number().min(0).max(1);
const setSchema = z.object({
  language: z.enum(['ru', 'en']),
  docs: z.number().int(),
  queries: z.number().int(),
  /** nDCG@10 of this ranking, of full TF-IDF cosine, and of a search for the headline. */
  ndcg10: share,
  cosine: share,
  title: share,
  recall10: share,
});
const qualitySchema = z.object({ measuredAt: z.iso.date(), sets: z.array(setSchema) });

export type MeasuredQuality = z.infer<typeof qualitySchema>;

/** Null where the file is missing or not ours: the page then says nothing of it. */
export function readQuality(file = qualityFile): MeasuredQuality | null {
  try {
    return qualitySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
