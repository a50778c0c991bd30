import { notFound } from '../../lib/errors.js';
import { tagKey } from '../../news/tag.js';
import type { ThreadStore } from '../../news/thread-store.js';
import { loadOwnTools, type OwnToolsParts } from '../following/own-tools.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import type { Sections } from '../sections.js';
import { urls } from '../urls.js';
import type { TagPage } from './pages.js';
import { pagingLinks, positionOf, THREADS_PER_PAGE, toThreadRow } from './thread-rows.js';

export type TagPageParts = OwnToolsParts & { threads: Pick<ThreadStore, 'listOfTag'>; sections: Sections };

export function createShowTag(parts: TagPageParts): Handler {
  return async (req, res) => {
    const { t, language } = res.locals;
    const tag = tagKey(String(req.params.tag));
    const position = positionOf(req.query);
    const filter = { hidden: { ...(await parts.ownMutes(req)), tagKeys: new Set<string>() } };
    const [list, sections, tools] = await Promise.all([
      parts.threads.listOfTag(tag, { ...position, filter, limit: THREADS_PER_PAGE }),
      parts.sections.current(),
      loadOwnTools(parts, req, { kind: 'tag', target: tag, mute: 'tag' }),
    ]);
    if (list.threads.length === 0 && !position.after && !position.before) throw notFound('tag');
    const path = urls.tag(tag);
    const page: TagPage = {
      tag,
      threads: list.threads.map((thread) => toThreadRow(thread, sections, language)),
      paging: pagingLinks(list, path, {}, (thread) => [thread.publishedAt, thread.cursorId]),
      tools,
    };
    const head = { title: `#${tag}`, description: t.pages.tagDescription(tag), path, feedPath: `${path}/feed` };
    await renderPage(req, res, 'news/tag', { head, page });
  };
}
