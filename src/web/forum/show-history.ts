/** What a post said before, change by change, newest first. */
import { can } from '../../accounts/can.js';
import type { User } from '../../accounts/user.js';
import type { UserStore } from '../../accounts/user-store.js';
import type { PostText, PostTextStore, PostVersion } from '../../forum/post-text-store.js';
import { notFound } from '../../lib/errors.js';
import type { DiffPairs } from '../../lib/text-client.js';
import type { ThreadStore } from '../../news/thread-store.js';
import { refuseHidden } from '../news/refuse-hidden.js';
import { renderPage } from '../render.js';
import { type Handler, idParam, positionQuery } from '../route.js';
import { urls, withQuery } from '../urls.js';
import type { PostHistoryPage } from './pages.js';

const CHANGES_SHOWN = 10;

export type PostHistoryParts = {
  postTexts: Pick<PostTextStore, 'findText' | 'listVersions' | 'findVersionAfter'>;
  threads: Pick<ThreadStore, 'get'>;
  users: Pick<UserStore, 'listByIds'>;
  diffPairs: DiffPairs;
};

export function createShowPostHistory(parts: PostHistoryParts): Handler {
  return async (req, res) => {
    const id = idParam(req);
    const post = id === null ? undefined : await parts.postTexts.findText(id);
    // What a deleted post said is no longer public, in no version.
    if (!post || post.deletedAt !== null) throw notFound('post');
    const thread = await parts.threads.get(post.threadId);
    refuseHidden(thread, req.user ?? null);
    const before = positionQuery(req, 'before');
    const versions = await parts.postTexts.listVersions(post.id, before, CHANGES_SHOWN + 1);
    const listed = versions.slice(0, CHANGES_SHOWN);
    const shown = listed.filter((version) => isInSight(version, req.user ?? null));
    // Nothing before a withdrawn version is in sight either.
    const isCut = shown.length < listed.length;
    const last = isCut ? undefined : shown.at(-1);
    const page: PostHistoryPage = {
      post: { id: post.id, url: urls.post(post.id), thread: { name: thread.title, url: urls.thread(thread.id) } },
      changes: await toChanges(parts, post, shown, can(req.user ?? null, 'post.edit', post)),
      withdrawnLogUrl: listed.some(({ withdrawnAt }) => withdrawnAt !== null) ? urls.log : null,
      older: versions.length > CHANGES_SHOWN && last ? withQuery(urls.postHistory(post.id), { before: last.id }) : null,
    };
    const title = res.locals.t.discussion.historyTitle(post.id);
    const head = { title, description: title, path: urls.postHistory(post.id), isUnlisted: true };
    await renderPage(req, res, 'forum/post-history', { head, page });
  };
}

export function isInSight({ withdrawnAt }: PostVersion, reader: User | null): boolean {
  return withdrawnAt === null || can(reader, 'post.read-withdrawn');
}

/** Each version beside the text that took its place: the version after it, at last the post itself. */
async function toChanges(
  parts: PostHistoryParts,
  post: PostText,
  versions: readonly PostVersion[],
  mayEdit: boolean,
): Promise<PostHistoryPage['changes']> {
  const [newest] = versions;
  if (!newest) return [];
  let next = (await parts.postTexts.findVersionAfter(post.id, newest.id))?.markdown ?? post.markdown;
  const editorIds = versions.flatMap((version) => version.editorId ?? []);
  const editors = new Map((await parts.users.listByIds(editorIds)).map((user) => [user.id, user.name]));
  const pairs = versions.map((version): [string, string] => {
    const pair: [string, string] = [version.markdown, next];
    next = version.markdown;
    return pair;
  });
  const runs = await parts.diffPairs(pairs);
  return versions.map((version, at) => {
    const name = version.editorId === null ? undefined : editors.get(version.editorId);
    return {
      id: version.id,
      at: version.replacedAt,
      editor: name === undefined || version.editorId === null ? null : { name, url: urls.member(version.editorId) },
      reason: version.reason,
      runs: runs[at] ?? [],
      isWithdrawn: version.withdrawnAt !== null,
      restoreUrl: mayEdit ? withQuery(urls.editPost(post.id), { version: version.id }) : null,
    };
  });
}
