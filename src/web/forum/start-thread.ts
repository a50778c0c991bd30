/**
 * A member starts a thread: fetch a link's headline, look at the preview, see what is already discussed here, publish.
 * One form for all of it; whatever comes back carries everything that was typed.
 */
import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Limiter } from '../../accounts/rate-limit-store.js';
import { checkedText } from '../../forum/check-post.js';
import type { DescribeLink } from '../../forum/describe-link.js';
import type { Discussed, FindDiscussed } from '../../forum/find-discussed.js';
import type { HoldPost } from '../../forum/hold-post.js';
import { LONGEST_POST } from '../../forum/post.js';
import {
  checkedLink,
  checkedTitle,
  checkStanding,
  type DraftThread,
  LONGEST_THREAD_TITLE,
  type OpeningDraft,
  type StartRule,
  type StartThread,
} from '../../forum/start-thread.js';
import { errorText } from '../../i18n/texts.js';
import { AppError } from '../../lib/errors.js';
import type { SafeHtml } from '../../lib/safe-html.js';
import { memberOf } from '../authentication.js';
import { attempt, formWithError, typedValues } from '../form.js';
import { categoryOptions } from '../moderation/feed-rows.js';
import type { FormState, Link } from '../page.js';
import { renderPage } from '../render.js';
import type { Handler } from '../route.js';
import type { Sections, SectionsNow } from '../sections.js';
import { setNotice } from '../session.js';
import { urls } from '../urls.js';
import { guardPost, type PostGuardParts } from './post-guard.js';

export type StartField = 'link' | 'title' | 'markdown' | 'category';

export type DiscussedRow = Link & {
  language: string;
  source: string;
  publishedAt: number;
  replyCount: number;
  /** 0…100. */
  score: number;
  terms: string[];
  /** The thread is about the very same address. */
  hasLink: boolean;
};

export type StartThreadPage = {
  form: FormState<StartField>;
  categories: { slug: string; name: string }[];
  preview: { title: string; html: SafeHtml; url: string | null } | null;
  /** null before anything was compared. */
  discussed: DiscussedRow[] | null;
  /** When the form was first shown, signed. */
  shown: string;
  /** Mark of the text that was compared; sent back, it says that the list was seen. */
  seen: string;
  maxLength: number;
  maxTitle: number;
};

export type StartThreadPageParts = PostGuardParts & {
  holdPost: Pick<HoldPost, 'mustHold'>;
  draftThread: DraftThread;
  startThread: StartThread;
  findDiscussed: FindDiscussed;
  describeLink: DescribeLink;
  startRule: StartRule;
  startLimit: Pick<Limiter, 'consume'>;
  linkLimit: Pick<Limiter, 'consume'>;
  sections: Sections;
};

const schema = z.object({
  link: z.string().catch(''),
  title: z.string().catch(''),
  markdown: z.string().catch(''),
  category: z.string().catch(''),
  seen: z.string().max(64).catch(''),
  intent: z.enum(['fetch', 'preview', 'post']).catch('post'),
});
type Typed = z.infer<typeof schema>;
type Shown = Partial<Pick<StartThreadPage, 'preview' | 'discussed' | 'seen'>> & {
  form: FormState<string>;
  status: number;
};

const fieldOfError: Record<string, StartField> = {
  'title-too-short': 'title',
  'title-too-long': 'title',
  'link-invalid': 'link',
  'link-unreachable': 'link',
  'link-empty': 'link',
  'category-missing': 'category',
};

export function createShowStartThread(parts: StartThreadPageParts): Handler {
  return async (req, res) => {
    checkStanding(memberOf(req), parts.startRule, parts.clock());
    await show(parts, req, res, { form: { values: {}, errors: {} }, status: 200 });
  };
}

export function createStart(parts: StartThreadPageParts): Handler {
  return async (req, res) => {
    checkStanding(memberOf(req), parts.startRule, parts.clock());
    const typed = schema.parse(req.body ?? {});
    // All that is wrong is said at once; what only the whole can show, its links or its pace, comes after.
    const errors = typed.intent === 'fetch' ? {} : await wrongFields(parts, res, typed);
    if (Object.keys(errors).length > 0) {
      return show(parts, req, res, { form: { values: typedValues(req.body), errors }, status: 422 });
    }
    const answered = await attempt(() => answers[typed.intent](parts, req, res, typed));
    if (answered.ok) return;
    const field = fieldOfError[answered.error.code] ?? 'markdown';
    const form = formWithError(req.body, field, answered.error, res.locals.t);
    await show(parts, req, res, { form, status: answered.error.status });
  };
}

async function wrongFields(
  parts: StartThreadPageParts,
  res: Response,
  typed: Typed,
): Promise<FormState<string>['errors']> {
  const { bySlug } = await parts.sections.current();
  const checks: Record<StartField, () => unknown> = {
    link: () => checkedLink(typed.link),
    title: () => checkedTitle(typed.title),
    category: () => {
      if (!bySlug.has(typed.category)) throw new AppError('category-missing', { status: 422 });
    },
    // With a link the text may be left out, whatever is wrong with the link.
    markdown: () => (typed.markdown.trim() === '' && typed.link.trim() !== '' ? '' : checkedText(typed.markdown)),
  };
  const errors: FormState<string>['errors'] = {};
  for (const [field, check] of Object.entries(checks)) {
    const checked = await attempt(async () => check());
    if (!checked.ok) errors[field] = errorText(res.locals.t, checked.error.code, checked.error.params);
  }
  return errors;
}

type Answer = (parts: StartThreadPageParts, req: Request, res: Response, typed: Typed) => Promise<void>;

const answers: Record<Typed['intent'], Answer> = {
  fetch: async (parts, req, res, typed) => {
    await consume(parts.linkLimit, memberOf(req).id);
    const page = await parts.describeLink(typed.link);
    const values = typedValues(req.body);
    const quote = page.excerpt === '' ? '' : `> ${page.excerpt}\n\n`;
    const markdown = typed.markdown.trim() === '' ? quote : typed.markdown;
    const title = typed.title.trim() === '' ? page.title.slice(0, LONGEST_THREAD_TITLE) : typed.title;
    await show(parts, req, res, { form: { values: { ...values, title, markdown }, errors: {} }, status: 200 });
  },

  preview: async (parts, req, res, typed) => {
    const { draft, discussed } = await compare(parts, req, typed);
    await show(parts, req, res, {
      form: { values: typedValues(req.body), errors: {} },
      preview: { title: draft.title, html: draft.html, url: draft.url },
      discussed,
      seen: markOf(typed),
      status: 200,
    });
  },

  post: async (parts, req, res, typed) => {
    const { draft, markdown, discussed, categoryId } = await compare(parts, req, typed);
    if (discussed.length > 0 && typed.seen !== markOf(typed)) {
      const preview = { title: draft.title, html: draft.html, url: draft.url };
      const form = { values: typedValues(req.body), errors: {} };
      return show(parts, req, res, { form, preview, discussed, seen: markOf(typed), status: 200 });
    }
    // Held members write replies first: what begins a thread stands on the front page at once.
    if (parts.holdPost.mustHold(memberOf(req))) throw new AppError('start-while-held', { status: 422 });
    await guardPost(parts, req, draft.url !== null && typed.markdown.trim() === '' ? draft.title : typed.markdown);
    await consume(parts.startLimit, memberOf(req).id);
    const threadId = await parts.startThread(memberOf(req), { draft, markdown, categoryId });
    setNotice(req, 'thread-started');
    res.redirect(303, urls.thread(threadId));
  },
};

async function compare(
  parts: StartThreadPageParts,
  req: Request,
  typed: Typed,
): Promise<OpeningDraft & { discussed: DiscussedRow[]; categoryId: number }> {
  const category = (await parts.sections.current()).bySlug.get(typed.category);
  const { draft, markdown } = await parts.draftThread(memberOf(req), typed);
  if (!category) throw new AppError('category-missing', { status: 422 });
  const discussed = await parts.findDiscussed(draft, category.id);
  return { draft, markdown, discussed: discussed.map(toDiscussedRow), categoryId: category.id };
}

async function consume(limit: Pick<Limiter, 'consume'>, userId: number): Promise<void> {
  const verdict = await limit.consume(String(userId));
  if (!verdict.ok) throw new AppError('posting-too-fast', { status: 429, params: { seconds: verdict.seconds } });
}

function markOf({ title, markdown, link }: Typed): string {
  return createHash('sha256')
    .update(JSON.stringify([title, markdown, link]))
    .digest('base64url')
    .slice(0, 22);
}

function toDiscussedRow(thread: Discussed): DiscussedRow {
  return {
    name: thread.title,
    url: urls.thread(thread.id),
    language: thread.language,
    source: thread.feedTitle,
    publishedAt: thread.publishedAt,
    replyCount: thread.replyCount,
    score: Math.round(thread.score * 100),
    terms: thread.terms,
    hasLink: thread.hasLink,
  };
}

async function show(parts: StartThreadPageParts, req: Request, res: Response, shown: Shown): Promise<void> {
  const { t, language } = res.locals;
  const sections: SectionsNow = await parts.sections.current();
  const page: StartThreadPage = {
    form: shown.form,
    categories: categoryOptions(sections, language),
    preview: shown.preview ?? null,
    discussed: shown.discussed ?? null,
    shown: shown.form.values.shown ?? parts.formTime.issue(memberOf(req).id),
    seen: shown.seen ?? '',
    maxLength: LONGEST_POST,
    maxTitle: LONGEST_THREAD_TITLE,
  };
  const head = { title: t.starting.title, description: t.starting.intro, path: urls.startThread, isUnlisted: true };
  await renderPage(req, res, 'forum/start-thread', { head, page, status: shown.status });
}
