/**
 * Links to what was imported go on working when the site stands where the old one stood: topics and messages of a Kunena
 * forum, and pages of an archive that was imported with this site's own address as its base.
 */
import type { Request, RequestHandler } from 'express';
import type { ArchiveStore, OldLinkKind } from '../../forum/archive-store.js';
import { canonicalUrl, urlKey } from '../../lib/url.js';
import type { ArticleStore } from '../../news/article-store.js';
import { urls } from '../urls.js';

export type OldLinkParts = {
  archives: Pick<ArchiveStore, 'findOldLink'>;
  articles: Pick<ArticleStore, 'listThreadsByUrlKey'>;
  baseUrl: () => string;
};

type OldLink = { kind: OldLinkKind; oldId: number };

export function createFollowOldLinks(parts: OldLinkParts): RequestHandler {
  return async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next();
    const target = await findTarget(parts, req);
    if (target === null) return next();
    // No fragment here: browsers then keep the one that the link had, the number of a message (site.js reads it).
    res.redirect(301, target);
  };
}

async function findTarget(parts: OldLinkParts, req: Request): Promise<string | null> {
  const link = readOldLink(req.path, req.query);
  if (link) return leadOn(parts, link);
  const address = canonicalUrl(`${parts.baseUrl()}${req.originalUrl}`);
  if (address === null) return null;
  const [threadId] = (await parts.articles.listThreadsByUrlKey([urlKey(address)])).values();
  return threadId === undefined ? null : urls.thread(threadId);
}

/** Where an old number leads now; null when nothing of that number was imported. */
export async function leadOn({ archives }: Pick<OldLinkParts, 'archives'>, link: OldLink): Promise<string | null> {
  const found = await archives.findOldLink(link.kind, link.oldId);
  if (!found) return null;
  return found.postId === null ? urls.thread(found.threadId) : urls.post(found.postId);
}

/**
 * `/forum/<category>/<topic>-<title>`, `/index.php?option=com_kunena&view=topic&catid=1&id=<topic>`, either with
 * `mesid=<message>`. A category alone (`/forum/<category>`) names no topic.
 */
export function readOldLink(path: string, query: Request['query']): OldLink | null {
  const message = idOf(query.mesid);
  if (message !== null) return { kind: 'post', oldId: message };
  const topic = query.view === 'topic' ? idOf(query.id) : null;
  if (topic !== null) return { kind: 'topic', oldId: topic };
  const steps = path.split('/').filter((step) => step !== '');
  const forum = steps.findIndex((step) => /^(?:forum|kunena)$/i.test(step));
  const id = forum >= 0 && steps.length >= forum + 3 ? idOf(steps.at(-1)) : null;
  return id === null ? null : { kind: 'topic', oldId: id };
}

/** Kunena writes `12` and `12:title` or `12-title`. */
function idOf(value: unknown): number | null {
  const digits = typeof value === 'string' ? /^([1-9]\d{0,9})(?:[:-]|$)/.exec(value)?.[1] : undefined;
  const id = Number(digits ?? 0);
  return id > 0 && id <= 2_147_483_647 ? id : null;
}
