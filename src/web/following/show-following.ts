/** Everything that a member follows, on one page. */
import { type Follow, followKinds } from '../../forum/follow.js';
import type { FollowStore } from '../../forum/follow-store.js';
import { savedSearch } from '../../forum/saved-search.js';
import { memberOf } from '../authentication.js';
import { renderPage } from '../render.js';
import { type Handler, positionQuery } from '../route.js';
import { urls, withQuery } from '../urls.js';
import type { FollowingPage } from './pages.js';
import { loadSubjects, type NameOf, type SubjectParts } from './subjects.js';

const SHOWN = 50;

export type FollowingParts = SubjectParts & { follows: Pick<FollowStore, 'list'> };

export function createShowFollowing(parts: FollowingParts): Handler {
  return async (req, res) => {
    const { t, language } = res.locals;
    const kind = followKinds.find((name) => name === req.query.kind) ?? null;
    const before = positionQuery(req, 'before');
    const found = await parts.follows.list(memberOf(req).id, { kind, before, limit: SHOWN + 1 });
    const rows = found.slice(0, SHOWN);
    const nameOf = await loadSubjects(parts, rows, language);
    const last = rows.at(-1);
    const page: FollowingPage = {
      kinds: [null, ...followKinds].map((each) => ({
        name: each ? t.following.kinds[each] : t.following.allKinds,
        url: withQuery(urls.following, { kind: each }),
        isCurrent: each === kind,
      })),
      rows: rows.map((row) => toRow(row, nameOf, t.following.gone)),
      older: found.length > SHOWN && last ? withQuery(urls.following, { kind, before: last.id }) : null,
    };
    const head = { title: t.following.title, description: t.following.intro, path: urls.following, isUnlisted: true };
    await renderPage(req, res, 'following/following', { head, page });
  };
}

function toRow(row: Follow, nameOf: NameOf, gone: string): FollowingPage['rows'][number] {
  const { kind, isAutomatic, createdAt } = row;
  const typed = kind === 'search' ? savedSearch(row.target) : { words: row.target, category: '' };
  const { name, url } = nameOf(row) ?? { name: gone, url: '' };
  return { kind, target: typed.words, category: typed.category, name, url, isAutomatic, createdAt };
}
