/** Moderators' lists of sources: an OPML file in, line by line, another one out, and whole groups switched off and on. */
import type { Request, Response } from 'express';
import type { FeedGroup, FeedGroupStore } from '../../feeds/feed-group-store.js';
import type { OpmlDecision, PreviewOpml } from '../../feeds/preview-opml.js';
import type { AddListed } from '../../moderation/add-listed.js';
import type { SwitchGroup } from '../../moderation/switch-group.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError } from '../form.js';
import type { FormState } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';

const LINES_SHOWN = 500;

export type OpmlPage = {
  form: FormState<'file' | 'text'>;
  groups: FeedGroup[];
  /** What would become of each outline of a list; null before one was given. */
  lines: OpmlDecision[] | null;
  total: number;
  fresh: number;
};

export type OpmlPagesParts = {
  feedGroups: Pick<FeedGroupStore, 'list'>;
  previewOpml: PreviewOpml;
  addListed: AddListed;
  switchGroup: SwitchGroup;
};

export function createShowLists(parts: OpmlPagesParts): Handler {
  return (req, res) => show(parts, req, res, { form: { values: {}, errors: {} } });
}

/** Nothing is stored: the page says what would be. */
export function createCheckList(parts: OpmlPagesParts): Handler {
  return async (req, res) => {
    const text = textOf(req);
    const form: FormState<'file' | 'text'> = { values: { text }, errors: {} };
    if (text.trim() === '') {
      return show(parts, req, res, { form: { ...form, errors: { file: res.locals.t.errors.required } }, status: 422 });
    }
    const preview = await attempt(() => parts.previewOpml(text));
    if (!preview.ok) return showError(parts, req, res, preview.error);
    await show(parts, req, res, { form, lines: preview.value });
  };
}

export function createAddListedSources(parts: OpmlPagesParts): Handler {
  return async (req, res) => {
    const added = await attempt(() => parts.addListed(memberOf(req), textOf(req)));
    if (!added.ok) return showError(parts, req, res, added.error);
    setNotice(req, 'opml-added', added.value);
    res.redirect(303, urls.lists);
  };
}

export function createSwitchGroupHandler(parts: OpmlPagesParts): Handler {
  return async (req, res) => {
    const { group, switch: wanted } = req.body as Record<string, unknown>;
    const isOn = wanted === 'on';
    const count = await parts.switchGroup(memberOf(req), typeof group === 'string' ? group : '', isOn);
    setNotice(req, isOn ? 'group-on' : 'group-off', { count });
    res.redirect(303, urls.lists);
  };
}

type Shown = { form: FormState<'file' | 'text'>; lines?: OpmlDecision[]; status?: number };

async function showError(
  parts: OpmlPagesParts,
  req: Request,
  res: Response,
  error: Parameters<typeof formWithError>[2],
): Promise<void> {
  const { errors } = formWithError({}, hasFile(req) ? 'file' : 'text', error, res.locals.t);
  await show(parts, req, res, { form: { values: { text: textOf(req) }, errors }, status: 422 });
}

async function show(parts: OpmlPagesParts, req: Request, res: Response, shown: Shown): Promise<void> {
  const { t } = res.locals;
  const page: OpmlPage = {
    form: shown.form,
    groups: await parts.feedGroups.list(),
    lines: shown.lines?.slice(0, LINES_SHOWN) ?? null,
    total: shown.lines?.length ?? 0,
    fresh: shown.lines?.filter(({ decision }) => decision === 'new').length ?? 0,
  };
  const head = { title: t.lists.title, description: t.lists.intro, path: urls.lists, isUnlisted: true };
  await renderPage(req, res, 'moderation/lists', { head, page, status: shown.status ?? 200 });
}

/** A file that was chosen counts before a text that was typed. */
function textOf(req: Request): string {
  const { file, text } = (req.body ?? {}) as Record<string, unknown>;
  const given = hasFile(req) ? file : text;
  return typeof given === 'string' ? given : '';
}

function hasFile(req: Request): boolean {
  const { file } = (req.body ?? {}) as Record<string, unknown>;
  return typeof file === 'string' && file.trim() !== '';
}
