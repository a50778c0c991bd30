/** Joins the parts of one area; see app.ts. No logic. */
import { createBookmarkStore } from '../forum/bookmark-store.js';
import { createFollowStore } from '../forum/follow-store.js';
import { createMuteStore } from '../forum/mute-store.js';
import { recordNothing } from '../forum/post-event.js';
import { createReadMarkStore } from '../forum/read-mark-store.js';
import type { Job } from '../jobs/runner.js';
import { createSettingsStore } from '../notifications/settings-store.js';
import type { Shared } from './shared.js';

export function createFollowingArea({ db }: Shared) {
  const jobs: Job[] = [];
  const services = {
    follows: createFollowStore(db),
    mutes: createMuteStore(db),
    bookmarks: createBookmarkStore(db),
    readMarks: createReadMarkStore(db),
    settings: createSettingsStore(db),
  };
  return { services, jobs, recordPostEvent: recordNothing };
}
