/**
 * The links of letters. Opening one asks, its button stops; mail programs post to the same address by themselves
 * (RFC 8058). Nobody is logged in for it: the signature in the address says who and what.
 */
import type { Request, Response } from 'express';
import type { UserStore } from '../../accounts/user-store.js';
import type { Texts } from '../../i18n/texts.js';
import { notFound } from '../../lib/errors.js';
import type { LetterTokens, Stop } from '../../notifications/letter-token.js';
import type { StopHearing } from '../../notifications/stop.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import type { StopPage } from './notification-pages.js';
import { loadSubjects, type SubjectParts } from './subjects.js';

export type UnsubscribeParts = SubjectParts & {
  letterTokens: Pick<LetterTokens, 'read'>;
  stopHearing: StopHearing;
  users: Pick<UserStore, 'find'>;
};

export function createShowUnsubscribe(parts: UnsubscribeParts): Handler {
  return (req, res) => show(parts, req, res, false);
}

export function createUnsubscribe(parts: UnsubscribeParts): Handler {
  return async (req, res) => {
    const { userId, stop } = readToken(parts, req);
    if (await parts.users.find(userId)) await parts.stopHearing(userId, stop, 'site');
    await show(parts, req, res, true);
  };
}

function readToken({ letterTokens }: UnsubscribeParts, req: Request): { userId: number; stop: Stop } {
  const read = letterTokens.read(String(req.params.letterToken));
  if (!read) throw notFound('letter');
  return read;
}

async function show(parts: UnsubscribeParts, req: Request, res: Response, isDone: boolean): Promise<void> {
  const { stop } = readToken(parts, req);
  const { t, language } = res.locals;
  const name = stop.what === 'follow' ? (await loadSubjects(parts, [stop.follow], language))(stop.follow)?.name : '';
  const page: StopPage = { question: questionOf(stop, t, name ?? t.following.gone), isDone, action: req.originalUrl };
  const head = {
    title: isDone ? t.notifications.stopped : t.notifications.stopTitle,
    description: t.notifications.stopTitle,
    path: '/unsubscribe',
    isUnlisted: true,
  };
  await renderPage(req, res, 'notifications/unsubscribe', { head, page });
}

function questionOf(stop: Stop, t: Texts, name: string): string {
  const { stops } = t.notifications;
  if (stop.what === 'kind') return stops.kind(t.notifications.kinds[stop.kind]);
  if (stop.what === 'follow') return stops.follow(t.following.named(t.following.kind[stop.follow.kind], name));
  return stop.what === 'digest' ? stops.digest : stops.mail;
}
