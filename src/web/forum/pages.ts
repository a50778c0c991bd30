/** Page objects of replies and members: what views/forum and the thread page show. */
import type { SafeHtml } from '../../lib/safe-html.js';
import type { OwnTools } from '../following/pages.js';
import type { FormState, Link } from '../page.js';

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
  /** Two colours and letters of the generated avatar; the view draws it as an inline SVG. */
  avatar: { initials: string; hue: number };
};

export type PostView = {
  /** Site-wide number; permanent link /posts/N, anchor #post-N. */
  id: number;
  url: string;
  html: SafeHtml;
  createdAt: number;
  author: AuthorCard;
  replyTo: { id: number; url: string; authorName: string } | null;
  /** Link that opens the reply form answering this post; null for anonymous readers. */
  replyUrl: string | null;
  /** The asking member mutes its author: shown folded. */
  isMuted?: boolean;
  bookmark?: { url: string; isOn: boolean } | null;
};

export type ReplyForm = FormState<'markdown' | 'replyTo'> & {
  action: string;
  preview: SafeHtml | null;
  replyTo: { id: number; authorName: string } | null;
  maxLength: number;
};

export type MemberPage = {
  card: AuthorCard;
  about: string | null;
  isOwn: boolean;
  posts: { id: number; url: string; html: SafeHtml; createdAt: number; thread: Link }[];
  older: string | null;
  tools: OwnTools | null;
};
