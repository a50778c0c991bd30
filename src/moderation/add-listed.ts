/** Use case: a moderator adds the sources of an OPML document, all of them or none, with one line in the log. */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { type Added, addListedFeeds, type OpmlParts } from '../feeds/import-opml.js';
import { type PreviewOpmlParts, readList } from '../feeds/preview-opml.js';
import { AppError } from '../lib/errors.js';
import type { LogStore } from './log-store.js';

export type AddListedParts = OpmlParts &
  Pick<PreviewOpmlParts, 'pages'> & { db: Db; moderationLog: Pick<LogStore, 'insert'> };

export function createAddListed(parts: AddListedParts) {
  return async function addListed(actor: User | null, text: string): Promise<Added> {
    if (!actor || !can(actor, 'feed.manage')) throw new AppError('forbidden', { status: 403 });
    const listed = (await readList(parts, text)).flatMap(({ feed }) => feed ?? []);
    return parts.db.transact(async (trx) => {
      const result = await addListedFeeds(parts, listed, trx);
      if (result.added === 0) return result;
      await parts.moderationLog.insert(trx, {
        actorId: actor.id,
        action: 'opml-import',
        ...{ subject: 'site', subjectId: 0, title: `OPML, ${result.added}`, reason: '', details: result },
        at: parts.clock(),
      });
      return result;
    });
  };
}

export type AddListed = ReturnType<typeof createAddListed>;
