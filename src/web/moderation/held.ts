/** The moderators' queue of items that rules held, and what was turned down or deleted. */
import type { Request, Response } from 'express';
import type { RuleStore } from '../../feeds/rule-store.js';
import type { HeldItem } from '../../feeds/set-aside.js';
import type { SetAsideStore } from '../../feeds/set-aside-store.js';
import { LONGEST_REASON } from '../../forum/reason.js';
import { AppError } from '../../lib/errors.js';
import type { SafeHtml } from '../../lib/safe-html.js';
import { collapse } from '../../lib/text.js';
import type { DecideHeld, HeldDecision } from '../../moderation/decide-held.js';
import { memberOf } from '../authentication.js';
import { formWithError } from '../form.js';
import type { FormState, Link, Tab } from '../page.js';
import { renderPage } from '../render.js';
import { type Handler, numberOf, positionQuery, textQuery } from '../route.js';
import type { Sections } from '../sections.js';
import { setNotice } from '../session.js';
import { urls, withQuery } from '../urls.js';
import { effectRow } from './preview-rows.js';

const ITEMS_SHOWN = 25;
const LONGEST_SHOWN = 6000;
const kinds = ['held', 'rejected', 'deleted'] as const;
type Kind = (typeof kinds)[number];

export type HeldRow = {
  id: number;
  title: string;
  url: string | null;
  language: string;
  feed: Link;
  createdAt: number;
  publishedAt: number | null;
  /** Too long a text is shown by its first words. */
  html: SafeHtml | null;
  lead: string;
  effects: ReturnType<typeof effectRow>[];
  reason: string;
  isTicked: boolean;
};

export type HeldPage = {
  kind: Kind;
  tabs: Tab[];
  rows: HeldRow[];
  total: number;
  older: string | null;
  /** Of the bar that decides on all that are ticked. */
  form: FormState<string>;
};

export type HeldParts = {
  setAside: Pick<SetAsideStore, 'list' | 'count'>;
  rules: RuleStore;
  decideHeld: DecideHeld;
  sections: Sections;
};

export function createShowHeld(parts: HeldParts): Handler {
  return (req, res) => show(parts, req, res, { kind: kindOf(textQuery(req, 'kind', 20)) });
}

/** The button says what happens, and to which: to one item, or to all that are ticked. */
export function createDecideHeldItems(parts: HeldParts): Handler {
  return async (req, res) => {
    const wanted = readDecision(req.body ?? {});
    const refuse = (field: string, code: string) => {
      const form = formWithError(req.body, field, new AppError(code, { status: 422 }), res.locals.t);
      return show(parts, req, res, { kind: kindOf(req.body?.kind), form, ticked: wanted?.ids ?? [] });
    };
    if (wanted === null || wanted.ids.length === 0) return refuse('form', 'held-none');
    const reason = collapse(String(req.body?.reason ?? '')).slice(0, LONGEST_REASON);
    const { decision } = wanted;
    if (decision === 'reject' && reason === '') return refuse('reason', 'held-no-reason');
    const count = await parts.decideHeld(memberOf(req), wanted.ids, { decision, reason });
    back(req, res, decision === 'release' ? 'held-released' : 'held-rejected', count);
  };
}

function back(req: Request, res: Response, notice: string, count: number): void {
  setNotice(req, notice, { count });
  res.redirect(303, addressOf(kindOf(req.body?.kind)));
}

function kindOf(typed: unknown): Kind {
  return kinds.find((name) => name === typed) ?? 'held';
}

type Shown = { kind: Kind; form?: HeldPage['form']; ticked?: number[] };

/** With a form it is shown again, with what is wrong. */
async function show(parts: HeldParts, req: Request, res: Response, { kind, form, ticked = [] }: Shown): Promise<void> {
  const { t, language } = res.locals;
  const before = positionQuery(req, 'before');
  const [items, total, sections] = await Promise.all([
    parts.setAside.list(kind, { before, limit: ITEMS_SHOWN + 1 }),
    parts.setAside.count(kind),
    parts.sections.current(),
  ]);
  const shown = items.slice(0, ITEMS_SHOWN);
  const last = shown.at(-1);
  const page: HeldPage = {
    kind,
    tabs: kinds.map((name) => ({ name: t.held.kinds[name], url: addressOf(name), isCurrent: name === kind })),
    rows: shown.map((item) => ({ ...toRow(item, { sections, language }), isTicked: ticked.includes(item.id) })),
    total,
    older: items.length > ITEMS_SHOWN && last ? withQuery(addressOf(kind), { before: last.id }) : null,
    form: form ?? { values: {}, errors: {} },
  };
  const head = { title: t.held.title, description: t.held.intro, path: addressOf(kind), isUnlisted: true };
  await renderPage(req, res, 'moderation/held', { head, page, status: form ? 422 : 200 });
}

function readDecision(body: Record<string, unknown>): { ids: number[]; decision: HeldDecision } | null {
  for (const decision of ['release', 'reject'] as const) {
    if (body[decision] === 'ticked') return { ids: idsOf(body.item), decision };
    if (body[decision] !== undefined) return { ids: idsOf(body[decision]), decision };
  }
  return null;
}

function idsOf(value: unknown): number[] {
  const texts = Array.isArray(value) ? value : [value];
  return [...new Set(texts.flatMap((text) => numberOf(text) ?? []))].slice(0, ITEMS_SHOWN);
}

function addressOf(kind: Kind): string {
  return withQuery(urls.held, { kind: kind === 'held' ? null : kind });
}

function toRow(item: HeldItem, names: Parameters<typeof effectRow>[1]): Omit<HeldRow, 'isTicked'> {
  const draft = item.kind === 'deleted' ? null : item.draft;
  const { verdict } = item;
  return {
    id: item.id,
    title: item.title,
    url: draft?.url ?? null,
    language: draft?.language ?? '',
    feed: { name: item.feedTitle, url: urls.manageFeed(item.feedId) },
    createdAt: item.createdAt,
    publishedAt: item.publishedAt,
    html: draft && draft.html.length <= LONGEST_SHOWN ? draft.html : null,
    lead: draft?.lead ?? '',
    effects: [...(verdict?.by ? [verdict.by] : []), ...(verdict?.effects ?? [])].map((effect) =>
      effectRow(effect, names),
    ),
    reason: item.reason,
  };
}
