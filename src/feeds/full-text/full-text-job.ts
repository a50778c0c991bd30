/** Works off what is due: a bounded slice each time, one request in flight per host, so that the lease outlasts it. */
import type { Clock } from '../../lib/clock.js';
import { errorText } from '../../lib/errors.js';
import type { Log } from '../../lib/log.js';
import type { HostQueue } from '../host-queue.js';
import type { createFetchFullText } from './fetch-full-text.js';
import type { DueText, FullTextStore } from './full-text-store.js';

export type FullTextJobParts = {
  clock: Clock;
  log: Log;
  hosts: Pick<HostQueue, 'run'>;
  fullTexts: Pick<FullTextStore, 'listDue'>;
  fetchFullText: ReturnType<typeof createFetchFullText>;
  announce: () => void;
};

const LOOKED_AT = 200;
const PER_HOST = 6;
const PER_RUN = 40;

export function createFullTextJob(parts: FullTextJobParts) {
  /** Returns how many articles have a new text. */
  return async function runFullTexts(isStopping: () => boolean): Promise<number> {
    const slice = spread(await parts.fullTexts.listDue(parts.clock(), LOOKED_AT));
    const results = await Promise.all(slice.map((due) => fetchOne(parts, due, isStopping)));
    const stored = results.filter(Boolean).length;
    if (stored > 0) parts.announce();
    return stored;
  };
}

async function fetchOne(parts: FullTextJobParts, due: DueText, isStopping: () => boolean): Promise<boolean> {
  try {
    return await parts.hosts.run(due.url, async () => !isStopping() && (await parts.fetchFullText(due)).isStored);
  } catch (error) {
    if (!isStopping()) parts.log.error({ article: due.articleId, error: errorText(error) }, 'full text failed');
    return false;
  }
}

/** A source with a thousand articles must not keep the others waiting. */
function spread(due: readonly DueText[]): DueText[] {
  const perHost = new Map<string, number>();
  const taken = due.filter(({ url }) => {
    const host = URL.canParse(url) ? new URL(url).host : url;
    const before = perHost.get(host) ?? 0;
    perHost.set(host, before + 1);
    return before < PER_HOST;
  });
  return taken.slice(0, PER_RUN);
}
