/** Page objects of replies and members: what views/forum and the thread page show. */
import type { SafeHtml } from '../../lib/safe-html.js';
import type { DiffRun } from '../../lib/text-diff.js';
import type { OwnTools } from '../following/pages.js';
import type { FormState, Link } from '../page.js';
import type { Avatar } from './avatar.js';

export type AuthorCard = {
  id: number;
  name: string;
  url: string;
  role: 'member' | 'moderator' | 'admin';
  joinedAt: number;
  postCount: number;
  gender: string | null;
  /** YYYY-MM-DD. */
  birthday: string | null;
  place: string | null;
  avatar: Avatar;
};

export type PostView = {
  /** Site-wide number; permanent link /posts/N, anchor #post-N. */
  id: number;
  url: string;
  html: SafeHtml;
  createdAt: number;
  author: AuthorCard;
  replyTo: { id: number; url: string; authorName: string } | null;
  /** Link that opens the reply form answering this post; null for those who may not reply. */
  replyUrl: string | null;
  /** The asking member mutes its author: shown folded. */
  isMuted?: boolean;
  bookmark?: { url: string; isOn: boolean } | null;
  /** Where others' posts are reported; `isOn`: this member has done so, and nobody but moderators sees it. */
  flag?: { url: string; isOn: boolean } | null;
  /** The same form with the post's words quoted. */
  quoteUrl: string | null;
  editUrl: string | null;
  edited: { at: number; url: string } | null;
  /** The tombstone of a deleted post; the restore form is for those who may. */
  deleted: { at: number; isByAuthor: boolean; reason: string; restoreUrl: string | null } | null;
  /** `action` is null for those who may not vote; `own` is what the reader voted. */
  votes: { up: number; down: number; own: 1 | -1 | 0; action: string | null };
  /** Levels of indentation; 0 in a flat view. */
  depth: number;
  /** After following a link from another post: the way back to it. */
  backTo: { id: number; url: string } | null;
};

export type ReplyForm = FormState<'markdown' | 'replyTo' | 'shown'> & {
  action: string;
  preview: SafeHtml | null;
  replyTo: { id: number; authorName: string } | null;
  maxLength: number;
  /** Whose text it is, and when the form was shown to them, signed. */
  author: number;
  shown: string;
  /** Where the text is kept while it is typed, and whether the form shows what was kept (since when, if it is known). */
  draft: { place: string; isRestored: boolean; keptAt: number | null };
};

export type EditPostPage = {
  post: { id: number; url: string; thread: Link };
  form: FormState<'markdown' | 'reason' | 'hidesEarlier'> & { preview: SafeHtml | null };
  maxLength: number;
  /** Moderators say why; authors may. */
  isOthers: boolean;
  mayHideEarlier: boolean;
  author: number;
  draft: ReplyForm['draft'];
  deleteForm: FormState<'deleteReason'>;
};

export type PostHistoryPage = {
  post: { id: number; url: string; thread: Link };
  /** Newest change first. */
  changes: {
    id: number;
    at: number;
    editor: Link | null;
    reason: string;
    runs: DiffRun[];
    /** Seen by moderators only. */
    isWithdrawn: boolean;
    /** Opens the edit form with the text as it was before; null for those who may not edit. */
    restoreUrl: string | null;
  }[];
  /** Moderators took earlier texts out of sight: where that is said. */
  withdrawnLogUrl: string | null;
  older: string | null;
};

export type MemberPage = {
  card: AuthorCard;
  about: string | null;
  isOwn: boolean;
  /** Posts a week over the last year, oldest first; null for those who wrote none in it. */
  activity: { weeks: number[]; total: number; most: number } | null;
  posts: { id: number; url: string; html: SafeHtml; createdAt: number; thread: Link }[];
  older: string | null;
  tools: OwnTools | null;
};
