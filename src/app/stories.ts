/** Joins the parts of stories; see app.ts. The machine's part is in services.ts, where the index is made. No logic. */
import type { Job } from '../jobs/runner.js';
import { createShapeStory } from '../moderation/shape-story.js';
import type { Shared } from './shared.js';

export function createStoriesArea(shared: Shared) {
  const jobs: Job[] = [];
  const { undoers, ...services } = createShapeStory(shared);
  return { services, undoers, jobs };
}
