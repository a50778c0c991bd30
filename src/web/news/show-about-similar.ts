/** "How similar articles work": the way in plain words, this site's figures, and the measured quality. */
import type { SearchClient } from '../../search/client.js';
import type { FiguresStore } from '../../search/figures-store.js';
import type { MeasuredQuality } from '../../search/quality.js';
import type { IndexProgress, SearchSync } from '../../search/sync.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { urls } from '../urls.js';

export type AboutSimilarParts = {
  sync: Pick<SearchSync, 'progress'>;
  index: Pick<SearchClient, 'medianMs'>;
  similarFigures: FiguresStore;
  similarQuality: MeasuredQuality | null;
};

/** What the cuts of the ranking (similar.ts) separate, best first, in hundredths as pages show scores. */
const BANDS = ['50–100', '25–49', '15–24', '11–14'];

export type AboutSimilarPage = {
  bands: string[];
  /** Threads whose lists are computed. */
  threads: number;
  computedAt: number | null;
  medianMs: number | null;
  progress: IndexProgress;
  quality: { measuredAt: number; sets: QualityRow[] } | null;
};

/** In hundredths: 69 of 100. */
export type QualityRow = {
  language: 'ru' | 'en';
  docs: number;
  queries: number;
  own: number;
  cosine: number;
  title: number;
};

export function createAboutSimilar(parts: AboutSimilarParts): Handler {
  return async (req, res) => {
    const { t } = res.locals;
    const figures = await parts.similarFigures.findFigures();
    const page: AboutSimilarPage = {
      bands: BANDS,
      ...figures,
      medianMs: parts.index.medianMs(),
      progress: parts.sync.progress(),
      quality: parts.similarQuality?.sets.length ? toQuality(parts.similarQuality) : null,
    };
    const head = { title: t.ranking.title, description: t.ranking.description, path: urls.aboutSimilar };
    await renderPage(req, res, 'news/about-similar', { head, page });
  };
}

function toQuality({ sets }: MeasuredQuality): AboutSimilarPage['quality'] {
  const hundredths = (share: number) => Math.round(1000 * share) / 10;
  return {
    // Of the one that was measured longest ago: none of the figures is older.
    measuredAt: Math.min(...sets.map(({ measuredAt }) => Date.parse(measuredAt))),
    sets: sets.map(({ language, docs, queries, ndcg10, cosine, title }) => {
      return { language, docs, queries, own: hundredths(ndcg10), cosine: hundredths(cosine), title: hundredths(title) };
    }),
  };
}
