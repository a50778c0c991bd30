/** The public log of moderation: who did what, why, and whether it was taken back. */

import { can } from '../../accounts/can.js';
import type { User } from '../../accounts/user.js';
import type { UserStore } from '../../accounts/user-store.js';
import { notFound } from '../../lib/errors.js';
import type { LoggedAction, LogStore, LogSubject } from '../../moderation/log-store.js';
import { type UndoAction, type Undoers, undoerOf } from '../../moderation/undo.js';
import { attempt } from '../form.js';
import type { Link } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, idParam, positionQuery } from '../route.js';
import { setNotice } from '../session.js';
import { urls, withQuery } from '../urls.js';
import { type LogTitleParts, withoutHiddenTitles } from './log-titles.js';

const ACTIONS_SHOWN = 50;

export type LogRow = {
  id: number;
  at: number;
  actor: Link;
  /** Key of `t.moderationActions`. */
  action: string;
  /** Key of `t.moderationSubjects`. */
  subject: LogSubject;
  title: string;
  /** null where the subject has no page. */
  url: string | null;
  reason: string;
  undone: { by: Link; at: number } | null;
  /** Address of the form that takes it back; null for readers and where there is no way back. */
  undoUrl: string | null;
};

export type LogPage = { rows: LogRow[]; older: string | null };

export type LogParts = LogTitleParts & {
  moderationLog: Pick<LogStore, 'list'>;
  users: Pick<UserStore, 'listByIds'>;
  undoers: Undoers;
  undoAction: UndoAction;
};

const subjectUrls: Record<LogSubject, ((id: number) => string) | null> = {
  thread: urls.thread,
  article: (id) => `/articles/${id}`,
  item: null,
  post: urls.post,
  feed: urls.feed,
  user: urls.member,
  similar: urls.thread,
  rule: null,
  site: null,
};

export function createShowLog(parts: LogParts): Handler {
  return async (req, res) => {
    const { t } = res.locals;
    const before = positionQuery(req, 'before');
    const actions = await parts.moderationLog.list(before, ACTIONS_SHOWN + 1);
    const canUndo = can(req.user ?? null, 'log.undo');
    const listed = actions.slice(0, ACTIONS_SHOWN);
    const shown = canUndo ? listed : await withoutHiddenTitles(parts, listed);
    const people = await peopleOf(parts, shown);
    const last = shown.at(-1);
    const page: LogPage = {
      rows: shown.map((action) => toRow(parts, action, people, canUndo && mayUndo(req.user ?? null, action))),
      older: actions.length > ACTIONS_SHOWN && last ? withQuery(urls.log, { before: last.id }) : null,
    };
    const head = { title: t.log.title, description: t.log.intro, path: withQuery(urls.log, { before }) };
    await renderPage(req, res, 'moderation/log', { head, page });
  };
}

export function createUndo(parts: LogParts): Handler {
  return async (req, res) => {
    const id = idParam(req);
    if (id === null) throw notFound('action');
    const undone = await attempt(() => parts.undoAction(req.user ?? null, id));
    setNotice(req, undone.ok ? 'action-undone' : undone.error.code);
    res.redirect(303, `${urls.log}#action-${id}`);
  };
}

/** What another moderator decided about the own post stays as it is. */
function mayUndo(viewer: User | null, { details: { authorId } }: LoggedAction): boolean {
  return typeof authorId !== 'number' || can(viewer, 'verdict.overrule', { userId: authorId });
}

async function peopleOf(parts: LogParts, actions: readonly LoggedAction[]): Promise<Map<number, Link>> {
  const ids = [
    ...new Set(actions.flatMap(({ actorId, undoneBy }) => [actorId, ...(undoneBy === null ? [] : [undoneBy])])),
  ];
  const users = await parts.users.listByIds(ids);
  return new Map(users.map((user) => [user.id, { name: user.name, url: urls.member(user.id) }]));
}

function toRow(parts: LogParts, action: LoggedAction, people: ReadonlyMap<number, Link>, canUndo: boolean): LogRow {
  const person = (id: number): Link => people.get(id) ?? { name: `#${id}`, url: urls.member(id) };
  const isOpen = action.undoneAt === null && undoerOf(parts.undoers, action.action) !== undefined;
  return {
    id: action.id,
    at: action.at,
    actor: person(action.actorId),
    action: action.action,
    subject: action.subject,
    title: action.title,
    url: subjectUrls[action.subject]?.(action.subjectId) ?? null,
    reason: action.reason,
    undone:
      action.undoneAt !== null && action.undoneBy !== null
        ? { by: person(action.undoneBy), at: action.undoneAt }
        : null,
    undoUrl: canUndo && isOpen ? `/moderation/log/${action.id}/undo` : null,
  };
}
