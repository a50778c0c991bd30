import type { Knex } from 'knex';
import type { Dialect } from '../db.js';
import { accounts } from './001-accounts.js';
import { news } from './002-news.js';
import { forum } from './003-forum.js';
import { housekeeping } from './004-housekeeping.js';
import { stories } from './005-stories.js';
import { polling } from './007-polling.js';
import { rules } from './008-rules.js';
import { media } from './009-media.js';
import { membership } from './010-membership.js';
import { discussion } from './011-discussion.js';
import { following } from './012-following.js';
import { feedback } from './013-feedback.js';
import { starting } from './014-starting.js';
import { flags } from './015-flags.js';
import { withdrawnMentions } from './015-withdrawn-mentions.js';
import { replacements } from './016-replacements.js';
import { storyEdits } from './017-story-edits.js';
import { openings } from './018-openings.js';
import { storyTurns } from './019-story-turns.js';
import { withdrawnTexts } from './020-withdrawn-texts.js';
import { mergedSources } from './021-merged-sources.js';

/** `name` is kept in the database: never renamed, never reordered, no file extension. */
export type Migration = { name: string; up: (trx: Knex.Transaction, dialect: Dialect) => Promise<void> };

export const migrations: Migration[] = [
  accounts,
  news,
  forum,
  housekeeping,
  stories,
  polling,
  rules,
  media,
  membership,
  discussion,
  following,
  feedback,
  starting,
  flags,
  withdrawnMentions,
  replacements,
  storyEdits,
  openings,
  storyTurns,
  withdrawnTexts,
  mergedSources,
];
