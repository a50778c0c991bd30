/**
 * JSON Lines into the site: batch by batch, the next one read while the last one is stored. Where a run stopped, the next one
 * goes on; what a batch brought twice is the same.
 */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { LinesRead } from '../feeds/archives/json-lines.js';
import { type LineBatch, lineBatches } from '../feeds/archives/line-batches.js';
import type { Feed } from '../feeds/feed.js';
import { languageOf } from './add-source.js';
import { archiveSource } from './document-source.js';
import type { ImportRun } from './import-documents.js';
import type { Tally } from './import-totals.js';
import { startProgress } from './progress.js';

const PER_CENT = 100;

export async function importLines(run: ImportRun, file: string, tally: Tally): Promise<void> {
  const { services, targets } = run;
  const { size, mtimeMs } = await stat(file);
  const options = [targets.feed?.id, targets.categoryId, targets.archiveTitle, targets.baseUrl];
  const key = createHash('sha256')
    .update(JSON.stringify([path.resolve(file), size, mtimeMs, ...options]))
    .digest('base64url');
  const start = await services.positions.find(key);
  if (start > 0) run.progress.note(`${file}: goes on at ${Math.floor((start / size) * PER_CENT)} %`);
  const progress = startProgress(run.err, path.basename(file), size);
  const feeds = new Map<string, Feed>();
  try {
    let storing: Promise<void> = Promise.resolve();
    for await (const batch of lineBatches(file, start)) {
      const read = await readBatch(run, batch);
      await storing;
      if (run.isStopping()) return;
      storing = storeBatch(run, feeds, { file, read, tally }).then(async () => {
        await services.positions.upsert(key, batch.end, services.clock());
        progress.update(batch.end);
      });
      // Awaited in the next round; meanwhile its failure must not count as unhandled.
      storing.catch(() => {});
    }
    await storing;
    await services.positions.delete(key);
  } finally {
    progress.end();
  }
}

async function readBatch({ services, targets }: ImportRun, batch: LineBatch): Promise<LinesRead> {
  const read = await services.archiveReader.lines({
    lines: batch.lines,
    baseUrl: targets.baseUrl,
    now: services.clock(),
  });
  return batch.tooLong === 0 ? read : { ...read, reasons: { ...read.reasons, 'too-large': batch.tooLong } };
}

type Stored = { file: string; read: LinesRead; tally: Tally };

async function storeBatch(run: ImportRun, feeds: Map<string, Feed>, { file, read, tally }: Stored): Promise<void> {
  for (const [reason, count] of Object.entries(read.reasons)) tally.fail(reason, count);
  for (const { source, drafted } of read.groups) {
    const { services, targets } = run;
    const title = source || targets.archiveTitle || path.basename(file).replace(/\.[a-z]+$/i, '');
    const head = { title, siteUrl: targets.baseUrl, language: languageOf(drafted), categoryId: targets.categoryId };
    const feed = targets.feed ?? feeds.get(title) ?? (await archiveSource(services, head));
    feeds.set(title, feed);
    tally.add(await services.importFeed.importDrafted(feed, drafted), 0);
  }
  tally.count({ documents: read.groups.reduce((all, { drafted }) => all + drafted.drafts.length, 0) });
}
