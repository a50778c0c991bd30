/** The page of notifications: what happened, why one is told, and one click to hear no more of it. */
import { z } from 'zod';
import { can } from '../../accounts/can.js';
import { savedSearch } from '../../forum/saved-search.js';
import type { Clock } from '../../lib/clock.js';
import { AppError } from '../../lib/errors.js';
import { describeNotification } from '../../notifications/describe.js';
import type { NotificationRow } from '../../notifications/notification.js';
import type { NotificationStore } from '../../notifications/notification-store.js';
import { notificationKinds } from '../../notifications/settings.js';
import type { StopHearing } from '../../notifications/stop.js';
import { memberOf } from '../authentication.js';
import { renderPage } from '../render.js';
import { type Handler, positionQuery } from '../route.js';
import { setNotice } from '../session.js';
import { urls, withQuery } from '../urls.js';
import type { NotificationsPage } from './notification-pages.js';
import { loadSubjects, type SubjectParts } from './subjects.js';

const SHOWN = 30;

export type NotificationsParts = SubjectParts & {
  notifications: Pick<NotificationStore, 'list' | 'markRead'>;
  stopHearing: StopHearing;
  clock: Clock;
};

export function createShowNotifications(parts: NotificationsParts): Handler {
  return async (req, res) => {
    const { t, language } = res.locals;
    const isUnreadOnly = req.query.show === 'unread';
    const before = positionQuery(req, 'before');
    const found = await parts.notifications.list(memberOf(req).id, { isUnreadOnly, before, limit: SHOWN + 1 });
    const rows = found.slice(0, SHOWN);
    const follows = rows.flatMap((row) => row.because ?? []);
    const nameOf = await loadSubjects(parts, follows, language);
    const last = rows.at(-1);
    const here = (params: Record<string, string | number | null>) =>
      withQuery(urls.notifications, { show: isUnreadOnly ? 'unread' : null, ...params });
    const page: NotificationsPage = {
      tabs: [
        { name: t.notifications.all, url: urls.notifications, isCurrent: !isUnreadOnly },
        {
          name: t.notifications.unread,
          url: withQuery(urls.notifications, { show: 'unread' }),
          isCurrent: isUnreadOnly,
        },
      ],
      rows: rows.map((row) => {
        const { path, ...words } = describeNotification(row, t, nameOf);
        const { id, kind, createdAt } = row;
        return { id, kind, createdAt, ...words, url: path, isUnread: row.readAt === null, follow: followOf(row) };
      }),
      upTo: rows.find((row) => row.readAt === null) ? (rows[0]?.id ?? null) : null,
      older: found.length > SHOWN && last ? here({ before: last.id }) : null,
    };
    const head = {
      title: t.notifications.title,
      description: t.notifications.intro,
      path: urls.notifications,
      isUnlisted: true,
    };
    await renderPage(req, res, 'notifications/notifications', { head, page });
  };
}

export function createReadNotifications({ notifications, clock }: NotificationsParts): Handler {
  return async (req, res) => {
    const upTo = Number((req.body as Record<string, unknown> | undefined)?.upTo);
    if (!Number.isSafeInteger(upTo) || upTo < 1 || upTo >= 2 ** 31) throw new AppError('bad-request', { status: 400 });
    await notifications.markRead(memberOf(req).id, upTo, clock());
    setNotice(req, 'notifications-read');
    res.redirect(303, urls.notifications);
  };
}

const stopForm = z.object({ kind: z.enum(notificationKinds) });

export function createStopKind({ stopHearing }: NotificationsParts): Handler {
  return async (req, res) => {
    const member = memberOf(req);
    const own = { userId: member.id };
    if (!can(member, 'notification.settings', own)) throw new AppError('forbidden', { status: 403 });
    const parsed = stopForm.safeParse(req.body ?? {});
    if (!parsed.success) throw new AppError('bad-request', { status: 400 });
    await stopHearing(member.id, { what: 'kind', kind: parsed.data.kind }, 'off');
    setNotice(req, 'kind-stopped');
    res.redirect(303, urls.notifications);
  };
}

function followOf({ kind, because }: NotificationRow): NotificationsPage['rows'][number]['follow'] {
  // A source in trouble is the subject, not a follow.
  if (!because || kind === 'source') return null;
  const typed = because.kind === 'search' ? savedSearch(because.target) : { words: because.target, category: '' };
  return { kind: because.kind, target: typed.words, category: typed.category };
}
