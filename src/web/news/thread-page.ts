/** Everything a thread's page shows, in a fixed number of queries, however much coverage and discussion there is. */
import type { Request, Response } from 'express';
import { can } from '../../accounts/can.js';
import type { ThreadSummary } from '../../news/thread.js';
import type { ThreadStore } from '../../news/thread-store.js';
import { loadThreadTools, markPosts, type ThreadToolsParts, upToLast } from '../following/thread-tools.js';
import { type DiscussionParts, loadDiscussion } from '../forum/discussion.js';
import { toAuthorCard } from '../forum/post-views.js';
import type { ReplyDraft } from '../forum/reply-form.js';
import type { FormState } from '../page.js';
import type { Sections } from '../sections.js';
import { urls, withQuery } from '../urls.js';
import type { ArticleView, ThreadPage } from './pages.js';
import { refuseHidden } from './refuse-hidden.js';
import { shareLinks } from './share-links.js';
import { type StoryForms, toStoryDesk } from './story-desk.js';
import { type CoverageParts, loadCoverage } from './thread-coverage.js';
import { categoryLink } from './thread-rows.js';
import { loadSimilar, type SimilarSectionParts } from './thread-similar.js';

export type ThreadPageParts = CoverageParts &
  SimilarSectionParts &
  DiscussionParts &
  ThreadToolsParts & {
    threads: Pick<ThreadStore, 'get' | 'find'>;
    sections: Sections;
    baseUrl: () => string;
  };

/** A story's first reports; who wants the others unfolds them. */
const OPEN_ARTICLES = 6;

/** Moderators' forms that are shown again. */
export type ThreadForms = { pin?: FormState<'target' | 'reason'>; hide?: FormState<'why'> } & StoryForms;

export async function loadThreadPage(
  parts: ThreadPageParts,
  req: Request,
  res: Response,
  request: { threadId: number; draft?: ReplyDraft } & ThreadForms,
): Promise<ThreadPage> {
  const [thread, sections] = await Promise.all([parts.threads.get(request.threadId), parts.sections.current()]);
  const canHide = can(req.user ?? null, 'thread.hide');
  refuseHidden(thread, req.user ?? null);
  const [articles, similar, own, discussion, [starter]] = await Promise.all([
    loadCoverage(parts, thread.id, sections, { req, res }),
    loadSimilar(parts, req, thread.id, request.pin),
    loadThreadTools(parts, req, thread),
    loadDiscussion(parts, { req, res, draft: request.draft }, thread),
    thread.starterId === null ? [] : parts.users.listByIds([thread.starterId]),
  ]);
  const here = discussion.discussionUrl;
  const canShape = can(req.user ?? null, 'story.shape') && thread.hiddenAt === null;
  return {
    id: thread.id,
    // For search engines a story has one order.
    url: discussion.order === 'oldest' ? here : urls.thread(thread.id),
    title: thread.title,
    language: thread.language,
    category: categoryLink(sections.byId.get(thread.categoryId), res.locals.language),
    // A hidden text is not edited: it is brought back first.
    articles: thread.hiddenAt === null ? articles : articles.map((article) => ({ ...article, editUrl: null })),
    openArticles: OPEN_ARTICLES,
    ...similar,
    hide:
      canHide && thread.hiddenAt === null
        ? { action: urls.hideThread(thread.id), form: request.hide ?? { values: {}, errors: {} } }
        : null,
    desk: canShape ? toStoryDesk(thread.id, articles, request) : null,
    hiddenAt: thread.hiddenAt,
    withdrawn: withdrawnOf(thread, articles),
    starter: starter ? toAuthorCard(starter) : null,
    replyCount: thread.replyCount,
    ...discussion,
    posts: markPosts(discussion.posts, own),
    tools: upToLast(own.tools, discussion.posts),
    loginUrl: withQuery(urls.login, { next: `${here}#reply` }),
    registerUrl: withQuery(urls.register, { next: `${here}#reply` }),
    share: shareLinks(`${parts.baseUrl()}${urls.thread(thread.id)}`, thread.title),
  };
}

/** The author is shown the way to the own opening text, and by that to its restoring. */
function withdrawnOf({ withdrawnAt }: ThreadSummary, articles: readonly ArticleView[]): ThreadPage['withdrawn'] {
  if (withdrawnAt === null) return null;
  const own = articles.find(({ editUrl }) => editUrl !== null);
  return { at: withdrawnAt, restoreUrl: own ? urls.restoreOpening(own.id) : null };
}
