/** The frame around every page: site, language switch, viewer, sections, banner. For members one query, for readers none. */
import type { Request, RequestHandler, Response } from 'express';
import type { User } from '../accounts/user.js';
import type { Config } from '../config/load-config.js';
import { languages } from '../i18n/language.js';
import { noticeText } from '../i18n/texts.js';
import type { Waiting } from '../moderation/queue-store.js';
import type { AssetUrls } from './assets.js';
import './context.js';
import { csrfToken } from './csrf.js';
import type { PageHead, Shell, Viewer } from './page.js';
import type { Sections } from './sections.js';
import { takeNotice } from './session.js';
import { urls, withQuery } from './urls.js';

const MOST_COUNTED = 100;
const DEMO_COMMAND = 'npm run cli -- demo remove';

export type ShellParts = {
  config: Pick<Config, 'SITE_NAME' | 'SITE_LINKS' | 'REGISTRATION' | 'FIRST_RUN'>;
  baseUrl: () => string;
  sections: Sections;
  assets: AssetUrls;
  /** The first import, while it runs. */
  progress: () => Shell['progress'];
  /** Sources in trouble: kept for a moment, see `troubles.ts`. */
  troubles: () => Promise<number>;
  /** What waits for moderators, of each kind as far as a limit; only their own pages cost this query. */
  countWaiting: (limit: number) => Promise<Waiting>;
  /** Of a member's notifications: the one query that a member's page costs here. */
  countUnread: (userId: number) => Promise<number>;
};

export function pageShell(parts: ShellParts): RequestHandler {
  return (req, res, next) => {
    res.locals.shellFor = (head) => buildShell(parts, req, res, head);
    next();
  };
}

async function buildShell(parts: ShellParts, req: Request, res: Response, head: PageHead): Promise<Shell> {
  const { language, t } = res.locals;
  const { categories, hasDemo } = await parts.sections.current();
  return {
    site: {
      name: parts.config.SITE_NAME,
      baseUrl: parts.baseUrl(),
      links: parts.config.SITE_LINKS,
      registrationOpen: parts.config.REGISTRATION,
    },
    language,
    languages: languages.map((code) => ({
      code,
      name: t.languages[code],
      url: withLanguage(head.path, code),
      isCurrent: code === language,
    })),
    viewer: req.user ? viewerOf(req.user) : null,
    csrfToken: needsToken(req, head) ? csrfToken(req) : null,
    unreadCount: req.user ? await parts.countUnread(req.user.id) : 0,
    ...noticeOf(req, res),
    hasDemo,
    // A site that is nothing but a demo has nothing to be freed of it.
    demoCommand: parts.config.FIRST_RUN === 'demo' ? null : DEMO_COMMAND,
    progress: parts.progress(),
    ...(req.user && req.user.role !== 'member'
      ? { troubles: await parts.troubles(), waiting: await parts.countWaiting(MOST_COUNTED) }
      : {}),
    categories: categories.map((category) => ({
      name: language === 'ru' ? category.nameRu : category.nameEn,
      url: urls.category(category.slug),
      isCurrent: head.path.split('?')[0] === urls.category(category.slug),
    })),
    assets: parts.assets,
  };
}

function viewerOf({ id, name, role, isUnverified, pendingEmail, deleteDueAt }: User): Viewer {
  return { id, name, role, isModerator: role !== 'member', isUnverified, pendingEmail, leavesAt: deleteDueAt };
}

/** An anonymous reader gets a session only on pages with a form of theirs: the token lives in it. */
function needsToken(req: Request, head: PageHead): boolean {
  return (
    req.user !== undefined ||
    head.hasForm === true ||
    [urls.login, urls.register].includes(head.path.split('?')[0] ?? '')
  );
}

function noticeOf(req: Request, res: Response): Pick<Shell, 'notice' | 'noticePostId'> {
  const notice = req.session ? takeNotice(req) : null;
  if (!notice) return { notice: null };
  return {
    notice: noticeText(res.locals.t, notice.key, notice.params),
    noticePostId: Number(notice.params.post) || null,
  };
}

function withLanguage(path: string, language: string): string {
  const [bare = '/', query = ''] = path.split('?', 2);
  // Two slashes in front, or what browsers read as such, would name another site.
  const own = /^\/(?![/\\])/.test(bare) ? bare : '/';
  return withQuery(own, { ...Object.fromEntries(new URLSearchParams(query)), lang: language });
}
