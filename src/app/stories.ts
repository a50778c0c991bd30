/** Joins the parts of stories that moderators shape. The machine's part is in services.ts, where the index is made. No logic. */
import { createShapeStory } from '../moderation/shape-story.js';
import type { Shared } from './shared.js';

export function createStoriesArea(shared: Shared) {
  const { undoers, ...services } = createShapeStory(shared);
  return { services, undoers };
}
