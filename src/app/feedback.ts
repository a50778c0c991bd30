/** Joins the parts of one area; see app.ts. No logic. */
import type { Job } from '../jobs/runner.js';
import type { Undoers } from '../moderation/undo.js';
import type { Shared } from './shared.js';

export function createFeedbackArea(_shared: Shared) {
  const jobs: Job[] = [];
  const undoers: Undoers = {};
  return { services: {}, jobs, undoers };
}
