/** Joins the parts of one area; see app.ts. No logic. */
import type { Job } from '../jobs/runner.js';
import { createFiguresStore } from '../search/figures-store.js';
import { readQuality } from '../search/quality.js';
import type { Shared } from './shared.js';

export function createRankingArea(shared: Shared) {
  const jobs: Job[] = [];
  return {
    services: { similarFigures: createFiguresStore(shared.db), similarQuality: readQuality() },
    jobs,
  };
}
