/** What a member mutes: the list, a word typed by hand, and the buttons of other pages. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { can } from '../../accounts/can.js';
import { MOST_MUTES, type MuteKind, muteKinds, toMuteTarget } from '../../forum/mute.js';
import type { MuteStore } from '../../forum/mute-store.js';
import { errorText } from '../../i18n/texts.js';
import type { Clock } from '../../lib/clock.js';
import { AppError, notFound } from '../../lib/errors.js';
import { memberOf } from '../authentication.js';
import { typedValues } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { nextOf } from './follow.js';
import type { MutesPage } from './pages.js';
import { loadSubjects, type SubjectParts } from './subjects.js';

const muteForm = z.object({ kind: z.enum(muteKinds), target: z.string().max(200) });

export type MutesParts = SubjectParts & {
  mutes: Pick<MuteStore, 'find' | 'list' | 'insert' | 'delete'>;
  clock: Clock;
};

export function createShowMutes(parts: MutesParts): Handler {
  return (req, res) => show(parts, req, res, { values: {}, errors: {} });
}

export function createMute(parts: MutesParts): Handler {
  return async (req, res) => {
    const member = memberOf(req);
    if (!can(member, 'mute')) throw new AppError('forbidden', { status: 403 });
    const typed = typedMute(req);
    const refuse = (code: string, params = {}) =>
      show(
        parts,
        req,
        res,
        { values: typedValues(req.body), errors: { target: errorText(res.locals.t, code, params) } },
        422,
      );
    if (typed.target === null) return refuse('mute-invalid');
    const mute = { kind: typed.kind, target: typed.target };
    if (mute.kind === 'member' && mute.target === String(member.id)) return refuse('mute-yourself');
    if ((await parts.mutes.list(member.id)).length >= MOST_MUTES) return refuse('too-many-mutes', { max: MOST_MUTES });
    const name = mute.kind === 'word' ? mute.target : await nameOf(parts, mute, res);
    await parts.mutes.insert({ userId: member.id, ...mute, createdAt: parts.clock() });
    setNotice(req, 'muted', { name });
    res.redirect(303, nextOf(req, urls.mutes));
  };
}

export function createUnmute(parts: MutesParts): Handler {
  return async (req, res) => {
    const { kind, target } = typedMute(req);
    const mute = target === null ? undefined : await parts.mutes.find(memberOf(req).id, kind, target);
    if (mute) await parts.mutes.delete(mute.id);
    setNotice(req, 'unmuted');
    res.redirect(303, nextOf(req, urls.mutes));
  };
}

async function nameOf(parts: MutesParts, mute: { kind: MuteKind; target: string }, res: Response): Promise<string> {
  const named = (await loadSubjects(parts, [mute], res.locals.language))(mute);
  if (!named) throw notFound(mute.kind);
  return named.name;
}

function typedMute(req: Request): { kind: MuteKind; target: string | null } {
  const parsed = muteForm.safeParse(req.body ?? {});
  if (!parsed.success) throw new AppError('bad-request', { status: 400 });
  return { kind: parsed.data.kind, target: toMuteTarget(parsed.data.kind, parsed.data.target) };
}

async function show(
  parts: MutesParts,
  req: Request,
  res: Response,
  form: FormState<'kind' | 'target'>,
  status = 200,
): Promise<void> {
  const { t, language } = res.locals;
  const mutes = await parts.mutes.list(memberOf(req).id);
  const named = await loadSubjects(parts, mutes, language);
  const page: MutesPage = {
    form,
    rows: mutes.map(({ kind, target, createdAt }) => {
      const subject = named({ kind, target });
      const word = { name: target, url: null };
      const { name, url } = kind === 'word' ? word : (subject ?? { name: t.following.gone, url: null });
      return { kind, target, name, url, createdAt };
    }),
  };
  const head = { title: t.mutes.title, description: t.mutes.intro, path: urls.mutes, isUnlisted: true };
  await renderPage(req, res, 'following/mutes', { head, page, status });
}
