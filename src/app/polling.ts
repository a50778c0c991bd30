/** Joins the parts of one area; see app.ts. No logic. */
import type { Job } from '../jobs/runner.js';
import type { Shared } from './shared.js';

export function createPollingArea(_shared: Shared) {
  const jobs: Job[] = [];
  return { services: {}, jobs };
}
